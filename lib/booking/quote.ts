import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { product } from '#db/schema/catalog.ts';
import { dayType, timeslot } from '#db/schema/schedule.ts';
import { listPricedTicketTypes, type PricedTicketType, type Product } from '#lib/catalog/queries.ts';
import type { DayTypeCode } from '#lib/catalog/values.ts';
import { getSettings, type Settings } from '#lib/platform/settings.ts';
import type { TimeslotState } from '#lib/schedule/values.ts';

/** All that pricing a visit at one time needs. */
export type VisitTerms = {
  timeslot: {
    id: string;
    visitDate: string;
    startTime: string;
    startsAt: Date;
    state: TimeslotState;
    opensAt: Date | null;
  };
  product: Product;
  dayType: DayTypeCode | null;
  ticketTypes: PricedTicketType[];
  settings: Settings;
};

/** What a timeslot is: when, of which product, on what kind of day. */
export type TimeslotTerms = Pick<VisitTerms, 'timeslot' | 'product' | 'dayType'>;

/** What is paid on a day and by which rules. */
export type DayTerms = Pick<VisitTerms, 'ticketTypes' | 'settings'>;

/** The product, prices and rules that hold for a timeslot; null when there is no such timeslot. */
export async function findVisitTerms(
  db: Db,
  timeslotId: string,
  options: { onlineOnly: boolean },
): Promise<VisitTerms | null> {
  const found = await findTimeslotTerms(db, timeslotId);
  return found && { ...found, ...(await readDayTerms(db, found, options)) };
}

/** A timeslot with its product; null when there is no such timeslot. One round trip. */
export async function findTimeslotTerms(db: Db, timeslotId: string): Promise<TimeslotTerms | null> {
  const rows = await db
    .select({
      timeslot,
      product,
      dayType: dayType.code,
      opensAt: sql<Date | string | null>`(select min(r.opens_at) from pool_release r join pool p on p.id = r.pool_id
        where p.kind = 'lane' and p.timeslot_id = ${timeslot.id} and r.opened_at is null and r.opens_at > now())`,
    })
    .from(timeslot)
    .innerJoin(product, eq(product.id, timeslot.productId))
    .leftJoin(dayType, eq(dayType.visitDate, timeslot.visitDate))
    .where(and(eq(timeslot.id, timeslotId)));
  const row = rows[0];
  if (!row) return null;
  return {
    timeslot: {
      id: row.timeslot.id,
      visitDate: row.timeslot.visitDate,
      startTime: row.timeslot.startTime.slice(0, 5),
      startsAt: row.timeslot.startsAt,
      state: row.timeslot.state,
      opensAt: row.opensAt === null ? null : new Date(row.opensAt),
    },
    product: row.product,
    dayType: row.dayType,
  };
}

/** The prices and rules of a product's day: the same for all its timeslots. */
export async function readDayTerms(
  db: Db,
  { product: { id }, timeslot: { visitDate }, dayType: kind }: TimeslotTerms,
  options: { onlineOnly: boolean },
): Promise<DayTerms> {
  const [ticketTypes, settings] = await Promise.all([
    listPricedTicketTypes(db, { productId: id, visitDate, dayType: kind, onlineOnly: options.onlineOnly }),
    getSettings(db, visitDate),
  ]);
  return { ticketTypes, settings };
}
