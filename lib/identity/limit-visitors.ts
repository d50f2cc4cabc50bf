import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type pg from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Db } from '#db/client.ts';

/**
 * What one network address may do within a time, in seconds. Holds: as long as one with its extension lasts, so that no more than
 * the museum's number (`client_hold_limit`) lie there unpaid; whoever goes on to pay is bound to a payment page each. Wrong codes:
 * few enough that guessing is hopeless.
 */
export const visitorWindows = { hold: 20 * 60, code: 15 * 60 } as const;
export const wrongCodesAllowed = 20;

const limiters = new WeakMap<object, RateLimiterPostgres>();

// Counted outside any transaction: what is refused must stay counted. How many are allowed is asked of the answer.
function codeLimiterOf(db: Db): RateLimiterPostgres {
  const pool = (db as Db & { $client: pg.Pool }).$client;
  const known = limiters.get(pool);
  if (known) return known;
  const made = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limit',
    tableCreated: true,
    keyPrefix: 'visitor-code',
    points: 1_000_000_000,
    duration: visitorWindows.code,
  });
  limiters.set(pool, made);
  return made;
}

// No network address stands in the table.
const keyOf = (address: string) => createHash('sha256').update(address).digest('base64url');
const holdKey = (address: string) => `visitor-hold:${keyOf(address)}`;
const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1000));

/**
 * Counts a hold before it is tried. Returns the seconds to wait when there were `most` within the time, else null; with `most` 0
 * nothing is counted. One statement of its own, whose commit is not waited for to reach the disk: a count lost in a power cut is
 * no harm, and a rush must not stand in line for it.
 */
export async function countHold(db: Db, address: string, most: number): Promise<number | null> {
  if (most === 0) return null;
  const now = Date.now();
  const until = now + visitorWindows.hold * 1000;
  const { rows } = await db.execute<{ points: number; expire: string }>(sql`
    insert into rate_limit as r (key, points, expire)
    select ${holdKey(address)}, 1, ${until}::bigint from (select set_config('synchronous_commit', 'off', true)) quick
    on conflict (key) do update set points = case when r.expire <= ${now}::bigint then 1 else r.points + 1 end,
      expire = case when r.expire <= ${now}::bigint then excluded.expire else r.expire end
    returning points, expire`);
  const row = rows[0];
  return row && row.points > most ? seconds(Number(row.expire) - now) : null;
}

/** A hold that came to nothing counts against nobody. */
export async function forgiveHold(db: Db, address: string): Promise<void> {
  await db.execute(sql`
    update rate_limit set points = points - 1 from (select set_config('synchronous_commit', 'off', true)) quick
     where key = ${holdKey(address)} and points > 0`);
}

/** The seconds that an address which tried too many wrong codes must wait; null when it may try. */
export async function codeWait(db: Db, address: string): Promise<number | null> {
  const found = await codeLimiterOf(db).get(keyOf(address));
  return found && found.consumedPoints >= wrongCodesAllowed ? seconds(found.msBeforeNext) : null;
}

/** A code that there is not: counted. */
export async function countWrongCode(db: Db, address: string): Promise<void> {
  await codeLimiterOf(db).consume(keyOf(address));
}
