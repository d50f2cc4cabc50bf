import { describe, expect, it } from 'vitest';
import { type PriceChange, reducedUnitPrice, reduceLine } from './voucher-price.ts';

const change = (
  effect: PriceChange['effect'],
  value: number,
  currency: string | null = effect === 'per_cent_off' ? null : 'AZN',
  ticketTypeIds: string[] | null = null,
): PriceChange => ({ effect, value, currency, ticketTypeIds });
const adult = (unitPriceMinor: number, currency = 'AZN') => ({ unitPriceMinor, currency, ticketTypeId: 'adult' });

describe('reducedUnitPrice', () => {
  it.each([
    // currencies of two, none and three decimals: always whole minor units
    [adult(1000), change('per_cent_off', 25), 750],
    [adult(999), change('per_cent_off', 50), 500],
    [adult(101, 'JPY'), change('per_cent_off', 50), 51],
    [adult(1001, 'KWD'), change('per_cent_off', 33), 671],
    [adult(1, 'JPY'), change('per_cent_off', 1), null],
    [adult(500), change('per_cent_off', 100), 0],
    [adult(500), change('fixed_price', 200), 200],
    [adult(500), change('fixed_price', 0), 0],
    [adult(500), change('fixed_price', 700), null],
    [adult(500), change('fixed_price', 500), null],
    [adult(500), change('amount_off', 120), 380],
    [adult(500), change('amount_off', 900), 0],
    [adult(1500, 'KWD'), change('amount_off', 250, 'KWD'), 1250],
    [adult(1500, 'JPY'), change('amount_off', 250, 'JPY'), 1250],
    [adult(500), change('amount_off', 120, 'USD'), null],
    [adult(0), change('per_cent_off', 50), null],
    [adult(500), change('per_cent_off', 10, null, ['pupil']), null],
    [adult(500), change('per_cent_off', 10, null, ['pupil', 'adult']), 450],
  ])('%o with %o is %s', (full, given, expected) => {
    expect(reducedUnitPrice(full, given)).toBe(expected);
  });
});

describe('reduceLine', () => {
  const line = { ...adult(1000), quantity: 3, taxPerMille: 180 };
  it('keeps the price before, and takes the tax of what is paid', () => {
    expect(reduceLine(line, change('per_cent_off', 33))).toEqual({
      unitPriceMinor: 670,
      totalMinor: 2010,
      taxMinor: 307,
      fullPriceMinor: 1000,
    });
  });
  it('leaves a line that the voucher does not mean as it was', () => {
    const plain = { unitPriceMinor: 1000, totalMinor: 3000, taxMinor: 458, fullPriceMinor: null };
    expect(reduceLine(line, change('amount_off', 5, 'USD'))).toEqual(plain);
    expect(reduceLine(line, null)).toEqual(plain);
  });
  it('makes nothing of a whole price: tickets of 0 are tickets', () => {
    expect(reduceLine(line, change('per_cent_off', 100))).toMatchObject({ totalMinor: 0, taxMinor: 0 });
  });
});
