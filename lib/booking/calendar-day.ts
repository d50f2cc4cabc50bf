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
  /** Of a day that is `later`: when its first places come on sale. */
  opensAt?: Date;
};

/**
 * How a date stands for a party, the first of these that is true (requirements 1.3): over; closed, by an exception or every such
 * weekday; not on sale yet; without any time; on sale from a moment on; full, few left or open. A day that is closed says so even
 * beyond the horizon. `horizonOpensAt`: when a date beyond it comes within it; its waves may begin later (3.7).
 */
export function calendarDay(
  date: IsoDate,
  facts: {
    today: IsoDate;
    horizon: IsoDate;
    horizonOpensAt: (date: IsoDate) => Date;
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
  if (date > facts.horizon) {
    if (!facts.slots.length) return closed({ kind: 'not_yet' });
    const opensAt = firstOpening(facts.slots, facts.horizonOpensAt(date));
    return { ...nothing, state: 'later', closedBecause: null, opensAt };
  }
  if (!facts.slots.length) return closed({ kind: 'none' });
  const places: DayPlaces = dayState(facts.slots, rules);
  return { ...nothing, ...places, closedBecause: null };
}

/** When the first places of a day can be taken that lies beyond the horizon until `within`: then, or when its first wave opens. */
export function firstOpening(slots: readonly SlotPlaces[], within: Date): Date {
  const waves = slots.flatMap((slot) => (slot.free === 0 && slot.opensAt ? [slot.opensAt.getTime()] : []));
  const first = waves.length === slots.length ? Math.min(...waves) : 0;
  return new Date(Math.max(within.getTime(), first));
}
