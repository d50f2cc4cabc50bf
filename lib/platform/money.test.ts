import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencyDecimals, formatMoney, includedTaxMinor, parseMoney, splitMinor } from './money.ts';

describe('formatMoney', () => {
  it.each([
    ['az', 'AZN', 1200, '12,00 ₼'],
    ['en', 'AZN', 1200, '12.00 ₼'],
    ['ru', 'AZN', 123456, '1 234,56 ₼'],
    ['en', 'JPY', 500, '500 ¥'],
    ['en', 'KWD', 1234, '1.234 KWD'],
    ['az', 'AZN', 0, '0,00 ₼'],
  ] as const)('%s %s %d is %s', (locale, currency, amountMinor, text) => {
    expect(formatMoney({ amountMinor, currency }, locale).replaceAll('\u00a0', ' ')).toBe(text);
  });
  it('knows the decimals of currencies', () => {
    expect(['AZN', 'JPY', 'KWD', 'UGX'].map(currencyDecimals)).toEqual([2, 0, 3, 0]);
  });
});

describe('includedTaxMinor', () => {
  it.each([
    [1180, 180, 180],
    [1000, 180, 153],
    [1000, 0, 0],
    [0, 180, 0],
  ])('%d at %d per mille holds %d', (gross, perMille, tax) => {
    expect(includedTaxMinor(gross, perMille)).toBe(tax);
  });
});

describe('splitMinor', () => {
  it('gives the rest to the largest remainders', () => {
    expect(splitMinor(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(splitMinor(5, [3, 1])).toEqual([4, 1]);
  });
  it('never loses a unit, nor strays from the fair share by one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20 }),
        (amount, weights) => {
          const shares = splitMinor(amount, weights);
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBe(amount);
          for (const [index, share] of shares.entries())
            expect(Math.abs(share - (amount * (weights[index] ?? 0)) / total)).toBeLessThan(1);
        },
      ),
    );
  });
});

describe('parseMoney', () => {
  it.each([
    ['12', 'AZN', 1200],
    ['12.5', 'AZN', 1250],
    [' 1 012,05 ', 'AZN', 101205],
    ['0', 'AZN', 0],
    ['500', 'JPY', 500],
    ['1.234', 'KWD', 1234],
  ])('%j in %s is %d', (text, currency, minor) => {
    expect(parseMoney(text, currency)).toBe(minor);
  });
  it.each([
    ['', 'AZN'],
    ['-1', 'AZN'],
    ['1.234', 'AZN'],
    ['1.', 'AZN'],
    ['.5', 'AZN'],
    ['1e3', 'AZN'],
    ['12 ₼', 'AZN'],
    ['5.0', 'JPY'],
    ['9999999', 'KWD'],
    ['99999999', 'AZN'],
  ])('%j in %s is no sum', (text, currency) => {
    expect(parseMoney(text, currency)).toBeNull();
  });
  it('reads back what is shown, in every currency', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.constantFrom('AZN', 'JPY', 'KWD'), (minor, currency) => {
        const decimals = currencyDecimals(currency);
        fc.pre(minor / 10 ** decimals < 9_999_999);
        expect(parseMoney((minor / 10 ** decimals).toFixed(decimals), currency)).toBe(minor);
      }),
    );
  });
});
