import { includedTaxMinor } from '#lib/platform/money.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import type { DayTypeCode } from './values.ts';

/** A price of the catalog for one product: whole minor units, from and until dates included, for one day type or for all others. */
export type CatalogPrice = {
  ticketTypeId: string;
  dayType: DayTypeCode | null;
  amountMinor: number;
  currency: string;
  validFrom: IsoDate;
  validUntil: IsoDate | null;
};

/** What a line costs; `taxMinor` is the tax contained in its total. */
export type LinePrice = { unitPriceMinor: number; taxMinor: number; totalMinor: number };

/**
 * The price of a ticket type on a date (requirements 4.1, 4.3): one of the day's type goes before the general one. Null when the
 * type is not offered on that date: it has run out, has not begun, or has no price.
 */
export function priceOn(input: {
  ticketType: { id: string; validFrom: IsoDate; validUntil: IsoDate | null };
  prices: readonly CatalogPrice[];
  visitDate: IsoDate;
  dayType: DayTypeCode | null;
}): CatalogPrice | null {
  const { ticketType, visitDate, dayType } = input;
  if (!holdsOn(ticketType, visitDate)) return null;
  const holding = input.prices.filter((price) => price.ticketTypeId === ticketType.id && holdsOn(price, visitDate));
  return (
    (dayType === null ? undefined : holding.find((one) => one.dayType === dayType)) ??
    holding.find((one) => one.dayType === null) ??
    null
  );
}

/** What so many tickets of one price cost: the tax contained in the line's total, rounded once. */
export function priceLine(input: { unitPriceMinor: number; quantity: number; taxPerMille: number }): LinePrice {
  const { unitPriceMinor, quantity } = input;
  if (!Number.isSafeInteger(quantity) || quantity < 1)
    throw new RangeError(`a line needs a whole quantity, not ${quantity}`);
  const totalMinor = unitPriceMinor * quantity;
  return { unitPriceMinor, taxMinor: includedTaxMinor(totalMinor, input.taxPerMille), totalMinor };
}

function holdsOn(span: { validFrom: IsoDate; validUntil: IsoDate | null }, date: IsoDate): boolean {
  return span.validFrom <= date && (span.validUntil === null || date <= span.validUntil);
}
