import { renderOrderTickets } from '#lib/booking/load-documents.ts';
import { findOrderView } from '#lib/booking/order-view.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { openVisitForPost, type VisitParams } from '../../../open-visit.ts';

/** The party's ticket as a PDF, for whoever holds the visit's link. */
export async function GET(_request: Request, { params }: { params: VisitParams }): Promise<Response> {
  const opened = await openVisitForPost(params);
  const { view, locale, ctx } = opened ?? {};
  const order = ctx && view?.order && view.ticket ? await findOrderView(ctx.db, view.order.id) : null;
  if (!order || !ctx || !locale || !view) return new Response(null, { status: 404 });
  const pdf = await renderOrderTickets(ctx.db, order, locale);
  const name = translator(locale, 'ticket')('file', { code: view.visit.code });
  return new Response(pdf as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${name}.pdf"`,
      'Cache-Control': 'private, no-store',
      'X-Robots-Tag': 'noindex',
    },
  });
}
