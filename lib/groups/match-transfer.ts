import { sql } from 'drizzle-orm';
import { takeDocumentPayment } from '#lib/booking/take-document-payment.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { constraintOf } from '#lib/platform/transaction.ts';

export const matchRefusals = [
  'forbidden',
  'unknown_transfer',
  'unknown_paper',
  'already_matched',
  'currency_differs',
  'payment_open',
  'provider_unavailable',
  'reference_used',
  'date_wrong',
] as const;
export type MatchTransferResult =
  /** `backMinor`: what was too much and goes back by the bank. */
  { ok: true; paymentId: string; backMinor: number } | Refusal<(typeof matchRefusals)[number]>;

type Transfer = { reference: string; valueDate: string; amountMinor: number; currency: string; isOpen: boolean };

/**
 * A person says which paper a transfer pays: the payment, its proof (the bank's reference, which counts once) and the match are one step.
 * Less than is left is a part payment; what is too much goes back by the bank; for a visit that is off, all of it. Needs `payments.transfer`.
 */
export async function matchTransfer(
  ctx: Ctx,
  input: { transferId: string; documentId: string },
): Promise<MatchTransferResult> {
  if (!can(ctx.actor, 'payments.transfer')) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.transferId)) return { ok: false, code: 'unknown_transfer' };
  if (!isUuid(input.documentId)) return { ok: false, code: 'unknown_paper' };
  const { rows } = await ctx.db.execute<Transfer & { paperCurrency: string | null }>(sql`
    select bank_reference as reference, value_date::text as "valueDate", amount_minor as "amountMinor", currency,
           payment_id is null and set_aside is null as "isOpen", (select currency from account_document where id = ${input.documentId}) as "paperCurrency"
      from bank_transfer where id = ${input.transferId}`);
  const transfer = rows[0];
  if (!transfer) return { ok: false, code: 'unknown_transfer' };
  if (!transfer.isOpen) return { ok: false, code: 'already_matched' };
  if (transfer.paperCurrency && transfer.paperCurrency !== transfer.currency)
    return { ok: false, code: 'currency_differs' };
  try {
    const taken = await takeDocumentPayment(
      ctx,
      {
        documentId: input.documentId,
        provider: 'transfer',
        typed: { reference: transfer.reference, valueDate: transfer.valueDate },
        amountMinor: transfer.amountMinor,
      },
      async (tx, paymentId) => {
        const { rowCount } = await tx.db.execute(sql`
          update bank_transfer set payment_id = ${paymentId} where id = ${input.transferId} and payment_id is null and set_aside is null`);
        if (rowCount === 0) throw new MatchedBefore();
        await writeAudit(tx, {
          action: 'transfer_matched',
          objectKind: 'bank_transfer',
          objectId: input.transferId,
          after: { ...input, paymentId },
        });
      },
    );
    if (taken.ok) return { ok: true, paymentId: taken.paymentId, backMinor: taken.backMinor };
    switch (taken.code) {
      case 'proof_wrong':
        return { ok: false, code: 'date_wrong' };
      // A transfer takes any sum; a slip is no transfer's.
      case 'already_paid':
      case 'sum_changed':
      case 'slip_used':
        return { ok: false, code: 'unknown_paper' };
      default:
        return { ok: false, code: taken.code };
    }
  } catch (error) {
    if (error instanceof MatchedBefore || constraintOf(error) === 'transfer_payment')
      return { ok: false, code: 'already_matched' };
    throw error;
  }
}

class MatchedBefore extends Error {}
