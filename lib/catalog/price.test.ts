import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CatalogPrice, priceLine, priceOn } from './price.ts';
import type { DayTypeCode } from './values.ts';

const price = (amountMinor: number, changes: Partial<CatalogPrice> = {}): CatalogPrice => ({
  ticketTypeId: 'adult',
  dayType: null,
  amountMinor,
  currency: 'AZN',
  validFrom: '2026-01-01',
  validUntil: null,
  ...changes,
});
const ticketType = { id: 'adult', validFrom: '2000-01-01', validUntil: null };

const prices = [
  price(500, { validUntil: '2026-12-31' }),
  price(600, { validFrom: '2027-01-01' }),
  price(0, { dayType: 'free_day' }),
  price(100, { ticketTypeId: 'pupil' }),
];

describe('priceOn', () => {
  it.each<[string, string, DayTypeCode | null, number]>([
    ['the general price', '2026-12-12', null, 500],
    ['the last day of a tariff', '2026-12-31', null, 500],
    ['the first day of the next tariff', '2027-01-01', null, 600],
    ['nothing on a free day', '2026-12-12', 'free_day', 0],
    ['the general price on a day type without its own', '2026-12-12', 'commemoration', 500],
  ])('%s', (_name, visitDate, dayType, amountMinor) => {
    expect(priceOn({ ticketType, prices, visitDate, dayType })).toMatchObject({ amountMinor, currency: 'AZN' });
  });

  it.each([
    ['before the first tariff', ticketType, '2025-12-31'],
    ['of a type without prices', { ...ticketType, id: 'press' }, '2026-12-12'],
    ['of a type that is no longer offered', { ...ticketType, validUntil: '2026-12-11' }, '2026-12-12'],
    ['of a type that is not offered yet', { ...ticketType, validFrom: '2026-12-13' }, '2026-12-12'],
  ])('there is none %s', (_name, type, visitDate) => {
    expect(priceOn({ ticketType: type, prices, visitDate, dayType: null })).toBeNull();
  });
});

describe('priceLine', () => {
  it.each([
    ['one ticket', { unitPriceMinor: 500, quantity: 1, taxPerMille: 0 }, 0, 500],
    ['so many of it', { unitPriceMinor: 500, quantity: 6, taxPerMille: 0 }, 0, 3000],
    ['free ones', { unitPriceMinor: 0, quantity: 4, taxPerMille: 180 }, 0, 0],
    ['the tax contained in the line, rounded once', { unitPriceMinor: 500, quantity: 3, taxPerMille: 180 }, 229, 1500],
  ])('%s', (_name, input, taxMinor, totalMinor) => {
    expect(priceLine(input)).toEqual({ unitPriceMinor: input.unitPriceMinor, taxMinor, totalMinor });
  });

  it('adds up in whole units whatever the amounts', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.integer({ min: 1, max: 500 }),
        fc.nat(500),
        (unitPriceMinor, quantity, taxPerMille) => {
          const line = priceLine({ unitPriceMinor, quantity, taxPerMille });
          expect(line.totalMinor).toBe(unitPriceMinor * quantity);
          expect(Number.isInteger(line.taxMinor)).toBe(true);
          expect(line.taxMinor).toBeLessThanOrEqual(line.totalMinor);
          expect(Math.abs(line.taxMinor - (line.totalMinor * taxPerMille) / (1000 + taxPerMille))).toBeLessThanOrEqual(
            0.5,
          );
        },
      ),
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('throws on the quantity %s, which is a bug of the caller', (quantity) => {
    expect(() => priceLine({ unitPriceMinor: 500, quantity, taxPerMille: 0 })).toThrow(RangeError);
  });
});
