import type { Locale } from '#lib/platform/locales.ts';
import { addDays, type IsoDate, weekdayOf } from '#lib/platform/time.ts';

/** The weeks of a month ("2026-12"), Monday first; null where a neighbouring month would stand. */
export function weeksOf(month: string): (IsoDate | null)[][] {
  const first = `${month}-01`;
  const cells: (IsoDate | null)[] = Array.from({ length: weekdayOf(first) - 1 }, () => null);
  for (let date = first; date.startsWith(month); date = addDays(date, 1)) cells.push(date);
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** Monday to Sunday, short for the eye and long for the ear: "B.e." and "bazar ertəsi". */
export function weekdayNames(locale: Locale): { short: string; long: string }[] {
  const name = (day: number, weekday: 'short' | 'long') =>
    new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
  return [1, 2, 3, 4, 5, 6, 7].map((day) => {
    const short = name(day, 'short');
    return {
      short: short.charAt(0).toLocaleUpperCase(locale) + short.slice(1).toLocaleLowerCase(locale),
      long: name(day, 'long'),
    };
  });
}

/** "1–3, 7, 9–10" for sorted days of one month. */
export function dayRanges(days: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const day of days) {
    const last = ranges.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else ranges.push([day, day]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
