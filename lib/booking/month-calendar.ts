import type { Db } from '#db/client.ts';
import { type AvailabilityState, dayState, slotState } from '#lib/capacity/availability.ts';
import { listAvailability, type SlotAvailability } from '#lib/capacity/queries.ts';
import type { Lane } from '#lib/capacity/values.ts';
import type { Product } from '#lib/catalog/queries.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { addDays, dateAt, daysBetween, type IsoDate, instantOf } from '#lib/platform/time.ts';
import { openingOf } from '#lib/schedule/opening-days.ts';
import { getOpeningCalendar } from '#lib/schedule/queries.ts';
import { type CalendarDay, calendarDay, firstOpening } from './calendar-day.ts';

export type MonthCalendar = { month: string; days: CalendarDay[]; hasPrevious: boolean; hasNext: boolean };

/** The last date on which a product can be booked today. */
export function lastBookableDate(product: Product, today: IsoDate): IsoDate {
  return addDays(today, product.horizonDays);
}

/**
 * The days of a month ("2026-12") for a product and a party, in the museum's zone: open, few left, full, on sale later (and when),
 * closed (and why) or past. Three statements side by side, whatever the month holds.
 */
export async function getMonthCalendar(
  db: Db,
  params: { product: Product; month: string; people: number; now: Date; zone: string; code?: OpenedByCode },
): Promise<MonthCalendar> {
  const today = dateAt(params.now, params.zone);
  const first = `${params.month}-01`;
  const afterLast = addMonths(params.month, 1);
  const last = addDays(`${afterLast}-01`, -1);
  const horizon = lastBookableDate(params.product, today);
  const [slots, calendar, settings] = await Promise.all([
    listAvailability(db, {
      productId: params.product.id,
      fromDate: first,
      untilDate: last,
      lane: params.code?.lane ?? 'public',
    }),
    getOpeningCalendar(db, { fromDate: first, untilDate: last }),
    getSettings(db, today),
  ]);
  const byDate = Map.groupBy(withCode(slots, params.code), (slot) => slot.visitDate);
  const rules = {
    now: params.now,
    people: params.people,
    leadMinutes: params.product.leadTimeMinutes,
    fewLeftShare: settings.few_left_share,
  };
  const days = Array.from({ length: daysBetween(first, last) + 1 }, (_, index): CalendarDay => {
    const date = addDays(first, index);
    return calendarDay(
      date,
      {
        today,
        horizon,
        horizonOpensAt: (day) => withinHorizonAt(day, params),
        opening: openingOf(date, calendar),
        dayType: calendar.dayTypes.find((day) => day.visitDate === date) ?? null,
        slots: byDate.get(date) ?? [],
      },
      rules,
    );
  });
  return {
    month: params.month,
    days,
    hasPrevious: params.month > today.slice(0, 7),
    hasNext: params.month < horizon.slice(0, 7),
  };
}

/** What a code opens: its lane, and the one time that it is for, with the places that it still reserves there. */
export type OpenedByCode = { lane: Lane | null; timeslotId: string | null; placesLeft: number };

/** The times that a code is for, with the places that it reserves: nobody else sees those. */
function withCode(slots: SlotAvailability[], code: OpenedByCode | undefined): SlotAvailability[] {
  if (!code?.timeslotId) return slots;
  return slots
    .filter((slot) => slot.timeslotId === code.timeslotId)
    .map((slot) => ({ ...slot, free: slot.free + code.placesLeft }));
}

/** One time of a day, for a party. */
export type DayTime = SlotAvailability & { state: AvailabilityState };

export type DayTimes = {
  times: DayTime[];
  dayType: CalendarDay['dayType'];
  closedReasons: LocalizedText | null;
  /** Why there is nothing to take, where no exception says it. */
  emptyBecause: 'past' | 'closed_weekday' | 'not_yet' | 'none' | null;
  isBookable: boolean;
  /** When the first places of this day come on sale, where none can be taken yet. */
  opensAt: Date | null;
};

/** The times of one day for a party, full and past ones too: they stay visible and say so. */
export async function getDayTimes(
  db: Db,
  params: { product: Product; date: IsoDate; people: number; now: Date; zone: string; code?: OpenedByCode },
): Promise<DayTimes> {
  const today = dateAt(params.now, params.zone);
  const [found, calendar, settings] = await Promise.all([
    listAvailability(db, {
      productId: params.product.id,
      fromDate: params.date,
      untilDate: params.date,
      lane: params.code?.lane ?? 'public',
    }),
    getOpeningCalendar(db, { fromDate: params.date, untilDate: params.date }),
    getSettings(db, params.date),
  ]);
  const rules = {
    now: params.now,
    people: params.people,
    leadMinutes: params.product.leadTimeMinutes,
    fewLeftShare: settings.few_left_share,
  };
  const slots = withCode(found, params.code);
  const opening = openingOf(params.date, calendar);
  const isBookable = params.date >= today && params.date <= lastBookableDate(params.product, today);
  const opensAt = () => {
    if (params.date < today || (!opening.isOpen && opening.why === 'exception') || slots.length === 0) return null;
    return isBookable
      ? (dayState(slots, rules).opensAt ?? null)
      : firstOpening(slots, withinHorizonAt(params.date, params));
  };
  return {
    times: isBookable ? slots.map((slot) => ({ ...slot, state: slotState(slot, rules) })) : [],
    dayType: calendar.dayTypes[0] ?? null,
    closedReasons: !opening.isOpen && opening.why === 'exception' ? opening.reasons : null,
    isBookable,
    opensAt: opensAt(),
    emptyBecause: emptyBecause(params.date, { today, isOpen: opening.isOpen, isBookable, hasSlots: slots.length > 0 }),
  };
}

function emptyBecause(
  date: IsoDate,
  facts: { today: IsoDate; isOpen: boolean; isBookable: boolean; hasSlots: boolean },
): DayTimes['emptyBecause'] {
  if (date < facts.today) return 'past';
  if (!facts.isOpen) return 'closed_weekday';
  if (!facts.isBookable) return 'not_yet';
  return facts.hasSlots ? null : 'none';
}

/** The beginning of the day on which a date comes within the product's horizon. */
function withinHorizonAt(date: IsoDate, { product, zone }: { product: Product; zone: string }): Date {
  return instantOf(addDays(date, -product.horizonDays), '00:00', zone);
}

const monthPattern = /^(20\d{2})-(0[1-9]|1[0-2])$/;

/** The month asked for, kept between this month and the last one that can be booked; this month for anything odd. */
export function clampMonth(asked: unknown, product: Product, today: IsoDate): string {
  const thisMonth = today.slice(0, 7);
  const lastMonth = lastBookableDate(product, today).slice(0, 7);
  if (typeof asked !== 'string' || !monthPattern.test(asked) || asked < thisMonth) return thisMonth;
  return asked > lastMonth ? lastMonth : asked;
}

/** Another month, so many months on: "2026-12" and 1 give "2027-01". */
export function addMonths(month: string, months: number): string {
  const [year = 2000, number = 1] = month.split('-').map(Number);
  const index = year * 12 + number - 1 + months;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}
