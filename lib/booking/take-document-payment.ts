import { sql } from 'drizzle-orm';
import type { TypedProof, WrongFields } from '#lib/payments/counter.ts';
import { counterOf, usedProof, writeProof } from '#lib/payments/counters.ts';
import type { Counter } from '#lib/payments/values.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid, newId } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { getZone } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { constraintOf, inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { closeLivePage } from './close-live-page.ts';
import { settleMoney } from './settle-money.ts';

export const takeDocumentRefusals = [
  'forbidden',
  'unknown_paper',
  'already_paid',
  'sum_changed',
  'payment_open',
  'provider_unavailable',
  'slip_used',
  'reference_used',
] as const;
export type TakeDocumentPaymentResult =
  /** `changeMinor`: what is given back of the cash; `backMinor`: what of a transfer was too much, and goes back by the bank. */
  | { ok: true; paymentId: string; changeMinor: number; backMinor: number }
  | Refusal<(typeof takeDocumentRefusals)[number]>
  | Refusal<'proof_wrong', { wrong: WrongFields }>;

type Due = { orderId: string; currency: string; today: string };

/**
 * Takes money for a paper of a group's visit over the counter: cash, the desk's terminal, a transfer. An open payment page is closed for
 * certain first; then money, proof and what `alsoInStep` writes are one transaction. `amountMinor` is the sum that was shown, or what the
 * transfer brought: part of what is left is fine; more is refused, but for a transfer, of which what is too much goes back. Needs the
 * way's own permission.
 */
export async function takeDocumentPayment(
  ctx: Ctx,
  input: { documentId: string; provider: Counter; typed: TypedProof; amountMinor: number },
  alsoInStep: (tx: TxCtx, paymentId: string) => Promise<void> = async () => undefined,
): Promise<TakeDocumentPaymentResult> {
  const { documentId, provider, amountMinor } = input;
  const way = counterOf(provider);
  if (!can(ctx.actor, way.takes)) return { ok: false, code: 'forbidden' };
  const due = isUuid(documentId) ? await findDue(ctx, documentId) : null;
  if (!due) return { ok: false, code: 'unknown_paper' };
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) return { ok: false, code: 'sum_changed' };
  const read = way.readProof(input.typed, { kind: 'payment', amountMinor, currency: due.currency, today: due.today });
  if (!read.ok) return { ok: false, code: 'proof_wrong', wrong: read.wrong };
  if (!(await closeLivePage(ctx, due.orderId))) return { ok: false, code: 'provider_unavailable' };
  const paymentId = newId();
  try {
    return await inTransaction(
      ctx,
      async (tx): Promise<TakeDocumentPaymentResult> => {
        const settled = await settleMoney(tx, {
          paymentId,
          orderId: due.orderId,
          documentId,
          provider,
          amountMinor,
          currency: due.currency,
          providerReference: way.referenceOf(read.proof, paymentId),
          sessionId: null,
          paymentIntentId: null,
          isNew: true,
        });
        if (!settled.ok) {
          const { code } = settled;
          const isOurs = code === 'already_paid' || code === 'sum_changed' || code === 'payment_open';
          return { ok: false, code: isOurs ? code : 'unknown_paper' };
        }
        await writeProof(tx, { paymentId }, provider, read.proof);
        await alsoInStep(tx, paymentId);
        crashPoint('accounts.after_take');
        const { rows } = await tx.db.execute<{ back: number }>(
          sql`select coalesce(sum(amount_minor), 0)::int as back from refund where payment_id = ${paymentId}`,
        );
        const changeMinor = (read.proof.handedMinor ?? amountMinor) - amountMinor;
        await writeAudit(tx, {
          action: 'payment_taken',
          objectKind: 'order',
          objectId: due.orderId,
          after: { paymentId, documentId, provider, amountMinor, changeMinor, ...read.proof },
        });
        return { ok: true, paymentId, changeMinor, backMinor: rows[0]?.back ?? 0 };
      },
      'payment taken',
    );
  } catch (error) {
    const used = usedProof(constraintOf(error));
    if (used) return { ok: false, code: used };
    throw error;
  }
}

async function findDue(ctx: Ctx, documentId: string): Promise<Due | null> {
  const { rows } = await ctx.db.execute<Omit<Due, 'today'>>(sql`
    select v.order_id as "orderId", d.currency from account_document d join group_visit v on v.id = d.visit_id
     where d.id = ${documentId} and d.kind in ('pro_forma','invoice') and v.order_id is not null`);
  return rows[0] ? { ...rows[0], today: dateAt(ctx.now, (await getZone(ctx.db)) ?? 'UTC') } : null;
}
