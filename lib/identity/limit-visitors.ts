import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type pg from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Db } from '#db/client.ts';

/**
 * What one client may do within a time, in seconds. Holds: as long as one with its extension lasts, so that no more than the museum's
 * numbers (`client_hold_limit`, `browser_hold_limit`) lie there unpaid; whoever goes on to pay is bound to a payment page each. Wrong codes:
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
 * Who holds, as far as limits go: a network address, and the browser by its mark; null where it keeps none (all of an address that
 * keep none count as one), undefined where it is not asked for.
 */
export type VisitorClient = { address: string; browser?: string | null };
export type HoldLimits = { address: number; browser: number; proofs: number };

/** What the counts of a client say before a hold: free, to be proven first, or to be waited for, in seconds. */
export type HoldAllowance = { is: 'free' } | { is: 'proof' | 'wait'; seconds: number };

/**
 * Counts a hold before it is tried, for its address and its browser; a limit of 0 counts nothing. Past a limit a proof is asked for,
 * and `hasProof` says that it was given: each browser may give `proofs` of them within the time, each address as many as it may hold
 * visits, and then there is nothing but to wait. One statement of its own, whose commit is not waited for to reach the disk: a count
 * lost in a power cut is no harm, and a rush must not stand in line for it.
 */
export async function countHold(
  db: Db,
  client: VisitorClient,
  limits: HoldLimits,
  hasProof = false,
): Promise<HoldAllowance> {
  const counts = keysOf(client, limits);
  if (counts.length === 0) return { is: 'free' };
  const found = await count(db, counts);
  const past = pastLimit(found, counts);
  if (past === null) return { is: 'free' };
  // What is refused for a browser's own number is not its neighbours' at the same address.
  const within = counts.filter(({ key, most }) => (found.get(key)?.points ?? 0) <= most);
  const refuse = async (is: 'proof' | 'wait', secondsLeft: number): Promise<HoldAllowance> => {
    await uncount(db, within);
    return { is, seconds: secondsLeft };
  };
  if (!hasProof || limits.proofs === 0) return refuse(limits.proofs === 0 ? 'wait' : 'proof', past);
  const proofs = counts.map(({ key, most, isAddress }) => ({
    key: key.replace('hold', 'proof'),
    most: isAddress ? most : limits.proofs,
  }));
  const spent = pastLimit(await count(db, proofs), proofs);
  return spent === null ? { is: 'free' } : refuse('wait', spent);
}

/** A hold that came to nothing counts against nobody. */
export async function forgiveHold(db: Db, client: VisitorClient, limits: HoldLimits): Promise<void> {
  await uncount(db, keysOf(client, limits));
}

async function uncount(db: Db, counts: readonly Count[]): Promise<void> {
  if (counts.length === 0) return;
  const keys = counts.map(({ key }) => key);
  await db.execute(sql`
    update rate_limit set points = points - 1 from (select set_config('synchronous_commit', 'off', true)) quick
     where key = any (${sql.param(keys)}::text[]) and points > 0`);
}

/**
 * Remembers for which form a challenge was used: it is good for one hold. False when it was used for another; the same form twice is
 * a double click.
 */
export async function spendChallenge(db: Db, challengeId: string, form: string): Promise<boolean> {
  const mark = createHash('sha256').update(form).digest().readUInt32BE(0) >>> 1;
  const { rowCount } = await db.execute(sql`
    insert into rate_limit as r (key, points, expire)
    values (${`visitor-challenge:${challengeId}`}, ${mark}, ${Date.now() + visitorWindows.hold * 1000})
    on conflict (key) do update set points = r.points where r.points = excluded.points`);
  return rowCount === 1;
}

type Count = { key: string; most: number; isAddress?: boolean };

function keysOf(client: VisitorClient, limits: HoldLimits): Count[] {
  const counts: Count[] = [];
  if (limits.address > 0) counts.push({ key: holdKey(client.address), most: limits.address, isAddress: true });
  if (limits.browser > 0 && client.browser !== undefined) {
    counts.push({ key: holdKey(`browser ${client.browser ?? client.address}`), most: limits.browser });
  }
  return counts;
}

// In the order of their keys, so that two statements never wait for each other in a ring.
async function count(db: Db, counts: readonly Count[]): Promise<Map<string, { points: number; secondsLeft: number }>> {
  const now = Date.now();
  const until = now + visitorWindows.hold * 1000;
  const { rows } = await db.execute<{ key: string; points: number; expire: string }>(sql`
    insert into rate_limit as r (key, points, expire)
    select key, 1, ${until}::bigint from unnest(${sql.param(counts.map(({ key }) => key).sort())}::text[]) key,
      (select set_config('synchronous_commit', 'off', true)) quick
    on conflict (key) do update set points = case when r.expire <= ${now}::bigint then 1 else r.points + 1 end,
      expire = case when r.expire <= ${now}::bigint then excluded.expire else r.expire end
    returning key, points, expire`);
  return new Map(rows.map((row) => [row.key, { points: row.points, secondsLeft: seconds(Number(row.expire) - now) }]));
}

/** The longest wait among the counts that are past their limit; null when none is. */
function pastLimit(found: Awaited<ReturnType<typeof count>>, counts: readonly Count[]): number | null {
  const waits = counts.flatMap(({ key, most }) => {
    const row = found.get(key);
    return row && row.points > most ? [row.secondsLeft] : [];
  });
  return waits.length > 0 ? Math.max(...waits) : null;
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
