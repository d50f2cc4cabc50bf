import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { dateAt, formatLongDate, wallTimeAt } from '#lib/platform/time.ts';

/** "26 November, 18:00", by the museum's clock. */
export const untilWords = (at: Date, zone: string, locale: Locale): string =>
  translator(locale, 'guides')('mail.untilAt', {
    date: formatLongDate(dateAt(at, zone), locale, { weekday: false, year: false }),
    time: wallTimeAt(at, zone),
  });
