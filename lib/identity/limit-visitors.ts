import { createHash } from 'node:crypto';
import type pg from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Db } from '#db/client.ts';

/**
 * What one network address may do within a time, in seconds. Holds: more than a hold with its extension lasts, so that no more than
 * the museum's number are held from it at once (`client_hold_limit`). Wrong codes: few enough that guessing is hopeless.
 */
export const visitorWindows = { hold: 20 * 60, code: 15 * 60 } as const;
export const wrongCodesAllowed = 20;
type Kind = keyof typeof visitorWindows;

const limiters = new WeakMap<object, Record<Kind, RateLimiterPostgres>>();

// Counted outside any transaction: what is refused must stay counted. How many are allowed is asked of the answer.
function limitersOf(db: Db): Record<Kind, RateLimiterPostgres> {
  const pool = (db as Db & { $client: pg.Pool }).$client;
  const known = limiters.get(pool);
  if (known) return known;
  const limiter = (kind: Kind) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limit',
      tableCreated: true,
      keyPrefix: `visitor-${kind}`,
      points: 1_000_000_000,
      duration: visitorWindows[kind],
    });
  const made = { hold: limiter('hold'), code: limiter('code') };
  limiters.set(pool, made);
  return made;
}

// No network address stands in the table.
const keyOf = (address: string) => createHash('sha256').update(address).digest('base64url');
const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1000));

/** Counts a hold before it is tried. Returns the seconds to wait when there were `most` within the time, else null. */
export async function countHold(db: Db, address: string, most: number): Promise<number | null> {
  const { consumedPoints, msBeforeNext } = await limitersOf(db).hold.consume(keyOf(address));
  return consumedPoints > most ? seconds(msBeforeNext) : null;
}

/** A hold that came to nothing counts against nobody. */
export async function forgiveHold(db: Db, address: string): Promise<void> {
  await limitersOf(db).hold.reward(keyOf(address));
}

/** The seconds that an address which tried too many wrong codes must wait; null when it may try. */
export async function codeWait(db: Db, address: string): Promise<number | null> {
  const found = await limitersOf(db).code.get(keyOf(address));
  return found && found.consumedPoints >= wrongCodesAllowed ? seconds(found.msBeforeNext) : null;
}

/** A code that there is not: counted. */
export async function countWrongCode(db: Db, address: string): Promise<void> {
  await limitersOf(db).code.consume(keyOf(address));
}
