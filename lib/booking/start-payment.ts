import { sql } from 'drizzle-orm';
import { type Attempt, findAttempt, findLiveAttempt, insertAttempt } from '#lib/payments/attempts.ts';
import { cardGateway, gatewayOf } from '#lib/payments/gateways.ts';
import { isGateway } from '#lib/payments/values.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { lockPayableOrder, type PayableOrder } from './lock-payable-order.ts';
import { openAttempt } from './open-attempt.ts';
import { settleMoney } from './settle-money.ts';
import { settlePayment } from './settle-payment.ts';

type StartPaymentRefusal =
  | 'unknown_order'
  | 'hold_run_out'
  | 'already_paid'
  | 'no_longer_open'
  | 'types_needed'
  | 'details_missing'
  | 'not_on_sale'
  | 'provider_unavailable';
export type StartPaymentResult =
  | { ok: true; kind: 'redirect'; url: string }
  | { ok: true; kind: 'paid' }
  | { ok: false; code: StartPaymentRefusal };

type Begun =
  | { ok: true; kind: 'paid' }
  | { ok: true; kind: 'attempt'; paymentId: string }
  | { ok: false; code: StartPaymentRefusal };

/**
 * Begins the payment of a held order whose details are known; gives the address of the payment page. A second click, another
 * tab and a repeat after a crash find the first attempt and its page. The attempt is committed before the provider is asked;
 * the hold then lasts until five minutes after the page closes, never beyond an hour. An order of 0 is paid at once.
 * With the provider out of reach nothing is charged, and the order is held as before.
 */
export async function startPayment(ctx: Ctx, input: { orderId: string }): Promise<StartPaymentResult> {
  for (let round = 1; round <= 3; round += 1) {
    const begun = await inTransaction(ctx, (tx) => begin(tx, input.orderId), 'payment begun');
    if (!begun.ok || begun.kind === 'paid') return begun;
    crashPoint('start.after_begin');
    const attempt = await findAttempt(ctx.db, begun.paymentId);
    if (!attempt) break;
    const answer = await addressOf(ctx, attempt);
    if (answer) return answer;
  }
  return { ok: false, code: 'provider_unavailable' };
}

/** The page of an attempt; null when it turned out to be over, and a new attempt may begin. */
async function addressOf(ctx: Ctx, attempt: Attempt): Promise<StartPaymentResult | null> {
  let current = attempt;
  if (attempt.state === 'created') {
    const opened = await openAttempt(ctx, attempt);
    // An old attempt whose page never came to be cannot be opened late: a new one begins.
    if (!opened.ok) return opened.code === 'provider_refused' ? null : { ok: false, code: 'provider_unavailable' };
    current = opened.attempt;
  }
  if (current.state === 'succeeded') return { ok: true, kind: 'paid' };
  if (current.state === 'processing') return { ok: false, code: 'already_paid' };
  if (current.state !== 'open') return null;
  const { rows } = await ctx.db.execute<{ same: boolean }>(sql`
    select total_minor = ${current.amountMinor} as same from orders where id = ${current.orderId}`);
  if (rows[0]?.same && !current.isPageOver && current.checkoutUrl)
    return { ok: true, kind: 'redirect', url: current.checkoutUrl };
  // Another total, or a page about to close: closed for certain before another is opened.
  if (current.sessionId && isGateway(current.provider)) {
    const closed = await gatewayOf(current.provider).expireCheckout(current.sessionId);
    if (!closed.ok) return { ok: false, code: 'provider_unavailable' };
    crashPoint('start.after_close');
  }
  const settled = await settlePayment(ctx, { paymentId: current.id });
  if (!settled.ok) return { ok: false, code: 'provider_unavailable' };
  return settled.state === 'paid' ? { ok: true, kind: 'paid' } : null;
}

async function begin(tx: TxCtx, orderId: string): Promise<Begun> {
  const order = await lockPayableOrder(tx, orderId);
  if (!order) return { ok: false, code: 'unknown_order' };
  const refusal = await refusalOf(tx, order);
  if (refusal) return { ok: false, code: refusal };
  const live = await findLiveAttempt(tx.db, order.id);
  if (live) return { ok: true, kind: 'attempt', paymentId: live.id };
  const paymentId = newId();
  if (order.totalMinor === 0) {
    const settled = await settleMoney(tx, {
      paymentId,
      orderId: order.id,
      provider: 'none',
      amountMinor: 0,
      currency: order.currency,
      providerReference: paymentId,
      sessionId: null,
      paymentIntentId: null,
      isNew: true,
    });
    if (!settled.ok) throw new Error(`a free order was refused: ${settled.code}`);
    return { ok: true, kind: 'paid' };
  }
  const provider = cardGateway();
  await insertAttempt(tx, {
    paymentId,
    orderId: order.id,
    provider,
    amountMinor: order.totalMinor,
    currency: order.currency,
  });
  await tx.db.execute(sql`
    update orders set state = 'awaiting_payment',
           expires_at = least(now() + make_interval(mins => ${gatewayOf(provider).pageMinutes + 5}), held_at + interval '60 minutes')
     where id = ${order.id}`);
  await writeAudit(tx, {
    action: 'payment_begun',
    objectKind: 'order',
    objectId: order.id,
    after: { paymentId, amountMinor: order.totalMinor },
  });
  return { ok: true, kind: 'attempt', paymentId };
}

async function refusalOf(tx: TxCtx, order: PayableOrder): Promise<StartPaymentRefusal | null> {
  if (
    ['paid', 'partially_refunded', 'refunded', 'disputed', 'lost', 'refund_pending', 'paid_unfulfillable'].includes(
      order.state,
    )
  )
    return 'already_paid';
  if (order.state === 'cancelled') return 'no_longer_open';
  if (order.state === 'expired' || order.state === 'expiring' || order.isRunOut) return 'hold_run_out';
  const { rows } = await tx.db.execute<{ chosen: boolean; accepted: boolean; begins: boolean }>(sql`
    select o.has_chosen_types as chosen, o.terms_accepted_at is not null as accepted,
           (select bool_and(t.starts_at > now()) from order_line l join timeslot t on t.id = l.timeslot_id where l.order_id = o.id) as begins
      from orders o where o.id = ${order.id}`);
  if (!order.takesPlace || (!rows[0]?.begins && tx.actor.kind === 'visitor')) return 'not_on_sale';
  if (!rows[0]?.chosen) return 'types_needed';
  return order.email && rows[0].accepted ? null : 'details_missing';
}
