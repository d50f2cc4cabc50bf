import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type AvailabilityState, type DayPlaces, dayState, slotState } from '#lib/capacity/availability.ts';
import { listAvailability, type SlotAvailability } from '#lib/capacity/queries.ts';
import type { Product } from '#lib/catalog/queries.ts';
import type { DayTypeCode } from '#lib/catalog/values.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { addDays, dateAt, daysBetween, type IsoDate } from '#lib/platform/time.ts';

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

export type MonthCalendar = { month: string; days: CalendarDay[]; hasPrevious: boolean; hasNext: boolean };

/** What the museum's calendar says of the days in a span: weekdays with hours, dated exceptions, day types. */
async function findDayFacts(
  db: Db,
  from: IsoDate,
  until: IsoDate,
): Promise<Map<IsoDate, { isOpen: boolean; reasons: LocalizedText | null; dayType: CalendarDay['dayType'] }>> {
  const { rows } = await db.execute<{
    date: string;
    is_open: boolean;
    reasons: LocalizedText | null;
    code: DayTypeCode | null;
    names: LocalizedText | null;
  }>(sql`
    select to_char(d, 'YYYY-MM-DD') as date,
           case when c.visit_date is null then h.id is not null else c.opens_time is not null end as is_open,
           case when c.kind in ('closed','official_closure') then c.reasons end as reasons, y.code, y.names
      from generate_series(${from}::date, ${until}::date, interval '1 day') d
      left join closure c on c.visit_date = d::date
      left join opening_hours h on c.visit_date is null and h.weekday = extract(isodow from d) and h.valid_from <= d and (h.valid_until is null or h.valid_until >= d)
      left join day_type y on y.visit_date = d::date`);
  return new Map(
    rows.map((row) => [
      row.date,
      {
        isOpen: row.is_open,
        reasons: row.reasons,
        dayType: row.code && row.names ? { code: row.code, names: row.names } : null,
      },
    ]),
  );
}

/** What kind of day a date is, if it is a special one: it changes prices (1.5). */
export async function findDayType(db: Db, date: IsoDate): Promise<DayTypeCode | null> {
  return (await findDayFacts(db, date, date)).get(date)?.dayType?.code ?? null;
}

/** The last date on which a product can be booked today. */
export function lastBookableDate(product: Product, today: IsoDate): IsoDate {
  return addDays(today, product.horizonDays);
}

/**
 * The days of a month ("2026-12") for a product and a party, in the museum's zone: open, few left, full, closed (and why) or
 * past. Two statements, whatever the month holds.
 */
export async function getMonthCalendar(
  db: Db,
  params: { product: Product; month: string; people: number; now: Date; zone: string },
): Promise<MonthCalendar> {
  const today = dateAt(params.now, params.zone);
  const first = `${params.month}-01`;
  const afterLast = addMonths(params.month, 1);
  const last = addDays(`${afterLast}-01`, -1);
  const horizon = lastBookableDate(params.product, today);
  const [slots, facts, settings] = await Promise.all([
    listAvailability(db, {
      productId: params.product.id,
      fromDate: first,
      untilDate: earlierOf(last, horizon),
      lane: 'public',
    }),
    findDayFacts(db, first, last),
    getSettings(db, today),
  ]);
  const byDate = Map.groupBy(slots, (slot) => slot.visitDate);
  const rules = {
    now: params.now,
    people: params.people,
    leadMinutes: params.product.leadTimeMinutes,
    fewLeftShare: settings.few_left_share,
  };
  const days = Array.from({ length: daysBetween(first, last) + 1 }, (_, index): CalendarDay => {
    const date = addDays(first, index);
    const fact = facts.get(date);
    const dayType = fact?.dayType ?? null;
    const nothing = { date, places: 0, times: 0, dayType };
    if (date < today) return { ...nothing, state: 'past', closedBecause: null };
    if (fact?.reasons)
      return { ...nothing, state: 'closed', closedBecause: { kind: 'exception', reasons: fact.reasons } };
    if (!fact?.isOpen) return { ...nothing, state: 'closed', closedBecause: { kind: 'weekday' } };
    if (date > horizon) return { ...nothing, state: 'closed', closedBecause: { kind: 'not_yet' } };
    const places: DayPlaces = dayState(byDate.get(date) ?? [], rules);
    if (places.state === 'past' && !byDate.has(date))
      return { ...nothing, state: 'closed', closedBecause: { kind: 'none' } };
    return { date, dayType, ...places, closedBecause: null };
  });
  return {
    month: params.month,
    days,
    hasPrevious: params.month > today.slice(0, 7),
    hasNext: params.month < horizon.slice(0, 7),
  };
}

/** One time of a day, for a party. */
export type DayTime = SlotAvailability & { state: AvailabilityState };

export type DayTimes = {
  times: DayTime[];
  dayType: CalendarDay['dayType'];
  closedReasons: LocalizedText | null;
  isBookable: boolean;
};

/** The times of one day for a party, full and past ones too: they stay visible and say so. */
export async function getDayTimes(
  db: Db,
  params: { product: Product; date: IsoDate; people: number; now: Date; zone: string },
): Promise<DayTimes> {
  const today = dateAt(params.now, params.zone);
  const [slots, facts, settings] = await Promise.all([
    listAvailability(db, {
      productId: params.product.id,
      fromDate: params.date,
      untilDate: params.date,
      lane: 'public',
    }),
    findDayFacts(db, params.date, params.date),
    getSettings(db, params.date),
  ]);
  const rules = {
    now: params.now,
    people: params.people,
    leadMinutes: params.product.leadTimeMinutes,
    fewLeftShare: settings.few_left_share,
  };
  const fact = facts.get(params.date);
  const isBookable = params.date >= today && params.date <= lastBookableDate(params.product, today);
  return {
    times: isBookable ? slots.map((slot) => ({ ...slot, state: slotState(slot, rules) })) : [],
    dayType: fact?.dayType ?? null,
    closedReasons: fact?.reasons ?? null,
    isBookable,
  };
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

function earlierOf(one: IsoDate, other: IsoDate): IsoDate {
  return one.localeCompare(other) <= 0 ? one : other;
}
