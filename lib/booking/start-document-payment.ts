import { sql } from 'drizzle-orm';
import { findAttempt, findLiveAttempt } from '#lib/payments/attempts.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { addressOf, type PageAddress } from './attempt-address.ts';
import { lockOrder } from './lock-order.ts';
import { newAttempt } from './start-payment.ts';

export type StartDocumentPaymentResult = PageAddress | Refusal<'unknown_paper' | 'already_paid'>;
type Begun = { ok: true; paymentId: string; leftMinor: number } | Refusal<'unknown_paper' | 'already_paid'>;

/**
 * Begins the payment by card of a pro-forma or an invoice, by whoever holds the visit's link: what is left of it. A second click and
 * another tab find the first attempt and its page; a page for another paper or sum is closed for certain first. `already_paid`:
 * nothing is left to pay on it. As with orders the attempt is committed before the provider is asked.
 */
export async function startDocumentPayment(
  ctx: Ctx,
  input: { documentId: string },
): Promise<StartDocumentPaymentResult> {
  const visitId = ctx.actor.kind === 'visitor' ? ctx.actor.visitId : undefined;
  if (!visitId || !isUuid(input.documentId)) return { ok: false, code: 'unknown_paper' };
  for (let round = 1; round <= 3; round += 1) {
    const begun = await inTransaction(ctx, (tx) => begin(tx, visitId, input.documentId), 'payment begun');
    if (!begun.ok) return begun;
    const attempt = await findAttempt(ctx.db, begun.paymentId);
    if (!attempt) break;
    const answer = await addressOf(
      ctx,
      attempt,
      async (current) => current.documentId === input.documentId && current.amountMinor === begun.leftMinor,
    );
    if (answer) return answer;
  }
  return { ok: false, code: 'provider_unavailable' };
}

async function begin(tx: TxCtx, visitId: string, documentId: string): Promise<Begun> {
  const { rows } = await tx.db.execute<{ orderId: string; currency: string }>(sql`
    select v.order_id as "orderId", (select currency from account_document where id = ${documentId} and visit_id = v.id) as currency
      from group_visit v where v.id = ${visitId} and v.order_id is not null for update`);
  const visit = rows[0];
  if (!visit?.currency) return { ok: false, code: 'unknown_paper' };
  await lockOrder(tx, visit.orderId);
  const due = await tx.db.execute<{ left: number }>(sql`select document_left(${documentId}) as left`);
  const leftMinor = due.rows[0]?.left ?? 0;
  if (leftMinor === 0) return { ok: false, code: 'already_paid' };
  const live = await findLiveAttempt(tx.db, visit.orderId);
  if (live) return { ok: true, paymentId: live.id, leftMinor };
  const { paymentId } = await newAttempt(tx, visit.orderId, leftMinor, visit.currency, undefined, documentId);
  return { ok: true, paymentId, leftMinor };
}
