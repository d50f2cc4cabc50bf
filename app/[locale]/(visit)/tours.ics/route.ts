import { listTours } from '#lib/booking/list-tours.ts';
import { renderToursCalendar } from '#lib/booking/tours-calendar.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { isLocale } from '#lib/platform/locales.ts';
import { absolute, paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';

/** The public guided tours as a calendar to subscribe to, in one language. */
export async function GET(_request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  const { db, now } = visitorRequest(locale);
  const museum = await getMuseum(db);
  const tours = await listTours(db, { now, zone: museum.timeZone });
  const file = renderToursCalendar(museum, tours, {
    locale,
    now,
    host: new URL(absolute('/')).hostname,
    urlOf: (tour) => absolute(paths.day(locale, tour.product.code, tour.visitDate)),
  });
  return new Response(file, {
    headers: {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'inline; filename="tours.ics"',
      'Cache-Control': 'public, max-age=900',
    },
  });
}
