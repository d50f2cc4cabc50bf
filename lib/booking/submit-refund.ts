import { sql } from 'drizzle-orm';
import { counterOf, isCounter } from '#lib/payments/counters.ts';
import { gatewayOf } from '#lib/payments/gateways.ts';
import { providerTurn } from '#lib/payments/pace-calls.ts';
import { isGateway } from '#lib/payments/values.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { applyRefundOutcome, findRefund, type StoredRefund } from './apply-refund-outcome.ts';

export type SubmitRefundResult =
  /** `frozen`: the payment is disputed; it is sent when the dispute is won. `by_hand`: a person hands it out. */
  | {
      ok: true;
      state: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled' | 'manual' | 'frozen' | 'by_hand';
    }
  | { ok: false; code: 'unknown_refund' | 'provider_unavailable' };

/**
 * Sends money back, as written down: the job of every refund, safe to repeat. What was sent before a crash is found by the
 * idempotency key, later by the refund's own id. A refusal makes it a person's task.
 */
export async function submitRefund(ctx: Ctx, input: { refundId: string }): Promise<SubmitRefundResult> {
  const refund = await findRefund(ctx.db, { refundId: input.refundId });
  if (!refund) return { ok: false, code: 'unknown_refund' };
  if (
    refund.state !== 'requested' &&
    refund.state !== 'submitting' &&
    refund.state !== 'pending' &&
    refund.state !== 'requires_action'
  ) {
    return { ok: true, state: refund.state };
  }
  if (!isGateway(refund.provider)) return byHand(ctx, refund);
  if (refund.isFrozen && !refund.providerRefundId) return { ok: true, state: 'frozen' };
  if (refund.state === 'requested') await markSubmitting(ctx, refund.id, refund.orderId);
  if (!(await providerTurn(ctx))) return { ok: false, code: 'provider_unavailable' };
  crashPoint('refund.before_submit');
  const gateway = gatewayOf(refund.provider);
  const outcome = refund.providerRefundId
    ? await gateway.readRefund(refund.providerRefundId)
    : await gateway.submitRefund({
        idempotencyKey: `rf:${refund.id}`,
        refundId: refund.id,
        paymentIntentId: refund.paymentIntentId ?? '',
        amountMinor: refund.amountMinor,
        reason: refund.reason === 'paid_twice' ? 'duplicate' : 'requested_by_customer',
        isKeyOld: refund.ageHours > gateway.keyLifeHours,
      });
  crashPoint('refund.after_submit');
  if (!outcome.ok && outcome.code === 'provider_unavailable') return { ok: false, code: 'provider_unavailable' };
  const state = await applyRefundOutcome(ctx, refund.id, outcome.ok ? outcome : { refusal: outcome.reason });
  crashPoint('refund.after_answer');
  return { ok: true, state };
}

async function markSubmitting(ctx: Ctx, refundId: string, orderId: string): Promise<void> {
  await inTransaction(
    ctx,
    async (tx) => {
      await tx.db.execute(sql`select 1 from orders where id = ${orderId} for no key update`);
      await tx.db.execute(
        sql`update refund set state = 'submitting', updated_at = now() where id = ${refundId} and state = 'requested'`,
      );
      await tx.db.execute(sql`update orders set state = 'refund_pending' where id = ${orderId} and state in ('paid_unfulfillable','cancelled')
        and exists (select 1 from payment where order_id = ${orderId} and captured_minor > 0)
        and not exists (select 1 from group_visit where order_id = orders.id)`);
    },
    'refund submitted',
  );
}

/** Money that was taken over the counter goes back by a person; what a bank carries is on its way from now on. */
async function byHand(ctx: Ctx, refund: StoredRefund): Promise<SubmitRefundResult> {
  const { id: refundId, provider, amountMinor, currency } = refund;
  const isOnItsWay = isCounter(provider) && counterOf(provider).waits === 'pending';
  if (isOnItsWay && (refund.state === 'requested' || refund.state === 'submitting')) {
    const told = { ok: true, state: 'pending', paymentIntentId: null, amountMinor, currency, refundId } as const;
    await applyRefundOutcome(ctx, refundId, { ...told, providerRefundId: `${provider}:${refundId}` });
  }
  return { ok: true, state: 'by_hand' };
}
