import type { TxCtx } from '#lib/platform/transaction.ts';
import type { FoundBill } from './find-bill.ts';
import { listVisitPapers, type Paper } from './paper-rows.ts';
import type { GroupVisit } from './visit-rows.ts';
import { writePaper } from './write-paper.ts';

/**
 * The act of services rendered, after the visit, in the transaction that bills it: what took place and for how many (requirements 5.4).
 * None where nobody came, for nothing was rendered. Once.
 */
export async function issueAct(tx: TxCtx, visit: GroupVisit, bill: FoundBill): Promise<Paper | null> {
  if (visit.state === 'no_show' || bill.lines.length === 0) return null;
  const before = (await listVisitPapers(tx.db, visit.id)).find(({ kind }) => kind === 'act');
  return before ?? writePaper(tx, visit, { ...bill, kind: 'act' });
}
