import { sql } from 'drizzle-orm';
import { findLiveAttempt } from '#lib/payments/attempts.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { closeLivePage } from './close-live-page.ts';
import { lockOrder } from './lock-order.ts';

export type LeavePaymentResult =
  | { ok: true }
  | { ok: false; code: 'unknown_order' | 'already_paid' | 'hold_run_out' | 'no_longer_open' | 'provider_unavailable' };

/**
 * The visitor would rather change the booking than pay it: the payment page is closed first, for certain, then the order is
 * held again and may be changed. Was it paid meanwhile, then it is paid.
 */
export async function leavePayment(ctx: Ctx, input: { orderId: string }): Promise<LeavePaymentResult> {
  if (!(await closeLivePage(ctx, input.orderId))) return { ok: false, code: 'provider_unavailable' };
  return inTransaction(
    ctx,
    async (tx): Promise<LeavePaymentResult> => {
      const order = await lockOrder(tx, input.orderId);
      if (!order) return { ok: false, code: 'unknown_order' };
      if (await findLiveAttempt(tx.db, order.id)) return { ok: false, code: 'provider_unavailable' };
      if (order.isRunOut && ['held', 'awaiting_payment', 'expiring', 'expired'].includes(order.state))
        return { ok: false, code: 'hold_run_out' };
      if (order.state === 'awaiting_payment')
        await tx.db.execute(sql`update orders set state = 'held' where id = ${order.id}`);
      else if (order.state === 'cancelled') return { ok: false, code: 'no_longer_open' };
      else if (order.state !== 'held') return { ok: false, code: 'already_paid' };
      return { ok: true };
    },
    'payment left',
  );
}
