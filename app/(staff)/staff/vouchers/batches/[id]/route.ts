import { authCtx } from '#app/(staff)/auth.ts';
import { listBatch } from '#lib/booking/list-vouchers.ts';
import { formatVoucherCode } from '#lib/booking/voucher-code.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { lastDateOf } from '../../voucher-words.tsx';

/** The codes of a batch as a table for a spreadsheet; an unknown page to whoever may not see them. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const ctx = await authCtx();
  const batch = ctx && isUuid(id) ? await listBatch(ctx, id) : null;
  if (!ctx || !batch?.ok) return new Response(null, { status: 404 });
  const { timeZone } = await getMuseum(ctx.db);
  const t = translator(ctx.locale, 'vouchers');
  const head = ['code', 'label', 'uses', 'until'].map((column) => t(`staff.columns.${column}`));
  const rows = batch.vouchers.map((row) => [
    formatVoucherCode(row.code),
    row.label,
    String(row.maxUses),
    lastDateOf(row, timeZone),
  ]);
  return new Response(`\uFEFF${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="vouchers.csv"',
      'Cache-Control': 'private, no-store',
    },
  });
}

/** A text that no spreadsheet takes for a formula. */
function cell(text: string): string {
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
