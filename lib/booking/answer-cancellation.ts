import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { lockOpenCancellation, moveItem } from './cancellation-item.ts';
import { giveBackCancelled } from './give-back-cancelled.ts';
import { lockOrder } from './lock-order.ts';
import { tellGivenBack } from './tell-given-back.ts';

export type AnswerCancellationResult =
  | { ok: true; amountMinor: number }
  | Refusal<'forbidden' | 'unknown_order' | 'no_offer' | 'disputed'>;

/**
 * The visitor of a cancelled time would rather have the money back, and need not wait for the deadline. The whole sum of the
 * tickets goes back (5.3). The same form again finds nothing left to answer.
 */
export async function answerCancellation(ctx: Ctx, input: { orderId: string }): Promise<AnswerCancellationResult> {
  if (ctx.actor.kind !== 'visitor' || ctx.actor.orderId !== input.orderId) return { ok: false, code: 'forbidden' };
  return inTransaction(
    ctx,
    async (tx): Promise<AnswerCancellationResult> => {
      const order = await lockOrder(tx, input.orderId);
      if (!order) return { ok: false, code: 'unknown_order' };
      if (order.state === 'disputed' || order.state === 'lost') return { ok: false, code: 'disputed' };
      const item = await lockOpenCancellation(tx, order.id);
      if (item?.state !== 'offered' || item.liveTickets === 0) return { ok: false, code: 'no_offer' };
      const given = await giveBackCancelled(tx, { ...item, isSentByJob: true });
      await moveItem(tx, item, { state: given.refundIds.length > 0 ? 'refunding' : 'nothing_due' });
      await tellGivenBack(tx, { order, ...given });
      crashPoint('cancel.before_answered');
      return { ok: true, amountMinor: given.amountMinor };
    },
    'cancelled_by_museum',
  );
}
