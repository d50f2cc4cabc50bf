import { sql } from 'drizzle-orm';
import { findLiveAttempt } from '#lib/payments/attempts.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { closeLivePage } from './close-live-page.ts';
import { lockOrder } from './lock-order.ts';

export const dropChangeRefusals = ['forbidden', 'unknown_order', 'no_open_change', 'provider_unavailable'] as const;
export type DropChangeResult = { ok: true } | Refusal<(typeof dropChangeRefusals)[number]>;

/**
 * The visitor, or staff, would rather leave the order as it is than pay for a change: its payment page is closed first, for certain,
 * then its places are free. Was it paid meanwhile, it is done, and nothing is open any more.
 */
export async function dropChange(ctx: Ctx, input: { orderId: string }): Promise<DropChangeResult> {
  const isOwn = ctx.actor.kind === 'visitor' && ctx.actor.orderId === input.orderId;
  if (!isOwn && !can(ctx.actor, 'orders.change')) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.orderId)) return { ok: false, code: 'unknown_order' };
  const live = await findLiveAttempt(ctx.db, input.orderId);
  // The page of an order that is not paid yet is not this verb's to close.
  if (live && !live.changeId) return { ok: false, code: 'no_open_change' };
  if (live && !(await closeLivePage(ctx, input.orderId))) return { ok: false, code: 'provider_unavailable' };
  crashPoint('change.after_close');
  return inTransaction(
    ctx,
    async (tx): Promise<DropChangeResult> => {
      const order = await lockOrder(tx, input.orderId);
      if (!order) return { ok: false, code: 'unknown_order' };
      if (await findLiveAttempt(tx.db, order.id)) return { ok: false, code: 'provider_unavailable' };
      const { rows } = await tx.db.execute<{ id: string }>(sql`
        update order_change set state = 'dropped' where order_id = ${order.id} and state = 'open' returning id`);
      if (!rows[0]) return { ok: false, code: 'no_open_change' };
      await writeAudit(tx, {
        action: 'change_dropped',
        objectKind: 'order',
        objectId: order.id,
        after: { changeId: rows[0].id },
      });
      crashPoint('change.before_dropped');
      return { ok: true };
    },
    'change dropped',
  );
}
