import { sql } from 'drizzle-orm';
import { type Attempt, findAttempt, findLiveAttempt, insertAttempt } from '#lib/payments/attempts.ts';
import { cardGateway, gatewayOf } from '#lib/payments/gateways.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { addressOf } from './attempt-address.ts';
import { findOpenChange, type OpenChange } from './find-open-change.ts';
import { lockPayableOrder, type PayableOrder } from './lock-payable-order.ts';
import { type PaymentRefusal, refusalOf } from './payment-refusal.ts';
import { settleMoney } from './settle-money.ts';

type StartPaymentRefusal = PaymentRefusal | 'provider_unavailable';
export type StartPaymentResult =
  | { ok: true; kind: 'redirect'; url: string }
  | { ok: true; kind: 'paid' }
  | { ok: false; code: StartPaymentRefusal };

type Begun =
  | { ok: true; kind: 'free'; currency: string }
  | { ok: true; kind: 'attempt'; paymentId: string }
  | { ok: false; code: StartPaymentRefusal };

/**
 * Begins the payment of a held order whose details are known; gives the address of the payment page. A second click, another
 * tab and a repeat after a crash find the first attempt and its page. The attempt is committed before the provider is asked;
 * the hold then lasts until five minutes after the page closes, never beyond an hour. An order of 0 is paid at once.
 * With the provider out of reach nothing is charged, and the order is held as before. A paid order with an open change is paid the
 * difference of that change.
 */
export async function startPayment(ctx: Ctx, input: { orderId: string }): Promise<StartPaymentResult> {
  for (let round = 1; round <= 3; round += 1) {
    const begun = await inTransaction(ctx, (tx) => begin(tx, input.orderId), 'payment begun');
    if (!begun.ok) return begun;
    if (begun.kind === 'free') return payNothing(ctx, input.orderId, begun.currency);
    crashPoint('start.after_begin');
    const attempt = await findAttempt(ctx.db, begun.paymentId);
    if (!attempt) break;
    const answer = await addressOf(ctx, attempt, (current) => isStillSame(ctx, current));
    if (answer) return answer;
  }
  return { ok: false, code: 'provider_unavailable' };
}

async function isStillSame(ctx: Ctx, current: Attempt): Promise<boolean> {
  const { rows } = await ctx.db.execute<{ same: boolean }>(
    current.changeId
      ? sql`select state = 'open' as same from order_change where id = ${current.changeId}`
      : sql`select total_minor = ${current.amountMinor} as same from orders where id = ${current.orderId}`,
  );
  return rows[0]?.same ?? false;
}

async function begin(tx: TxCtx, orderId: string): Promise<Begun> {
  const order = await lockPayableOrder(tx, orderId);
  if (!order) return { ok: false, code: 'unknown_order' };
  const change = isPaid(order) ? await findOpenChange(tx.db, order.id) : null;
  if (change) return beginForChange(tx, order, change);
  const refusal = await refusalOf(tx, order);
  if (refusal) return { ok: false, code: refusal };
  const live = await findLiveAttempt(tx.db, order.id);
  if (live) return { ok: true, kind: 'attempt', paymentId: live.id };
  if (order.totalMinor === 0) return { ok: true, kind: 'free', currency: order.currency };
  const { paymentId, untilMinutes } = await newAttempt(tx, order.id, order.totalMinor, order.currency);
  await tx.db.execute(sql`
    update orders set state = 'awaiting_payment',
           expires_at = least(now() + make_interval(mins => ${untilMinutes}), held_at + interval '60 minutes')
     where id = ${order.id}`);
  return { ok: true, kind: 'attempt', paymentId };
}

/** An attempt with the card gateway, and for how many minutes what it pays for is kept: five longer than its page is open. */
export async function newAttempt(
  tx: TxCtx,
  orderId: string,
  amountMinor: number,
  currency: string,
  changeId?: string,
  documentId?: string,
): Promise<{ paymentId: string; untilMinutes: number }> {
  const paymentId = newId();
  const provider = cardGateway();
  await insertAttempt(tx, { paymentId, orderId, provider, amountMinor, currency, changeId, documentId });
  await writeAudit(tx, {
    action: 'payment_begun',
    objectKind: 'order',
    objectId: orderId,
    after: { paymentId, amountMinor, ...(changeId ? { changeId } : {}), ...(documentId ? { documentId } : {}) },
  });
  return { paymentId, untilMinutes: gatewayOf(provider).pageMinutes + 5 };
}

const isPaid = ({ state }: PayableOrder) => state === 'paid' || state === 'partially_refunded';

/** The difference of a change that is held: an attempt of its own on the same order. */
async function beginForChange(tx: TxCtx, order: PayableOrder, change: OpenChange): Promise<Begun> {
  const live = await findLiveAttempt(tx.db, order.id);
  if (live) return { ok: true, kind: 'attempt', paymentId: live.id };
  if (change.isRunOut) return { ok: false, code: 'hold_run_out' };
  if (!order.takesPlace) return { ok: false, code: 'not_on_sale' };
  const { paymentId, untilMinutes } = await newAttempt(tx, order.id, change.dueMinor, change.currency, change.id);
  await tx.db.execute(sql`
    update order_change
       set expires_at = greatest(expires_at, least(now() + make_interval(mins => ${untilMinutes}),
             made_at + case when by_staff then interval '72 hours' else interval '60 minutes' end))
     where id = ${change.id}`);
  return { ok: true, kind: 'attempt', paymentId };
}

/** Nothing to pay is settled like money, by the provider `none`. */
async function payNothing(ctx: Ctx, orderId: string, currency: string): Promise<StartPaymentResult> {
  const paymentId = newId();
  const settled = await settleMoney(ctx, {
    paymentId,
    orderId,
    provider: 'none',
    amountMinor: 0,
    currency,
    providerReference: paymentId,
    sessionId: null,
    paymentIntentId: null,
    isNew: true,
  });
  return settled.ok ? { ok: true, kind: 'paid' } : settled;
}
