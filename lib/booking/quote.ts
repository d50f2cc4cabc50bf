import { and, eq } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { product } from '#db/schema/catalog.ts';
import { dayType, timeslot } from '#db/schema/schedule.ts';
import { listPricedTicketTypes, type PricedTicketType, type Product } from '#lib/catalog/queries.ts';
import type { DayTypeCode } from '#lib/catalog/values.ts';
import { getSettings, type Settings } from '#lib/platform/settings.ts';
import type { TimeslotState } from '#lib/schedule/values.ts';

/** All that pricing a visit at one time needs. */
export type VisitTerms = {
  timeslot: { id: string; visitDate: string; startTime: string; startsAt: Date; state: TimeslotState };
  product: Product;
  dayType: DayTypeCode | null;
  ticketTypes: PricedTicketType[];
  settings: Settings;
};

/** The product, prices and rules that hold for a timeslot; null when there is no such timeslot. */
export async function findVisitTerms(
  db: Db,
  timeslotId: string,
  options: { onlineOnly: boolean },
): Promise<VisitTerms | null> {
  const rows = await db
    .select({ timeslot, product, dayType: dayType.code })
    .from(timeslot)
    .innerJoin(product, eq(product.id, timeslot.productId))
    .leftJoin(dayType, eq(dayType.visitDate, timeslot.visitDate))
    .where(and(eq(timeslot.id, timeslotId)));
  const row = rows[0];
  if (!row) return null;
  const [ticketTypes, settings] = await Promise.all([
    listPricedTicketTypes(db, {
      productId: row.product.id,
      visitDate: row.timeslot.visitDate,
      dayType: row.dayType,
      onlineOnly: options.onlineOnly,
    }),
    getSettings(db, row.timeslot.visitDate),
  ]);
  return {
    timeslot: {
      id: row.timeslot.id,
      visitDate: row.timeslot.visitDate,
      startTime: row.timeslot.startTime.slice(0, 5),
      startsAt: row.timeslot.startsAt,
      state: row.timeslot.state,
    },
    product: row.product,
    dayType: row.dayType,
    ticketTypes,
    settings,
  };
}
