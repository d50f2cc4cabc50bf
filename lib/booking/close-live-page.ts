import type { Db } from '#db/client.ts';
import { endAttempt, findLiveAttempt } from '#lib/payments/attempts.ts';
import { gatewayOf } from '#lib/payments/gateways.ts';
import { isGateway } from '#lib/payments/values.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { lockOrder } from './lock-order.ts';
import { settlePayment } from './settle-payment.ts';

/**
 * Closes an order's payment page for certain, if one is open: afterwards it takes no money, or what was paid on it is settled. False
 * where the provider cannot be reached.
 */
export async function closeLivePage(ctx: Ctx, orderId: string): Promise<boolean> {
  const live = await findLiveAttempt(ctx.db as Db, orderId);
  if (live?.state === 'created') {
    // Nobody was given this page's address.
    await inTransaction(ctx, async (tx) => {
      await lockOrder(tx, orderId);
      await endAttempt(tx, live.id, 'canceled', 'left');
    });
  } else if (live?.sessionId && isGateway(live.provider)) {
    const closed = await gatewayOf(live.provider).expireCheckout(live.sessionId);
    if (!closed.ok) return false;
    crashPoint('leave.after_close');
    const settled = await settlePayment(ctx, { paymentId: live.id });
    if (!settled.ok) return false;
    crashPoint('leave.after_settle');
  }
  return true;
}
