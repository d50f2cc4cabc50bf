import { and, asc, eq, gte, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { price, product, routeStep, space, ticketType } from '#db/schema/catalog.ts';
import { museum } from '#db/schema/platform.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import { required } from '#lib/platform/result.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import { priceOn } from './price.ts';
import type { AccessFacts, DayTypeCode } from './values.ts';

export type Museum = typeof museum.$inferSelect;
export type Product = typeof product.$inferSelect;
export type TicketType = typeof ticketType.$inferSelect;

/** One stretch of a product's route, with what one meets there. */
export type RouteStop = {
  code: string;
  names: LocalizedText;
  level: 'ground' | 'basement';
  startMinute: number;
  minutes: number;
  isStepFree: boolean;
  accessFacts: AccessFacts;
  advisories: LocalizedText | null;
  advisoryAge: number | null;
};

/** A ticket type with what it costs for a product on a date. */
export type PricedTicketType = TicketType & { unitPriceMinor: number; currency: string };

/** The museum of this installation. */
export async function getMuseum(db: Db): Promise<Museum> {
  const rows = await db.select().from(museum).limit(1);
  return required(rows[0], 'the museum row');
}

/** What can be visited, in the museum's order. */
export async function listProducts(db: Db): Promise<Product[]> {
  return db.select().from(product).where(eq(product.isActive, true)).orderBy(asc(product.position));
}

/** A product that visitors may book themselves, by its code. */
export async function findOnlineProduct(db: Db, code: string): Promise<Product | null> {
  const rows = await db
    .select()
    .from(product)
    .where(and(eq(product.code, code), eq(product.isActive, true), eq(product.isSoldOnline, true)));
  return rows[0] ?? null;
}

export async function findProductById(db: Db, productId: string): Promise<Product | null> {
  const rows = await db.select().from(product).where(eq(product.id, productId));
  return rows[0] ?? null;
}

/** The spaces that a product leads through, in order. */
export async function listRoute(db: Db, productId: string): Promise<RouteStop[]> {
  return db
    .select({
      code: space.code,
      names: space.names,
      level: space.level,
      startMinute: routeStep.startMinute,
      minutes: routeStep.minutes,
      isStepFree: space.isStepFree,
      accessFacts: space.accessFacts,
      advisories: space.advisories,
      advisoryAge: space.advisoryAge,
    })
    .from(routeStep)
    .innerJoin(space, eq(space.id, routeStep.spaceId))
    .where(eq(routeStep.productId, productId))
    .orderBy(asc(routeStep.stepNo));
}

/**
 * The ticket types of a product on a date with their prices, in the museum's order. A type that is not offered on that date is
 * not listed. `onlineOnly`: those a visitor may choose for themselves.
 */
export async function listPricedTicketTypes(
  db: Db,
  params: { productId: string; visitDate: IsoDate; dayType: DayTypeCode | null; onlineOnly: boolean },
): Promise<PricedTicketType[]> {
  const { visitDate, dayType } = params;
  // Tariffs that are over are left in the database: they grow with the years. Which of the others holds is `priceOn`'s to say.
  const rows = await db
    .select({ ticketType, price })
    .from(ticketType)
    .innerJoin(price, eq(price.ticketTypeId, ticketType.id))
    .where(
      and(
        eq(price.productId, params.productId),
        or(isNull(price.validUntil), gte(price.validUntil, visitDate)),
        params.onlineOnly ? eq(ticketType.isSelfDeclaredOnline, true) : undefined,
      ),
    )
    .orderBy(asc(ticketType.position));
  const prices = rows.map((row) => row.price);
  const types = new Map(rows.map((row) => [row.ticketType.id, row.ticketType]));
  return [...types.values()].flatMap((type) => {
    const holding = priceOn({ ticketType: type, prices, visitDate, dayType });
    return holding ? [{ ...type, unitPriceMinor: holding.amountMinor, currency: holding.currency }] : [];
  });
}

/**
 * The dates after `afterDate` and up to `untilDate` on which a product's prices are others: a tariff that begins, and days of a type
 * that has prices of its own. In order of time, the next twelve.
 */
export async function listPriceChanges(
  db: Db,
  params: { productId: string; afterDate: IsoDate; untilDate: IsoDate },
): Promise<{ date: IsoDate; dayTypeNames: LocalizedText | null }[]> {
  const { productId, afterDate, untilDate } = params;
  const { rows } = await db.execute<{ date: IsoDate; dayTypeNames: LocalizedText | null }>(sql`
    select distinct on (date, "dayTypeNames" is null) date::text, "dayTypeNames" from (
      select valid_from as date, null::jsonb as "dayTypeNames" from price
       where product_id = ${productId} and day_type is null and valid_from > ${afterDate}::date and valid_from <= ${untilDate}::date
      union all
      select d.visit_date, d.names from day_type d
       where d.visit_date > ${afterDate}::date and d.visit_date <= ${untilDate}::date
         and exists (select 1 from price where product_id = ${productId} and day_type = d.code
                        and valid_from <= d.visit_date and (valid_until is null or valid_until >= d.visit_date))) changes
     order by date, "dayTypeNames" is null limit 12`);
  return rows;
}

/** Every ticket type in the museum's order: for staff. */
export async function listTicketTypes(db: Db): Promise<{ id: string; names: LocalizedText }[]> {
  return db.select({ id: ticketType.id, names: ticketType.names }).from(ticketType).orderBy(asc(ticketType.position));
}

/** The lowest price of an ordinary ticket for each product on a date: what "from" says before anything is chosen. */
export async function listLowestPrices(
  db: Db,
  visitDate: IsoDate,
): Promise<Map<string, { amountMinor: number; currency: string }>> {
  const rows = await db
    .select({
      productId: price.productId,
      amountMinor: sql<number>`min(${price.amountMinor})::integer`,
      currency: sql<string>`min(${price.currency})`,
    })
    .from(price)
    .innerJoin(ticketType, eq(ticketType.id, price.ticketTypeId))
    .where(
      and(
        eq(ticketType.family, 'main'),
        isNull(price.dayType),
        lte(price.validFrom, visitDate),
        or(isNull(price.validUntil), gte(price.validUntil, visitDate)),
      ),
    )
    .groupBy(price.productId);
  return new Map(rows.map((row) => [row.productId, { amountMinor: row.amountMinor, currency: row.currency }]));
}

/** All spaces in the museum's order: for the plan. */
export async function listSpaces(db: Db): Promise<{ code: string; names: LocalizedText; isStepFree: boolean }[]> {
  return db
    .select({ code: space.code, names: space.names, isStepFree: space.isStepFree })
    .from(space)
    .orderBy(asc(space.position));
}
