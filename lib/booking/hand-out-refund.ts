import type { TypedProof, WrongFields } from '#lib/payments/counter.ts';
import { counterOf, isCounter, usedProof, writeProof } from '#lib/payments/counters.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { getZone } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { constraintOf, inTransaction } from '#lib/platform/transaction.ts';
import { applyRefundOutcome, findRefund } from './apply-refund-outcome.ts';
import { lockOrder } from './lock-order.ts';

export const handOutRefusals = ['forbidden', 'unknown_refund', 'not_waiting', 'slip_used', 'reference_used'] as const;
export type HandOutRefundResult =
  | { ok: true; amountMinor: number }
  | Refusal<(typeof handOutRefusals)[number]>
  | Refusal<'proof_wrong', { wrong: WrongFields }>;

/**
 * A person has given money back that was taken over the counter: the cash handed out, the slip of the terminal's refund, the
 * bank's reference of the transfer. With that the refund has arrived; who and when stands with its proof. Once: a second press is
 * told that it was done. Needs the way's own permission (`payments.take`, for transfers `money.change`).
 */
export async function handOutRefund(
  ctx: Ctx,
  input: { refundId: string; typed: TypedProof },
): Promise<HandOutRefundResult> {
  const seen = isUuid(input.refundId) ? await findRefund(ctx.db, { refundId: input.refundId }) : null;
  if (!seen || !isCounter(seen.provider)) return { ok: false, code: 'unknown_refund' };
  const way = counterOf(seen.provider);
  if (!can(ctx.actor, way.returns)) return { ok: false, code: 'forbidden' };
  const { id: refundId, provider, amountMinor, currency } = seen;
  const today = dateAt(ctx.now, (await getZone(ctx.db)) ?? 'UTC');
  const read = way.readProof(input.typed, { kind: 'refund', amountMinor, currency, today });
  if (!read.ok) return { ok: false, code: 'proof_wrong', wrong: read.wrong };
  try {
    return await inTransaction(
      ctx,
      async (tx): Promise<HandOutRefundResult> => {
        await lockOrder(tx, seen.orderId);
        const refund = await findRefund(tx.db, { refundId });
        if (!refund || !['requested', 'submitting', 'pending'].includes(refund.state))
          return { ok: false, code: 'not_waiting' };
        await writeProof(tx, { refundId }, provider, read.proof);
        crashPoint('hand_out.after_proof');
        await applyRefundOutcome(tx, refundId, {
          ok: true,
          state: 'succeeded',
          providerRefundId: way.referenceOf(read.proof, refundId),
          paymentIntentId: null,
          amountMinor,
          currency,
          refundId,
        });
        await writeAudit(tx, {
          action: 'refund_handed_out',
          objectKind: 'order',
          objectId: refund.orderId,
          after: { refundId, provider, amountMinor, ...read.proof },
        });
        return { ok: true, amountMinor };
      },
      'refund handed out',
    );
  } catch (error) {
    const used = usedProof(constraintOf(error));
    if (used) return { ok: false, code: used };
    throw error;
  }
}
