import { type AvailabilityState, type DayPlaces, dayState, type SlotPlaces } from '#lib/capacity/availability.ts';
import type { DayTypeCode } from '#lib/catalog/values.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import type { OpeningDay } from '#lib/schedule/opening-days.ts';

/** A day of the month calendar: how it stands for this party, and if it cannot be taken, why. */
export type CalendarDay = {
  date: IsoDate;
  state: AvailabilityState | 'closed';
  places: number;
  times: number;
  /** Why it is closed: an exception's own words, or one of our reasons. */
  closedBecause: { kind: 'exception'; reasons: LocalizedText } | { kind: 'weekday' | 'not_yet' | 'none' } | null;
  dayType: { code: DayTypeCode; names: LocalizedText } | null;
};

/**
 * How a date stands for a party, the first of these that is true (requirements 1.3): over; closed, by an exception or every such
 * weekday; not on sale yet; without any time; full, few left or open. A day that is closed says so even beyond the horizon.
 */
export function calendarDay(
  date: IsoDate,
  facts: {
    today: IsoDate;
    horizon: IsoDate;
    opening: OpeningDay;
    dayType: CalendarDay['dayType'];
    slots: readonly SlotPlaces[];
  },
  rules: Parameters<typeof dayState>[1],
): CalendarDay {
  const nothing = { date, places: 0, times: 0, dayType: facts.dayType };
  const closed = (closedBecause: CalendarDay['closedBecause']): CalendarDay => ({
    ...nothing,
    state: 'closed',
    closedBecause,
  });
  const { opening } = facts;
  if (date < facts.today) return { ...nothing, state: 'past', closedBecause: null };
  if (!opening.isOpen) {
    return closed(opening.why === 'exception' ? { kind: 'exception', reasons: opening.reasons } : { kind: 'weekday' });
  }
  if (date > facts.horizon) return closed({ kind: 'not_yet' });
  if (!facts.slots.length) return closed({ kind: 'none' });
  const places: DayPlaces = dayState(facts.slots, rules);
  return { ...nothing, ...places, closedBecause: null };
}
