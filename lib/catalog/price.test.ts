import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CatalogPrice, priceLine } from './price.ts';
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

describe('priceLine', () => {
  const cases: [
    string,
    { visitDate?: string; dayType?: DayTypeCode; quantity?: number; taxPerMille?: number },
    number,
    number,
    number,
  ][] = [
    ['the general price', {}, 500, 0, 500],
    ['so many of it', { quantity: 6 }, 500, 0, 3000],
    ['the last day of a tariff', { visitDate: '2026-12-31' }, 500, 0, 500],
    ['the first day of the next tariff', { visitDate: '2027-01-01' }, 600, 0, 600],
    ['nothing on a free day', { dayType: 'free_day', quantity: 4, taxPerMille: 180 }, 0, 0, 0],
    ['the general price on a day type without its own', { dayType: 'commemoration' }, 500, 0, 500],
    ['with the tax contained in the line, rounded once', { quantity: 3, taxPerMille: 180 }, 500, 229, 1500],
  ];
  it.each(cases)('%s', (_name, input, unitPriceMinor, taxMinor, totalMinor) => {
    const line = priceLine({
      ticketType,
      prices,
      visitDate: '2026-12-12',
      dayType: null,
      quantity: 1,
      taxPerMille: 0,
      ...input,
    });
    expect(line).toEqual({ ok: true, unitPriceMinor, taxMinor, totalMinor, currency: 'AZN' });
  });

  it.each([
    ['no price before the first tariff', ticketType, '2025-12-31'],
    ['a type without prices', { ...ticketType, id: 'press' }, '2026-12-12'],
    ['a type that is no longer offered', { ...ticketType, validUntil: '2026-12-11' }, '2026-12-12'],
    ['a type that is not offered yet', { ...ticketType, validFrom: '2026-12-13' }, '2026-12-12'],
  ])('refuses %s', (_name, type, visitDate) => {
    const line = priceLine({ ticketType: type, prices, visitDate, dayType: null, quantity: 1, taxPerMille: 0 });
    expect(line).toEqual({ ok: false, code: 'no_price' });
  });

  it('adds up in whole units whatever the amounts', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.integer({ min: 1, max: 500 }),
        fc.nat(500),
        (amountMinor, quantity, taxPerMille) => {
          const line = priceLine({
            ticketType,
            prices: [price(amountMinor)],
            visitDate: '2026-12-12',
            dayType: null,
            quantity,
            taxPerMille,
          });
          if (!line.ok) throw new Error(line.code);
          expect(line.totalMinor).toBe(line.unitPriceMinor * quantity);
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
    expect(() =>
      priceLine({ ticketType, prices, visitDate: '2026-12-12', dayType: null, quantity, taxPerMille: 0 }),
    ).toThrow(RangeError);
  });
});
