import { renderOrderCalendar } from '#lib/booking/load-documents.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type OrderParams, openOrderForPost } from '../open-order.ts';

/** The visit as a calendar file, for whoever holds the order's link. */
export async function GET(_request: Request, { params }: { params: OrderParams }): Promise<Response> {
  const opened = await openOrderForPost(params);
  if (!opened?.order.tickets.length) return new Response(null, { status: 404 });
  const { order, locale, ctx } = opened;
  const name = translator(locale, 'ticket')('calendarFile', { code: order.code });
  return new Response(await renderOrderCalendar(ctx.db, order, { locale, now: ctx.now }), {
    headers: {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}.ics"`,
      'Cache-Control': 'private, no-store',
      'X-Robots-Tag': 'noindex',
    },
  });
}
