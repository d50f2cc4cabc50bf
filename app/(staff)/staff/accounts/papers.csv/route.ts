import { csvOf } from '#app/_http/csv.ts';
import { authCtx } from '#app/(staff)/auth.ts';
import { listPapers } from '#lib/groups/list-papers.ts';
import { paperNumber } from '#lib/payments/paper-number.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { currencyDecimals } from '#lib/platform/money.ts';

/** The papers that a search finds, as a table for a spreadsheet; an unknown page to whoever may not see them. */
export async function GET(request: Request): Promise<Response> {
  const ctx = await authCtx();
  const query = new URL(request.url).searchParams;
  const found = ctx
    ? await listPapers(ctx, { q: query.get('q') ?? '', kind: query.get('kind') ?? '', isWhole: true })
    : null;
  if (!ctx || !found?.ok) return new Response(null, { status: 404 });
  const t = translator(ctx.locale, 'accounts');
  const sum = (amountMinor: number, currency: string) =>
    (amountMinor / 10 ** currencyDecimals(currency)).toFixed(currencyDecimals(currency));
  const columns = ['kind', 'no', 'issued', 'due', 'payer', 'visit', 'total', 'tax', 'left', 'currency'];
  const rows = found.papers.map((paper) => [
    t(`kinds.${paper.kind}`),
    paperNumber(paper),
    paper.issuedDate,
    paper.dueDate ?? '',
    paper.payerName,
    paper.visitCode,
    sum(paper.totalMinor, paper.currency),
    sum(paper.taxMinor, paper.currency),
    sum(paper.leftMinor, paper.currency),
    paper.currency,
  ]);
  return new Response(csvOf([columns.map((column) => t(`staff.columns.${column}`)), ...rows]), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="papers.csv"',
      'Cache-Control': 'private, no-store',
    },
  });
}
