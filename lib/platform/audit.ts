import { auditLog } from '#db/schema/platform.ts';
import { actorId } from './ctx.ts';
import type { TxCtx } from './transaction.ts';

/**
 * Writes what was done, in the transaction that does it: no change without its row. `before` and `after` carry ids, states
 * and amounts, never names or addresses.
 */
export async function writeAudit(
  ctx: TxCtx,
  entry: { action: string; objectKind: string; objectId: string; before?: unknown; after?: unknown },
): Promise<void> {
  await ctx.db.insert(auditLog).values({
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    action: entry.action,
    objectKind: entry.objectKind,
    objectId: entry.objectId,
    before: entry.before ?? null,
    after: entry.after ?? null,
    requestId: ctx.requestId ?? null,
  });
}
