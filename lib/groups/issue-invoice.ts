import type { Ctx } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { differenceOf, writeMore } from './bring-papers-up.ts';
import { findBill } from './find-bill.ts';
import { mayIssue } from './may-issue.ts';
import type { Paper } from './paper-rows.ts';
import { agreedStates, type VisitState } from './values.ts';
import { lockVisit } from './visit-rows.ts';

export type IssueInvoiceResult =
  | { ok: true; paper: Paper }
  | Refusal<'unknown_visit' | 'wrong_state' | 'no_prices' | 'nothing_to_bill'>;

/**
 * The invoice of an agreed visit as it is booked now; a further one for what has become more since the last (requirements 5.4, 6.7).
 * `nothing_to_bill`: it costs nothing, or all of it is billed. On demand by staff, and by the step of the timeline.
 */
export async function issueInvoice(ctx: Ctx, input: { visitId: string }): Promise<IssueInvoiceResult> {
  if (!mayIssue(ctx)) return { ok: false, code: 'unknown_visit' };
  return inTransaction(
    ctx,
    async (tx): Promise<IssueInvoiceResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      const agreed: readonly VisitState[] = agreedStates;
      if (!agreed.includes(visit.state) || visit.accountClosedAt) return { ok: false, code: 'wrong_state' };
      const bill = await findBill(tx.db, visit);
      if (!bill) return { ok: false, code: 'no_prices' };
      const { more } = await differenceOf(tx, visit, bill.lines);
      const paper = await writeMore(tx, visit, bill, more);
      return paper ? { ok: true, paper } : { ok: false, code: 'nothing_to_bill' };
    },
    'invoice',
  );
}

/**
 * The timeline's step (T−5, requirements 6.10): the invoice, unless the school pays after the visit, when it is billed as the account is
 * closed. May be repeated.
 */
export async function invoiceAtStep(ctx: Ctx, input: { visitId: string }): Promise<'done' | 'not_needed'> {
  return inTransaction(ctx, async (tx) => {
    const visit = await lockVisit(tx.db, input.visitId);
    if (!visit || visit.payWay === 'after_visit') return 'not_needed';
    const issued = await issueInvoice(tx, input);
    return issued.ok ? 'done' : 'not_needed';
  });
}
