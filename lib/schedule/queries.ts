import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { product } from '#db/schema/catalog.ts';
import { museum } from '#db/schema/platform.ts';
import { dayType, scheduleRule } from '#db/schema/schedule.ts';
import type { DayTypeCode } from '#lib/catalog/values.ts';
import { required } from '#lib/platform/result.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import type { Rule } from './expand-rules.ts';
import type { DatedException, WeeklyHours } from './opening-days.ts';

export type DayType = Pick<typeof dayType.$inferSelect, 'visitDate' | 'code' | 'names'>;

/** All that says when the museum is open between two dates (both included), and in which zone. */
export type OpeningCalendar = {
  zone: string;
  weeklyHours: WeeklyHours[];
  exceptions: DatedException[];
  dayTypes: DayType[];
};

/** The calendar between two dates, in one statement: every visitor's month asks for it. */
export async function getOpeningCalendar(
  db: Db,
  params: { fromDate: IsoDate; untilDate: IsoDate },
): Promise<OpeningCalendar> {
  const { rows } = await db.execute<OpeningCalendar>(sql`
    select m.time_zone as zone,
           (select coalesce(json_agg(json_build_object('weekday', h.weekday, 'opensTime', h.opens_time,
                     'closesTime', h.closes_time, 'validFrom', h.valid_from, 'validUntil', h.valid_until)
                     order by h.weekday, h.valid_from), '[]')
              from opening_hours h
             where h.valid_from <= ${params.untilDate}::date
               and (h.valid_until is null or h.valid_until >= ${params.fromDate}::date)) as "weeklyHours",
           (select coalesce(json_agg(json_build_object('visitDate', c.visit_date, 'kind', c.kind,
                     'opensTime', c.opens_time, 'closesTime', c.closes_time, 'reasons', c.reasons) order by c.visit_date), '[]')
              from closure c where c.visit_date between ${params.fromDate}::date and ${params.untilDate}::date) as exceptions,
           (select coalesce(json_agg(json_build_object('visitDate', y.visit_date, 'code', y.code, 'names', y.names)
                     order by y.visit_date), '[]')
              from day_type y where y.visit_date between ${params.fromDate}::date and ${params.untilDate}::date) as "dayTypes"
      from museum m limit 1`);
  return required(rows[0], 'the museum row');
}

/** The museum's weekly hours as they hold on a date, one row for each weekday on which it is open. */
export async function getOpeningHours(db: Db, date: IsoDate): Promise<WeeklyHours[]> {
  const { weeklyHours } = await getOpeningCalendar(db, { fromDate: date, untilDate: date });
  return weeklyHours.filter((one) => one.validFrom <= date && (one.validUntil === null || date <= one.validUntil));
}

/** What kind of day a date is, if it is a special one: it changes prices (requirements 1.5). */
export async function findDayType(db: Db, date: IsoDate): Promise<DayTypeCode | null> {
  const rows = await db.select({ code: dayType.code }).from(dayType).where(eq(dayType.visitDate, date));
  return rows[0]?.code ?? null;
}

/** False until the installation's museum has been described. */
export async function hasMuseum(db: Db): Promise<boolean> {
  return (await db.select({ id: museum.id }).from(museum).limit(1)).length > 0;
}

/** The rules in force of products that are offered, in the order in which they go first: product, then rule. */
export async function listRules(db: Db): Promise<Rule[]> {
  return db
    .select({
      id: scheduleRule.id,
      productId: scheduleRule.productId,
      durationMinutes: product.durationMinutes,
      weekdays: scheduleRule.weekdays,
      startTimes: scheduleRule.startTimes,
      firstStartTime: scheduleRule.firstStartTime,
      lastStartTime: scheduleRule.lastStartTime,
      everyMinutes: scheduleRule.everyMinutes,
      language: scheduleRule.language,
      validFrom: scheduleRule.validFrom,
      validUntil: scheduleRule.validUntil,
    })
    .from(scheduleRule)
    .innerJoin(product, eq(product.id, scheduleRule.productId))
    .where(sql`${scheduleRule.isActive} and ${product.isActive}`)
    .orderBy(asc(product.position), asc(product.id), asc(scheduleRule.id));
}
