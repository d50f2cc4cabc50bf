import type { Db } from '#db/client.ts';
import { getSettings } from '#lib/platform/settings.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { BillLine } from './bill-visit.ts';
import { compareBill } from './compare-bill.ts';
import type { FoundBill } from './find-bill.ts';
import { listVisitPapers, type Paper } from './paper-rows.ts';
import type { GroupVisit } from './visit-rows.ts';
import { writePaper } from './write-paper.ts';

/** How a visit's invoices differ from a bill. A first invoice says all of it, also what is free. */
export async function differenceOf(
  tx: TxCtx,
  visit: GroupVisit,
  lines: readonly BillLine[],
): Promise<{ more: BillLine[]; less: { invoice: Paper; lines: BillLine[] }[] }> {
  const papers = await listVisitPapers(tx.db, visit.id);
  const invoices = papers.filter(({ kind }) => kind === 'invoice');
  const found = compareBill(
    invoices.map(({ id, lines: own }) => ({
      id,
      lines: own,
      credited: papers.filter(({ correctsId }) => correctsId === id).flatMap((credit) => credit.lines),
    })),
    lines,
  );
  const isFirst = invoices.length === 0 && found.more.length > 0;
  return {
    more: isFirst ? [...lines] : found.more,
    less: found.less.flatMap(({ invoiceId, lines: taken }) => {
      const invoice = invoices.find(({ id }) => id === invoiceId);
      return invoice
        ? [{ invoice, lines: taken.map(({ words: _words, ...line }: BillLine & { words?: string }) => line) }]
        : [];
    }),
  };
}

/** The further invoice that a bill needs, due by the setting `invoice_due_days`; null where nothing is more. */
export async function writeMore(
  tx: TxCtx,
  visit: GroupVisit,
  bill: FoundBill,
  more: readonly BillLine[],
): Promise<Paper | null> {
  if (more.length === 0) return null;
  const { invoice_due_days: dueDays } = await getSettings(tx.db as unknown as Db, bill.visitDate);
  return writePaper(tx, visit, { ...bill, kind: 'invoice', lines: more, dueDays });
}

/** The credit notes that a bill needs: one of each invoice that asked for more. */
export async function writeLess(
  tx: TxCtx,
  visit: GroupVisit,
  bill: Pick<FoundBill, 'basis' | 'currency' | 'visitDate' | 'people'>,
  less: readonly { invoice: Paper; lines: BillLine[] }[],
): Promise<Paper[]> {
  const written: Paper[] = [];
  for (const { invoice, lines } of less) {
    const { basis, currency, visitDate, people } = bill;
    written.push(
      await writePaper(tx, visit, {
        kind: 'credit_note',
        lines,
        corrects: invoice,
        basis,
        currency,
        visitDate,
        people,
      }),
    );
  }
  return written;
}
