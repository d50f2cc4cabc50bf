import { and, eq, gte, isNull, lte, ne } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { product } from '#db/schema/catalog.ts';
import { schoolBreak } from '#db/schema/groups.ts';
import { getMuseum, type Product } from '#lib/catalog/queries.ts';
import { getSettings, type Settings } from '#lib/platform/settings.ts';
import { addDays, dateAt, type IsoDate } from '#lib/platform/time.ts';
import { openingOf } from '#lib/schedule/opening-days.ts';
import { getOpeningCalendar } from '#lib/schedule/queries.ts';
import { checkWish, type WishFault } from './check-party.ts';

/** What a group may ask for, and within which dates. */
export type VisitTerms = {
  product: Product;
  settings: Settings;
  zone: string;
  today: IsoDate;
  /** By lead time and horizon. */
  firstDate: IsoDate;
  lastDate: IsoDate;
};

/** The products that groups ask for, in the museum's order; other routes of one are not products of their own. */
export async function listGroupProducts(db: Db): Promise<Product[]> {
  return db
    .select()
    .from(product)
    .where(and(eq(product.isActive, true), ne(product.bookingMode, 'order'), isNull(product.variantOfId)))
    .orderBy(product.position);
}

/** The terms of a group's product by its code; null where groups cannot ask for it. */
export async function findVisitTerms(db: Db, code: string, now: Date): Promise<VisitTerms | null> {
  const found = (await listGroupProducts(db)).find((one) => one.code === code);
  return found ? termsOf(db, found, now) : null;
}

export async function termsOf(db: Db, found: Product, now: Date): Promise<VisitTerms> {
  const { timeZone: zone } = await getMuseum(db);
  const today = dateAt(now, zone);
  return {
    product: found,
    settings: await getSettings(db, today),
    zone,
    today,
    firstDate: dateAt(new Date(now.getTime() + found.leadTimeMinutes * 60_000), zone),
    lastDate: addDays(today, found.horizonDays),
  };
}

/** What is wrong with each wish, in order: null where nothing is. Schools do not come in the school break (requirements 1.1, 6.1). */
export async function judgeWishes(
  db: Db,
  terms: VisitTerms,
  wishes: readonly { visitDate: IsoDate }[],
): Promise<(WishFault | null)[]> {
  const dates = wishes.map(({ visitDate }) => visitDate).sort();
  const [fromDate = terms.today, untilDate = terms.today] = [dates[0], dates.at(-1)];
  const calendar = await getOpeningCalendar(db, { fromDate, untilDate });
  const breaks =
    terms.product.kind === 'class_programme'
      ? await db
          .select()
          .from(schoolBreak)
          .where(and(lte(schoolBreak.firstDate, untilDate), gte(schoolBreak.lastDate, fromDate)))
      : [];
  return wishes.map(({ visitDate }) =>
    checkWish(visitDate, {
      ...terms,
      isOpen: (date) => openingOf(date, calendar).isOpen,
      isSchoolBreak: (date) => breaks.some(({ firstDate, lastDate }) => firstDate <= date && date <= lastDate),
    }),
  );
}
