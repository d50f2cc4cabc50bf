import type { Db } from '#db/client.ts';
import { shareOfMinor } from '#lib/payments/refund-ladder.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { partOfBill } from './bill-visit.ts';
import { findBill } from './find-bill.ts';
import { saysTheSame } from './issue-quote.ts';
import { mayAskFor } from './may-issue.ts';
import { listVisitPapers, type Paper } from './paper-rows.ts';
import { comingStates, type VisitState } from './values.ts';
import { lockVisit } from './visit-rows.ts';
import { writePaper } from './write-paper.ts';

export type IssueProFormaResult =
  | { ok: true; paper: Paper; isRepeat: boolean }
  | Refusal<'unknown_visit' | 'wrong_state' | 'no_prices' | 'nothing_to_bill' | 'has_invoice'>;

const coming: readonly VisitState[] = ['rescheduled', ...comingStates];

/**
 * Asks for money before an agreed visit: a deposit (setting `group_deposit_per_mille`) or the whole; by the teacher's link, or by staff
 * (requirements 6.6). It can be paid by card or transfer, and binds nobody. Once there is an invoice, that is what is paid. While
 * nothing has changed, the same paper is given again.
 */
export async function issueProForma(
  ctx: Ctx,
  input: { visitId: string; share: 'deposit' | 'whole' },
): Promise<IssueProFormaResult> {
  if (!mayAskFor(ctx, input.visitId)) return { ok: false, code: 'unknown_visit' };
  return inTransaction(
    ctx,
    async (tx): Promise<IssueProFormaResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      if (!coming.includes(visit.state)) return { ok: false, code: 'wrong_state' };
      const papers = await listVisitPapers(tx.db, visit.id);
      if (papers.some(({ kind }) => kind === 'invoice')) return { ok: false, code: 'has_invoice' };
      const bill = await findBill(tx.db, visit);
      if (!bill) return { ok: false, code: 'no_prices' };
      if (bill.totalMinor === 0) return { ok: false, code: 'nothing_to_bill' };
      const isDeposit = input.share === 'deposit';
      const { group_deposit_per_mille: share } = await getSettings(tx.db as unknown as Db, bill.visitDate);
      const lines = isDeposit ? partOfBill('deposit', shareOfMinor(bill.totalMinor, share), bill) : bill.lines;
      if (lines.length === 0) return { ok: false, code: 'nothing_to_bill' };
      const basis = isDeposit ? 'deposit' : bill.basis;
      const before = papers.filter((paper) => paper.kind === 'pro_forma' && paper.basis === basis).at(-1);
      if (before && saysTheSame(before, { ...bill, lines })) return { ok: true, paper: before, isRepeat: true };
      const paper = await writePaper(tx, visit, { ...bill, kind: 'pro_forma', lines, basis });
      return { ok: true, paper, isRepeat: false };
    },
    'pro-forma',
  );
}
