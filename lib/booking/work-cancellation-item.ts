import { sql } from 'drizzle-orm';
import { releaseClaims } from '#lib/capacity/claims.ts';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import { endAttempt, findLiveAttempt } from '#lib/payments/attempts.ts';
import { gatewayOf } from '#lib/payments/gateways.ts';
import { providerTurn } from '#lib/payments/pace-calls.ts';
import { isGateway } from '#lib/payments/values.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { unreachable } from '#lib/platform/result.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { type CancellationItem, findCancellationItem, moveItem } from './cancellation-item.ts';
import { giveBackCancelled } from './give-back-cancelled.ts';
import { type LockedOrder, lockOrder } from './lock-order.ts';
import { nextCancellationStep } from './next-cancellation-step.ts';
import { settlePayment } from './settle-payment.ts';
import { submitRefund } from './submit-refund.ts';
import { tellGivenBack } from './tell-given-back.ts';

/**
 * Does the next step with one order of a cancelled time; may be repeated and killed anywhere. False when the payment provider is
 * out of reach or too busy: it is looked at again.
 */
export async function workCancellationItem(ctx: Ctx, itemId: string): Promise<boolean> {
  const item = await findCancellationItem(ctx.db, itemId);
  if (!item || item.state === 'moved' || item.state === 'nothing_due') return true;
  const step = nextCancellationStep(item);
  switch (step.do) {
    case 'close_page':
      return closePage(ctx, item);
    case 'offer':
    case 'give_back':
    case 'end':
    case 'ask_person':
      await settleItem(ctx, item.orderId, itemId);
      return true;
    case 'send_money':
      return sendMoney(ctx, item);
    case 'wait':
      return true;
    default:
      return unreachable(step);
  }
}

/** The steps that ask nobody outside, in one transaction under the order's lock: decided anew there, for much may have happened. */
async function settleItem(ctx: Ctx, orderId: string, itemId: string): Promise<void> {
  await inTransaction(
    ctx,
    async (tx) => {
      const order = await lockOrder(tx, orderId);
      await tx.db.execute(sql`select 1 from slot_cancellation_item where id = ${itemId} for no key update`);
      const item = await findCancellationItem(tx.db, itemId);
      if (!order || !item || item.state === 'moved' || item.state === 'nothing_due') return;
      const step = nextCancellationStep(item);
      if (step.do === 'offer') {
        // Nobody pays for leaving a time that the museum has cancelled: moving from it is free now.
        await tx.db.execute(
          sql`update order_change set state = 'dropped' where order_id = ${orderId} and state = 'open'`,
        );
        await moveItem(tx, item, { state: 'offered' });
        await queueOffer(tx, order, item);
        crashPoint('cancel.before_offered');
      } else if (step.do === 'give_back') {
        const given = await giveBackCancelled(tx, { ...item, isSentByJob: false });
        await moveItem(tx, item, { state: given.refundIds.length > 0 ? 'refunding' : 'nothing_due' });
        await tellGivenBack(tx, { order, ...given });
        crashPoint('cancel.before_given_back');
      } else if (step.do === 'end') await moveItem(tx, item, { state: step.as });
      else if (step.do === 'ask_person') await moveItem(tx, item, { state: 'needs_person', why: step.why });
      else if (step.do === 'send_money') await moveItem(tx, item, { state: 'refunding' });
    },
    'time cancelled',
  );
  crashPoint('cancel.after_step');
}

async function queueOffer(tx: TxCtx, order: LockedOrder, item: CancellationItem): Promise<void> {
  if (!order.email) return;
  await queueMessage(tx, {
    kind: 'slot_cancelled',
    orderId: order.id,
    locale: order.locale,
    recipient: order.email,
    dedupeKey: `slot_cancelled:${item.id}`,
  });
}

/** An order that is not paid: its page is closed for certain, then its places are free. Was it paid, settle has sent it back. */
async function closePage(ctx: Ctx, item: CancellationItem): Promise<boolean> {
  const live = await findLiveAttempt(ctx.db, item.orderId);
  if (live && live.state !== 'created' && live.sessionId && isGateway(live.provider)) {
    if (!(await providerTurn(ctx))) return false;
    const closed = await gatewayOf(live.provider).expireCheckout(live.sessionId);
    crashPoint('cancel.after_page_closed');
    if (!closed.ok || !(await providerTurn(ctx))) return false;
    const settled = await settlePayment(ctx, { paymentId: live.id });
    if (!settled.ok || settled.state === 'open' || settled.state === 'processing') return settled.ok;
  }
  await inTransaction(
    ctx,
    async (tx) => {
      const order = await lockOrder(tx, item.orderId);
      if (!order || !['held', 'awaiting_payment', 'expiring'].includes(order.state)) return;
      const left = await findLiveAttempt(tx.db, order.id);
      // Nobody was given the address of a page that is only being opened.
      if (left && !(left.state === 'created' && (await endAttempt(tx, left.id, 'canceled', 'time_cancelled')))) return;
      await releaseClaims(tx, order.id);
      const state = order.state === 'expiring' ? 'expired' : 'cancelled';
      await tx.db.execute(sql`update orders set state = ${state} where id = ${order.id}`);
      await moveItem(tx, item, { state: 'nothing_due' });
      crashPoint('cancel.before_released');
    },
    'time cancelled',
  );
  crashPoint('cancel.after_released');
  return true;
}

async function sendMoney(ctx: Ctx, item: CancellationItem): Promise<boolean> {
  let isAnswered = true;
  let isPending = false;
  for (const refundId of item.openRefundIds) {
    const sent = await submitRefund(ctx, { refundId });
    if (!sent.ok) isAnswered = false;
    else if (sent.state === 'pending' || sent.state === 'requires_action') isPending = true;
  }
  crashPoint('cancel.after_money_sent');
  await settleItem(ctx, item.orderId, item.id);
  // The bank takes its time: asked again later, as any other refund.
  if (isPending)
    await ctx.db.execute(sql`
      update slot_cancellation_item set look_at = now() + interval '10 minutes' where id = ${item.id} and state = 'refunding'`);
  return isAnswered;
}
