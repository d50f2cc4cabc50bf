import { describe, expect, it } from 'vitest';
import { checkRatio, pupilsPerAdult } from './check-ratio.ts';

const rules = { ratio_until_10: 8, ratio_until_15: 10, ratio_until_18: 15 };

describe('pupilsPerAdult', () => {
  it.each([
    [6, 8],
    [10, 8],
    [11, 10],
    [15, 10],
    [16, 15],
    [null, 10],
  ])('for the youngest of %s: %s', (youngest, ratio) => {
    expect(pupilsPerAdult(youngest, rules)).toBe(ratio);
  });
});

describe('checkRatio', () => {
  it.each([
    { pupils: 58, adults: 5, youngest: 16, answer: { ok: true, needed: 4 } },
    {
      pupils: 58,
      adults: 5,
      youngest: 14,
      answer: { ok: false, code: 'too_few_adults', needed: 6, pupilsPerAdult: 10 },
    },
    { pupils: 8, adults: 1, youngest: 9, answer: { ok: true, needed: 1 } },
    { pupils: 9, adults: 1, youngest: 9, answer: { ok: false, code: 'too_few_adults', needed: 2, pupilsPerAdult: 8 } },
    {
      pupils: 7,
      adults: 0,
      youngest: 17,
      answer: { ok: false, code: 'too_few_adults', needed: 1, pupilsPerAdult: 15 },
    },
    { pupils: 4, adults: 5, youngest: 12, answer: { ok: false, code: 'more_adults_than_pupils' } },
    { pupils: 20, adults: 0, youngest: 18, answer: { ok: true, needed: 0 } },
  ])('$pupils pupils from $youngest with $adults adults', ({ answer, ...party }) => {
    expect(checkRatio(party, rules)).toEqual(answer);
  });
});
