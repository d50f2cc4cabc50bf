import type { Ctx } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import type { Bill } from './bill-visit.ts';
import { findBill } from './find-bill.ts';
import { mayAskFor } from './may-issue.ts';
import { listVisitPapers, type Paper } from './paper-rows.ts';
import { comingStates, type VisitState } from './values.ts';
import { lockVisit } from './visit-rows.ts';
import { writePaper } from './write-paper.ts';

export type IssueQuoteResult =
  | { ok: true; paper: Paper; isRepeat: boolean }
  | Refusal<'unknown_visit' | 'wrong_state' | 'no_prices'>;

const asking: readonly VisitState[] = [
  'submitted',
  'needs_info',
  'waitlisted',
  'offered',
  'rescheduled',
  ...comingStates,
];

/**
 * What a visit would cost, on paper, when it is asked for: by the teacher's link, or by staff (requirements 6.6). Asks for no money.
 * While nothing has changed, the same paper is given again, so that asking uses up no numbers.
 */
export async function issueQuote(ctx: Ctx, input: { visitId: string }): Promise<IssueQuoteResult> {
  if (!mayAskFor(ctx, input.visitId)) return { ok: false, code: 'unknown_visit' };
  return inTransaction(
    ctx,
    async (tx): Promise<IssueQuoteResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      if (!asking.includes(visit.state)) return { ok: false, code: 'wrong_state' };
      const bill = await findBill(tx.db, visit);
      if (!bill || bill.lines.length === 0) return { ok: false, code: 'no_prices' };
      const before = (await listVisitPapers(tx.db, visit.id)).filter(({ kind }) => kind === 'quote').at(-1);
      if (before && saysTheSame(before, bill)) return { ok: true, paper: before, isRepeat: true };
      return { ok: true, isRepeat: false, paper: await writePaper(tx, visit, { ...bill, kind: 'quote' }) };
    },
    'quote',
  );
}

/** The same lines on the same day. */
export function saysTheSame(paper: Paper, bill: Pick<Bill, 'lines'> & { visitDate: string }): boolean {
  const key = ({ code, quantity, unitMinor, taxPerMille }: Bill['lines'][number]) =>
    `${code} ${quantity} ${unitMinor} ${taxPerMille}`;
  return paper.facts.visit.visitDate === bill.visitDate && paper.lines.map(key).join() === bill.lines.map(key).join();
}
