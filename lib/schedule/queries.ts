import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { product } from '#db/schema/catalog.ts';
import { museum } from '#db/schema/platform.ts';
import { closure, dayType, openingHours, scheduleRule } from '#db/schema/schedule.ts';
import { required } from '#lib/platform/result.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import type { Rule } from './expand-rules.ts';
import type { DatedException, WeeklyHours } from './opening-days.ts';

export type DayType = typeof dayType.$inferSelect;

/** All that says when the museum is open between two dates (both included), and in which zone. */
export type OpeningCalendar = {
  zone: string;
  weeklyHours: WeeklyHours[];
  exceptions: DatedException[];
  dayTypes: DayType[];
};

export async function getOpeningCalendar(
  db: Db,
  params: { fromDate: IsoDate; untilDate: IsoDate },
): Promise<OpeningCalendar> {
  const between = (date: typeof closure.visitDate | typeof dayType.visitDate) =>
    sql`${date} between ${params.fromDate}::date and ${params.untilDate}::date`;
  const museums = await db.select({ zone: museum.timeZone }).from(museum).limit(1);
  const weeklyHours = await db
    .select()
    .from(openingHours)
    .where(
      sql`${openingHours.validFrom} <= ${params.untilDate}::date
        and (${openingHours.validUntil} is null or ${openingHours.validUntil} >= ${params.fromDate}::date)`,
    )
    .orderBy(asc(openingHours.weekday), asc(openingHours.validFrom));
  const exceptions = await db.select().from(closure).where(between(closure.visitDate)).orderBy(asc(closure.visitDate));
  const dayTypes = await db.select().from(dayType).where(between(dayType.visitDate)).orderBy(asc(dayType.visitDate));
  return { zone: required(museums[0], 'the museum row').zone, weeklyHours, exceptions, dayTypes };
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
