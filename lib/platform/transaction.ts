import { type SQL, sql } from 'drizzle-orm';
import { type Db, isInsideTransaction, markTransaction, type Tx } from '#db/client.ts';
import { actorId, type Ctx } from './ctx.ts';

/** A ctx whose `db` is a running transaction. */
export type TxCtx = Ctx & { db: Tx };

const retryable = new Set(['40P01', '40001']);

/** The SQLSTATE of a database error, also when the query builder has wrapped it; null for anything else. */
export function sqlState(error: unknown): string | null {
  let current: unknown = error;
  for (let depth = 0; depth < 4 && current instanceof Error; depth += 1) {
    const code = (current as { code?: unknown }).code;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
    current = current.cause;
  }
  return null;
}

/** The constraint a database error names, if any. */
export function constraintOf(error: unknown): string | null {
  let current: unknown = error;
  for (let depth = 0; depth < 4 && current instanceof Error; depth += 1) {
    const constraint = (current as { constraint?: unknown }).constraint;
    if (typeof constraint === 'string') return constraint;
    current = current.cause;
  }
  return null;
}

/**
 * Runs a verb's work in one transaction, or inside the one that is already running. The actor is told to the database, whose
 * triggers write the history. Deadlocks are retried twice (with sorted locks they do not come).
 */
export async function inTransaction<T>(ctx: Ctx, work: (ctx: TxCtx) => Promise<T>, reason = ''): Promise<T> {
  if (isInsideTransaction()) return work(ctx as TxCtx);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await markTransaction(() =>
        (ctx.db as Db).transaction(async (tx) => {
          await tx.execute(sql`select set_config('museum.actor_kind', ${ctx.actor.kind}, true),
            set_config('museum.actor_id', ${actorId(ctx.actor) ?? ''}, true), set_config('museum.reason', ${reason}, true)`);
          return work({ ...ctx, db: tx });
        }),
      );
    } catch (error) {
      if (attempt >= 3 || !retryable.has(sqlState(error) ?? '')) throw error;
    }
  }
}

/** In front of a set-returning function in FROM: locks that are not had within a fifth of a second are given up (55P03). */
export function impatiently(isImpatient: boolean): SQL {
  return isImpatient ? sql`set_config('lock_timeout', '200ms', true) impatiently cross join ` : sql``;
}
