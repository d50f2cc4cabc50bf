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

export type LinePrice =
  | { ok: true; unitPriceMinor: number; taxMinor: number; totalMinor: number; currency: string }
  | { ok: false; code: 'no_price' };

/**
 * What so many tickets of one type cost on a date (requirements 4.1, 4.3). A price of the day's type goes before the general
 * one. `taxMinor` is the tax contained in the line's total, rounded once. Refused (`no_price`) when the type is not offered on
 * that date: it has run out, has not begun, or has no price.
 */
export function priceLine(input: {
  ticketType: { id: string; validFrom: IsoDate; validUntil: IsoDate | null };
  prices: readonly CatalogPrice[];
  visitDate: IsoDate;
  dayType: DayTypeCode | null;
  quantity: number;
  taxPerMille: number;
}): LinePrice {
  const { ticketType, visitDate, dayType, quantity } = input;
  if (!Number.isSafeInteger(quantity) || quantity < 1)
    throw new RangeError(`a line needs a whole quantity, not ${quantity}`);
  if (!holdsOn(ticketType, visitDate)) return { ok: false, code: 'no_price' };
  const holding = input.prices.filter((price) => price.ticketTypeId === ticketType.id && holdsOn(price, visitDate));
  const price =
    (dayType === null ? undefined : holding.find((one) => one.dayType === dayType)) ??
    holding.find((one) => one.dayType === null);
  if (!price) return { ok: false, code: 'no_price' };
  const totalMinor = price.amountMinor * quantity;
  return {
    ok: true,
    unitPriceMinor: price.amountMinor,
    taxMinor: includedTaxMinor(totalMinor, input.taxPerMille),
    totalMinor,
    currency: price.currency,
  };
}

function holdsOn(span: { validFrom: IsoDate; validUntil: IsoDate | null }, date: IsoDate): boolean {
  return span.validFrom <= date && (span.validUntil === null || date <= span.validUntil);
}
