import { authCtx } from '#app/(staff)/auth.ts';
import { guideHours } from '#lib/groups/guide-hours.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { hoursTable } from '../hours-table.ts';

/** The hours of a month as a table for a spreadsheet; an unknown page to whoever may not see them. */
export async function GET(request: Request): Promise<Response> {
  const ctx = await authCtx();
  const month = new URL(request.url).searchParams.get('month') ?? '';
  const found = ctx && (await guideHours(ctx, { month }));
  if (!ctx || !found?.ok) return new Response(null, { status: 404 });
  const columns = hoursTable(translator(ctx.locale, 'guides'));
  const rows = [columns.map(({ head }) => head), ...found.guides.map((row) => columns.map(({ cell }) => cell(row)))];
  return new Response(`\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="guide-hours-${month}.csv"`,
      'Cache-Control': 'private, no-store',
    },
  });
}

/** A text that no spreadsheet takes for a formula. */
function cell(text: string): string {
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
