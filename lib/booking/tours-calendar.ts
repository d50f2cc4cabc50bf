import ical, { ICalCalendarMethod } from 'ical-generator';
import type { Museum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import type { ComingTour } from './list-tours.ts';

/**
 * The public tours as a calendar that other programs subscribe to (RFC 5545), in the reader's language. Times are UTC; a tour
 * keeps its entry between two readings. A full tour says so in words.
 */
export function renderToursCalendar(
  museum: Museum,
  tours: readonly ComingTour[],
  options: { locale: Locale; now: Date; host: string; urlOf: (tour: ComingTour) => string },
): string {
  const { locale } = options;
  const t = translator(locale, 'visit');
  const languages = translator(locale, 'common');
  const calendar = ical({
    prodId: { company: 'Museum visits', product: 'Tours', language: locale.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    name: t('tours.calendarName', { museum: localized(museum.names, locale) }),
    ttl: 6 * 3600,
  });
  for (const tour of tours) {
    calendar.createEvent({
      id: `tour-${tour.timeslotId}@${options.host}`,
      stamp: options.now,
      start: tour.startsAt,
      end: tour.endsAt,
      summary: localized(tour.product.names, locale),
      location: localized(museum.addresses, locale),
      description: [
        ...(tour.language ? [t('day.language', { language: languages(`languages.${tour.language}`) })] : []),
        tour.isFull ? t('day.full') : t('day.open'),
        localized(tour.product.meetingPoints, locale),
      ].join('\n'),
      url: options.urlOf(tour),
    });
  }
  return `${calendar.toString()}\r\n`;
}
