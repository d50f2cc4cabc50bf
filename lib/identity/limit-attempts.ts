import { createHash } from 'node:crypto';
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Db } from '#db/client.ts';

/**
 * Wrong sign-ins allowed within a time, in seconds: from one address, for one account from one address, and for one account
 * from anywhere. The last is wide, so that a stranger cannot easily lock a member of staff out.
 */
export const signInLimits = {
  address: { points: 30, duration: 15 * 60 },
  pair: { points: 8, duration: 15 * 60 },
  account: { points: 60, duration: 60 * 60 },
} as const;
type Kind = keyof typeof signInLimits;

export type Attempt = { email: string; address: string };

const limiters = new WeakMap<object, Record<Kind, RateLimiterPostgres>>();

// Attempts are counted outside any transaction: an attempt that fails must stay counted.
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
      keyPrefix: `sign-in-${kind}`,
      ...signInLimits[kind],
    });
  const made = { address: limiter('address'), pair: limiter('pair'), account: limiter('account') };
  limiters.set(pool, made);
  return made;
}

// Neither e-mail nor network address stands in the table.
function keysOf(attempt: Attempt): Record<Kind, string> {
  const key = (text: string) => createHash('sha256').update(text).digest('base64url');
  return {
    address: key(attempt.address),
    pair: key(`${attempt.address}\n${attempt.email}`),
    account: key(attempt.email),
  };
}

/** Counts an attempt before it is judged. Returns the seconds to wait when there were too many, else null. */
export async function countAttempt(db: Db, attempt: Attempt): Promise<number | null> {
  const keys = keysOf(attempt);
  const limiter = limitersOf(db);
  for (const kind of ['address', 'pair', 'account'] as const) {
    try {
      await limiter[kind].consume(keys[kind]);
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw refusal;
    }
  }
  return null;
}

/** A right password: the account starts anew from this address, and the attempt no longer counts against anybody. */
export async function forgiveAttempt(db: Db, attempt: Attempt): Promise<void> {
  const keys = keysOf(attempt);
  const limiter = limitersOf(db);
  await Promise.all([
    limiter.pair.delete(keys.pair),
    limiter.address.reward(keys.address),
    limiter.account.reward(keys.account),
  ]);
}
