import { sql } from 'drizzle-orm';
import type { TypedProof, WrongFields } from '#lib/payments/counter.ts';
import { counterOf, isCounter, usedProof, writeProof } from '#lib/payments/counters.ts';
import type { Counter } from '#lib/payments/values.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid, newId } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { getZone } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { constraintOf, inTransaction } from '#lib/platform/transaction.ts';
import { closeLivePage } from './close-live-page.ts';
import { leavePayment } from './leave-payment.ts';
import { paymentRefusals } from './payment-refusal.ts';
import { settleMoney } from './settle-money.ts';

export const takePaymentRefusals = [
  ...paymentRefusals,
  'forbidden',
  'provider_unavailable',
  'slip_used',
  'reference_used',
  'wrong_way',
] as const;
export type TakePaymentResult =
  /** `changeMinor`: what is given back of the cash that was handed over. */
  | { ok: true; paymentId: string; changeMinor: number }
  | Refusal<(typeof takePaymentRefusals)[number]>
  | Refusal<'proof_wrong', { wrong: WrongFields }>;

/**
 * Takes a held order's money over the counter, or the difference of a paid order's open change: cash, the desk's card terminal, a bank transfer, or nothing for an order of 0; the
 * tickets are made at once. A payment page that is open is first closed for certain; was it paid, nothing is taken here.
 * `expectedMinor` is the sum that was shown. Needs the way's own permission (`payments.take`, for transfers `payments.transfer`).
 */
export async function takePayment(
  ctx: Ctx,
  input: { orderId: string; provider: Counter | 'none'; typed: TypedProof; expectedMinor: number },
): Promise<TakePaymentResult> {
  const { orderId, provider, expectedMinor } = input;
  const way = isCounter(provider) ? counterOf(provider) : null;
  if (!can(ctx.actor, way?.takes ?? 'payments.take')) return { ok: false, code: 'forbidden' };
  const order = isUuid(orderId) ? await findDue(ctx, orderId) : null;
  if (!order) return { ok: false, code: 'unknown_order' };
  if (order.totalMinor !== expectedMinor) return { ok: false, code: 'sum_changed' };
  if ((expectedMinor === 0) !== (way === null)) return { ok: false, code: 'wrong_way' };
  const due = { kind: 'payment', amountMinor: expectedMinor, currency: order.currency, today: order.today } as const;
  const read = way?.readProof(input.typed, due);
  if (read && !read.ok) return { ok: false, code: 'proof_wrong', wrong: read.wrong };
  if (order.changeId) {
    if (!(await closeLivePage(ctx, orderId))) return { ok: false, code: 'provider_unavailable' };
  } else {
    const left = await leavePayment(ctx, { orderId });
    if (!left.ok) return left;
  }
  crashPoint('counter.after_leave');
  const paymentId = newId();
  try {
    return await inTransaction(
      ctx,
      async (tx): Promise<TakePaymentResult> => {
        const settled = await settleMoney(tx, {
          paymentId,
          orderId,
          provider,
          amountMinor: expectedMinor,
          currency: order.currency,
          providerReference: way && read ? way.referenceOf(read.proof, paymentId) : paymentId,
          sessionId: null,
          paymentIntentId: null,
          isNew: true,
          changeId: order.changeId ?? undefined,
        });
        if (!settled.ok) return settled;
        if (isCounter(provider) && read) await writeProof(tx, { paymentId }, provider, read.proof);
        crashPoint('counter.after_settle');
        const changeMinor = (read?.proof.handedMinor ?? expectedMinor) - expectedMinor;
        await writeAudit(tx, {
          action: 'payment_taken',
          objectKind: 'order',
          objectId: orderId,
          after: { paymentId, provider, amountMinor: expectedMinor, changeMinor, ...read?.proof },
        });
        return { ok: true, paymentId, changeMinor };
      },
      'payment taken',
    );
  } catch (error) {
    const used = usedProof(constraintOf(error));
    if (used) return { ok: false, code: used };
    throw error;
  }
}

async function findDue(
  ctx: Ctx,
  orderId: string,
): Promise<{ totalMinor: number; currency: string; changeId: string | null; today: string } | null> {
  const { rows } = await ctx.db.execute<{ totalMinor: number; currency: string; changeId: string | null }>(sql`
    select coalesce(c.after_minor - c.before_minor, o.total_minor) as "totalMinor", o.currency, c.id as "changeId"
      from orders o left join order_change c on c.order_id = o.id and c.state = 'open' where o.id = ${orderId}`);
  return rows[0] ? { ...rows[0], today: dateAt(ctx.now, (await getZone(ctx.db)) ?? 'UTC') } : null;
}
