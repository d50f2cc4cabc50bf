import { sql } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { reclaim, releaseClaims, releaseRunOutAround, sellHeldClaims } from '#lib/capacity/claims.ts';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import { type RefundReason, requestRefund } from '#lib/payments/request-refund.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { sqlState, type TxCtx } from '#lib/platform/transaction.ts';
import { issueTickets } from '#lib/tickets/issue-tickets.ts';
import type { PayableOrder } from './lock-payable-order.ts';

export type CapturedPayment = { id: string; amountMinor: number; currency: string };
export type Fulfilment = 'paid' | 'refunding';

const settledStates = [
  'paid',
  'partially_refunded',
  'refunded',
  'disputed',
  'lost',
  'paid_unfulfillable',
  'refund_pending',
];

/**
 * What follows from money that has arrived, under the order's lock and in the transaction that marked the payment succeeded:
 * the places become sold (taken again if they were given up and there is room), the order paid, tickets and mail are made.
 * Where that cannot be, the whole sum goes back by itself. Never a ticket without its place (2.4).
 */
export async function fulfilOrder(ctx: TxCtx, order: PayableOrder, payment: CapturedPayment): Promise<Fulfilment> {
  if (settledStates.includes(order.state)) {
    const wasPaid = order.state !== 'paid_unfulfillable' && order.state !== 'refund_pending';
    return sendBack(ctx, order, payment, wasPaid ? 'paid_twice' : 'late_payment');
  }
  const isWanted = order.takesPlace && order.state !== 'cancelled' && payment.amountMinor === order.totalMinor;
  if (!isWanted || !(await takePlaces(ctx, order))) {
    // A hold that is open again with another total goes on: only the old money goes back.
    if (order.state !== 'held') {
      await releaseClaims(ctx, order.id);
      await ctx.db.execute(sql`update orders set state = 'paid_unfulfillable' where id = ${order.id}`);
    }
    return sendBack(ctx, order, payment, order.takesPlace ? 'late_payment' : 'cancelled_by_museum');
  }
  crashPoint('settle.after_places');
  await ctx.db.execute(sql`update orders set state = 'paid' where id = ${order.id}`);
  await issueTickets(ctx, { orderId: order.id });
  crashPoint('settle.after_tickets');
  if (order.email) {
    await queueMessage(ctx, {
      kind: 'order_confirmed',
      orderId: order.id,
      locale: order.locale,
      recipient: order.email,
      dedupeKey: `paid:${order.id}`,
    });
  }
  return 'paid';
}

async function takePlaces(ctx: TxCtx, order: PayableOrder): Promise<boolean> {
  if (order.state !== 'expired') return (await sellHeldClaims(ctx, order.id)) > 0;
  await releaseRunOutAround(ctx, order.id);
  try {
    // A savepoint: the pools' refusal undoes only this.
    return await ctx.db.transaction(
      async (savepoint: Tx) => (await reclaim({ ...ctx, db: savepoint }, order.id, 'sold')) > 0,
    );
  } catch (error) {
    if (sqlState(error) === '23514' || sqlState(error) === 'MU001') return false;
    throw error;
  }
}

/** The whole sum of a payment goes back by itself, with a mail that says why. */
export async function sendBack(
  ctx: TxCtx,
  order: PayableOrder,
  payment: CapturedPayment,
  reason: RefundReason,
  changeId: string | null = null,
): Promise<Fulfilment> {
  if (payment.amountMinor === 0) return 'refunding';
  crashPoint('settle.sending_back');
  const { refundId } = await requestRefund(ctx, {
    paymentId: payment.id,
    orderId: order.id,
    changeId,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    reason,
    requestedBy: null,
  });
  if (order.email) {
    await queueMessage(ctx, {
      kind: 'order_refunded',
      orderId: order.id,
      locale: order.locale,
      recipient: order.email,
      dedupeKey: `refund:${refundId}`,
    });
  }
  return 'refunding';
}
