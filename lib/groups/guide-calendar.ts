import type { Db } from '#db/client.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { absolute } from '#lib/platform/paths.ts';
import { addDays, dateAt } from '#lib/platform/time.ts';
import { renderCalendarFeed } from '#lib/tickets/calendar-file.ts';
import type { OwnGuide } from './find-guide.ts';
import { listGuideTours } from './guide-tours.ts';
import { partyFacts } from './tour-facts.ts';

/**
 * A guide's tours, from a month ago to half a year ahead, as a calendar that other programs read (requirements 6.9), in the guide's
 * language. It lies with whoever keeps that calendar: no telephone, no person's name.
 */
export async function renderGuideCalendar(db: Db, guide: OwnGuide, now: Date): Promise<string> {
  const museum = await getMuseum(db);
  const today = dateAt(now, museum.timeZone);
  const tours = await listGuideTours(db, guide.id, { fromDate: addDays(today, -31), untilDate: addDays(today, 180) });
  const { locale } = guide;
  const t = translator(locale, 'guides');
  return renderCalendarFeed(
    `${t('tours.title')}, ${localized(museum.names, locale)}`,
    tours.map((tour) => ({
      orderId: `tour-${tour.timeslotId}`,
      host: new URL(absolute('/')).hostname,
      sequence: 0,
      startsAt: tour.startsAt,
      endsAt: tour.endsAt,
      stampAt: now,
      summary: t('tours.calendarSummary', { tour: localized(tour.productNames, locale) }),
      location: localized(museum.addresses, locale),
      description: [
        ...(tour.call ? [t(`callStates.${tour.call.state}`)] : []),
        ...partyFacts(tour, locale).map(({ label, value }) => `${label}: ${value}`),
        localized(tour.meetingPoints, locale),
      ].join('\n'),
      url: null,
      isCancelled: false,
    })),
  );
}
