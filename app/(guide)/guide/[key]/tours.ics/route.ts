import { renderGuideCalendar } from '#lib/groups/guide-calendar.ts';

import { visitorRequest } from '#lib/platform/request.ts';
import { findGuide, type GuideParams } from '../../open-guide.ts';

/** A guide's tours as a calendar to subscribe to, behind the same secret. */
export async function GET(_request: Request, { params }: { params: GuideParams }): Promise<Response> {
  const { key } = await params;
  const guide = await findGuide(key);
  if (!guide || guide === 'sign_in') return new Response(null, { status: 404 });
  const { db, now } = visitorRequest(guide.locale);
  return new Response(await renderGuideCalendar(db, guide, now), {
    headers: {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'inline; filename="tours.ics"',
      'Cache-Control': 'private, no-store',
      'X-Robots-Tag': 'noindex',
    },
  });
}
