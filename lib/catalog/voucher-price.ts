import { type LinePrice, priceLine } from './price.ts';
import type { VoucherEffect } from './values.ts';

/** How a voucher changes a price; amounts in whole minor units of its currency. Null `ticketTypeIds`: every type. */
export type PriceChange = {
  effect: VoucherEffect;
  /** Per cent from 1 to 100, the price of one ticket, or what is taken off one ticket. */
  value: number;
  currency: string | null;
  ticketTypeIds: readonly string[] | null;
};

/** A line as it is paid. `fullPriceMinor` is the price of one ticket before; null where the voucher changes nothing. */
export type ReducedPrice = LinePrice & { fullPriceMinor: number | null };

/**
 * The price of one ticket with a voucher, in whole minor units: a share is rounded half up once, whatever decimals the currency
 * has. Never below nothing, and never above the price without it. Null when the voucher does not change this price.
 */
export function reducedUnitPrice(
  full: { unitPriceMinor: number; currency: string; ticketTypeId: string },
  change: PriceChange,
): number | null {
  if (change.currency !== null && change.currency !== full.currency) return null;
  if (change.ticketTypeIds !== null && !change.ticketTypeIds.includes(full.ticketTypeId)) return null;
  const reduced = priceBy(full.unitPriceMinor, change);
  return reduced < full.unitPriceMinor ? reduced : null;
}

function priceBy(fullMinor: number, { effect, value }: PriceChange): number {
  switch (effect) {
    case 'per_cent_off':
      return Math.round((fullMinor * (100 - value)) / 100);
    case 'fixed_price':
      return value;
    case 'amount_off':
      return Math.max(0, fullMinor - value);
  }
}

/** What a line of tickets costs with a voucher: tax of the reduced total, rounded once. */
export function reduceLine(
  line: { ticketTypeId: string; quantity: number; unitPriceMinor: number; currency: string; taxPerMille: number },
  change: PriceChange | null,
): ReducedPrice {
  const reduced = change && reducedUnitPrice(line, change);
  if (reduced === null) return { ...priceLine(line), fullPriceMinor: null };
  return { ...priceLine({ ...line, unitPriceMinor: reduced }), fullPriceMinor: line.unitPriceMinor };
}
