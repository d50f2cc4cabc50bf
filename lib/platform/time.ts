import { Temporal } from 'temporal-polyfill';
import type { Locale } from './locales.ts';

/** A calendar date, ISO: "2026-12-12". A wall time: "10:30". */
export type IsoDate = string;
export type WallTime = string;

const isoDatePattern = /^\d{4}-\d{2}-\d{2}$/;

// No date of a museum's lies outside these centuries, and the database has no year 0.
const centuries = /^(19|20|21)/;

/** True for a real calendar date in ISO form, from 1900 to 2199. */
export function isIsoDate(text: unknown): text is IsoDate {
  if (typeof text !== 'string' || !isoDatePattern.test(text) || !centuries.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/** The museum's calendar date at an instant. */
export function dateAt(at: Date, zone: string): IsoDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The museum's wall time at an instant: "10:30". */
export function wallTimeAt(at: Date, zone: string): WallTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });
}

/** An instant as the museum's wall clock with its offset: "2026-12-12T10:30:00+04:00". */
export function offsetTimeAt(at: Date, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .toString({ smallestUnit: 'second', timeZoneName: 'never' });
}

/**
 * The instant of a wall time on a date in a zone. In a gap (clocks go forward) the time after the gap is taken, on the hour
 * that comes twice the first one: Temporal's "compatible", the same policy as RFC 5545.
 */
export function instantOf(date: IsoDate, time: WallTime, zone: string): Date {
  const wall = Temporal.PlainDateTime.from(`${date}T${time}`);
  return new Date(wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds);
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Whole days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
}

/** Monday is 1, Sunday is 7. */
export function weekdayOf(date: IsoDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/** dd.mm.yyyy in every language (requirements 9.1). */
export function formatDate(date: IsoDate): string {
  const [year, month, day] = date.split('-');
  return `${day}.${month}.${year}`;
}

/** "12 December 2026" with its weekday, in the reader's language. */
export function formatLongDate(
  date: IsoDate,
  locale: Locale,
  options: { weekday?: boolean; year?: boolean } = {},
): string {
  const text = new Intl.DateTimeFormat(dateLocale(locale), {
    weekday: options.weekday === false ? undefined : 'long',
    day: 'numeric',
    month: 'long',
    year: options.year === false ? undefined : 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${date}T00:00:00Z`));
  return locale === 'en' ? text.replace(',', '') : text;
}

/** "December 2026" for a month given as "2026-12", without the "г." that Russian running text would have. */
export function formatMonth(month: string, locale: Locale): string {
  const parts = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).formatToParts(
    new Date(`${month}-01T00:00:00Z`),
  );
  const value = (type: 'month' | 'year') => parts.find((part) => part.type === type)?.value ?? '';
  return `${value('month')} ${value('year')}`;
}

// English here is the museum's, not America's: the day stands before the month.
const dateLocale = (locale: Locale) => (locale === 'en' ? 'en-GB' : locale);
