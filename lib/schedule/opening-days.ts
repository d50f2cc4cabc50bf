import type { LocalizedText } from '#lib/platform/locales.ts';
import { type IsoDate, type WallTime, weekdayOf } from '#lib/platform/time.ts';
import type { ClosureKind } from './values.ts';

/** Weekly hours of one weekday (Monday is 1) over a span of dates; `validUntil` is the last such date, null for no end. */
export type WeeklyHours = {
  weekday: number;
  opensTime: WallTime;
  closesTime: WallTime;
  validFrom: IsoDate;
  validUntil: IsoDate | null;
};

/** A dated exception to the weekly hours. Times are null exactly when the museum is closed. */
export type DatedException = {
  visitDate: IsoDate;
  kind: ClosureKind;
  opensTime: WallTime | null;
  closesTime: WallTime | null;
  reasons: LocalizedText;
};

/** Whether the museum is open on a date; if not, whether it is the weekday or an exception, with the exception's reason. */
export type OpeningDay =
  | {
      isOpen: true;
      opensTime: WallTime;
      closesTime: WallTime;
      exception: { kind: ClosureKind; reasons: LocalizedText } | null;
    }
  | { isOpen: false; why: 'closed_weekday' }
  | { isOpen: false; why: 'exception'; kind: ClosureKind; reasons: LocalizedText };

/** The hours of a date: a dated exception goes before the weekly hours (requirements 1.1). */
export function openingOf(
  date: IsoDate,
  calendar: { weeklyHours: readonly WeeklyHours[]; exceptions: readonly DatedException[] },
): OpeningDay {
  const exception = calendar.exceptions.find((one) => one.visitDate === date);
  if (exception) {
    const { kind, reasons, opensTime, closesTime } = exception;
    if (opensTime === null || closesTime === null) return { isOpen: false, why: 'exception', kind, reasons };
    return {
      isOpen: true,
      opensTime: minutesOnly(opensTime),
      closesTime: minutesOnly(closesTime),
      exception: { kind, reasons },
    };
  }
  const weekday = weekdayOf(date);
  const hours = calendar.weeklyHours.find(
    (one) => one.weekday === weekday && one.validFrom <= date && (one.validUntil === null || date <= one.validUntil),
  );
  if (!hours) return { isOpen: false, why: 'closed_weekday' };
  return {
    isOpen: true,
    opensTime: minutesOnly(hours.opensTime),
    closesTime: minutesOnly(hours.closesTime),
    exception: null,
  };
}

/** "10:30" of a time as Postgres writes it ("10:30:00"). */
export function minutesOnly(time: WallTime): WallTime {
  return time.slice(0, 5);
}
