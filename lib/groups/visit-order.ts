import type { Db } from '#db/client.ts';
import { priceLine } from '#lib/catalog/price.ts';
import { findProductById, listPricedTicketTypes } from '#lib/catalog/queries.ts';
import { hashLinkToken, newId, newOrderCode } from '#lib/platform/ids.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import { constraintOf, sqlState } from '#lib/platform/transaction.ts';
import { findDayType } from '#lib/schedule/queries.ts';

export type VisitLine = { ticketTypeId: string; quantity: number; unitPriceMinor: number; taxMinor: number };
/** A visit's order as the database's functions take it. */
export type VisitOrderRequest = {
  orderId: string;
  code: string;
  linkHash: string;
  currency: string;
  lines: VisitLine[];
};

type Counts = { pupils: number; teachers: number; parents: number; aides: number };

/**
 * What a party costs on a date, line by line: pupils by one price, every adult by another, as the product says which those are.
 * Null where it is not offered then. Without the guides, who are no tickets (4.3).
 */
export async function priceVisit(
  db: Db,
  visit: Counts & { productId: string },
  visitDate: IsoDate,
): Promise<{ lines: VisitLine[]; totalMinor: number; currency: string } | null> {
  const product = await findProductById(db, visit.productId);
  if (!product?.pupilTypeId || !product.adultTypeId) return null;
  const types = await listPricedTicketTypes(db, {
    productId: product.id,
    visitDate,
    dayType: await findDayType(db, visitDate),
    onlineOnly: false,
  });
  const lines: VisitLine[] = [];
  let totalMinor = 0;
  let currency = '';
  for (const [typeId, quantity] of [
    [product.pupilTypeId, visit.pupils],
    [product.adultTypeId, visit.teachers + visit.parents + visit.aides],
  ] as const) {
    if (quantity === 0) continue;
    const type = types.find(({ id }) => id === typeId);
    if (!type) return null;
    const { unitPriceMinor } = type;
    const line = priceLine({ unitPriceMinor, quantity, taxPerMille: product.taxPerMille });
    lines.push({ ticketTypeId: typeId, quantity, unitPriceMinor, taxMinor: line.taxMinor });
    totalMinor += line.totalMinor;
    currency = type.currency;
  }
  return { lines, totalMinor, currency };
}

/** The order of a visit on a date, as it is to become. Its link is nobody's: the visit has one of its own. */
export async function visitOrderRequest(
  db: Db,
  visit: Counts & { productId: string; orderId: string | null },
  visitDate: IsoDate,
): Promise<VisitOrderRequest | null> {
  const priced = await priceVisit(db, visit, visitDate);
  if (!priced) return null;
  return {
    orderId: visit.orderId ?? newId(),
    code: newOrderCode(),
    linkHash: hashLinkToken(newId() + newId()).toString('hex'),
    currency: priced.currency,
    lines: priced.lines,
  };
}

/** Tries again where the code that was drawn is another order's. */
export async function withNewCode<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= 4 || sqlState(error) !== '23505' || constraintOf(error) !== 'orders_code_key') throw error;
    }
  }
}
