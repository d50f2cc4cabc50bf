import type { Ctx } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { differenceOf, writeLess } from './bring-papers-up.ts';
import { findBill } from './find-bill.ts';
import { mayIssue } from './may-issue.ts';
import type { Paper } from './paper-rows.ts';
import { returnOverpaid } from './return-overpaid.ts';
import { agreedStates, type VisitState } from './values.ts';
import { lockVisit } from './visit-rows.ts';

export type IssueCreditNoteResult =
  | { ok: true; papers: Paper[]; refundedMinor: number }
  | Refusal<'unknown_visit' | 'wrong_state' | 'no_prices' | 'nothing_to_credit'>;

/**
 * Takes back of the invoices what an agreed visit does not cost any more, since fewer are booked: one credit note of each invoice
 * that asked for more, and what was paid beyond goes back (requirements 5.4). `nothing_to_credit`: nothing is billed that is not booked.
 */
export async function issueCreditNote(ctx: Ctx, input: { visitId: string }): Promise<IssueCreditNoteResult> {
  if (!mayIssue(ctx)) return { ok: false, code: 'unknown_visit' };
  return inTransaction(
    ctx,
    async (tx): Promise<IssueCreditNoteResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      const agreed: readonly VisitState[] = agreedStates;
      if (!agreed.includes(visit.state) || visit.accountClosedAt) return { ok: false, code: 'wrong_state' };
      const bill = await findBill(tx.db, visit);
      if (!bill) return { ok: false, code: 'no_prices' };
      const { less } = await differenceOf(tx, visit, bill.lines);
      if (less.length === 0) return { ok: false, code: 'nothing_to_credit' };
      const papers = await writeLess(tx, visit, bill, less);
      const { refundedMinor } = await returnOverpaid(tx, visit, 'changed');
      return { ok: true, papers, refundedMinor };
    },
    'credit note',
  );
}
