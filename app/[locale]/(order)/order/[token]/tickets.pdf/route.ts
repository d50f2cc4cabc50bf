import { renderOrderTickets } from '#lib/booking/load-documents.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type OrderParams, openOrderForPost } from '../open-order.ts';

/** The tickets as a PDF, for whoever holds the order's link. */
export async function GET(_request: Request, { params }: { params: OrderParams }): Promise<Response> {
  const opened = await openOrderForPost(params);
  if (!opened?.order.tickets.some((ticket) => ticket.state !== 'revoked')) return new Response(null, { status: 404 });
  const { order, locale, ctx } = opened;
  const pdf = await renderOrderTickets(ctx.db, order, locale);
  const name = translator(locale, 'ticket')('file', { code: order.code });
  return new Response(pdf as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${name}.pdf"`,
      'Cache-Control': 'private, no-store',
      'X-Robots-Tag': 'noindex',
    },
  });
}
