import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { dateAt, formatLongDate, wallTimeAt } from '#lib/platform/time.ts';

/** The moment at which places come on sale, in the museum's zone: "12 December at 10:00", or the day alone where it is its beginning. */
export function openingMoment(opensAt: Date, locale: Locale, zone: string): string {
  const day = formatLongDate(dateAt(opensAt, zone), locale, { weekday: false, year: false });
  const time = wallTimeAt(opensAt, zone);
  return time === '00:00' ? day : translator(locale, 'visit')('later.moment', { day, time });
}
