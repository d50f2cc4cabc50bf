import { describe, expect, it } from 'vitest';
import { checkParty, checkWish } from './check-party.ts';

const rules = { ratio_until_10: 8, ratio_until_15: 10, ratio_until_18: 15 };
const product = { partyMinimum: 7, partyMaximum: 120 };
const party = (pupils: number, teachers: number, ageFrom: number | null = 16) => ({
  pupils,
  teachers,
  parents: 0,
  aides: 0,
  ageFrom,
});

describe('checkParty', () => {
  it.each([
    ['nobody', party(0, 0), [{ code: 'party_too_small', minimum: 7 }]],
    ['one', party(1, 0), [{ code: 'party_too_small', minimum: 7 }]],
    ['six', party(5, 1), [{ code: 'party_too_small', minimum: 7 }]],
    ['five hundred', party(480, 20), [{ code: 'party_too_large', maximum: 120 }]],
    ['more adults than pupils', party(5, 6), [{ code: 'more_adults_than_pupils' }]],
    ['a lone adult', party(58, 1), [{ code: 'too_few_adults', needed: 4, pupilsPerAdult: 15 }]],
    ['58 with 5', party(58, 5), []],
  ])('%s', (_, counts, faults) => {
    expect(checkParty(counts, product, rules)).toEqual(faults);
  });
});

describe('checkWish', () => {
  const facts = {
    today: '2026-12-01',
    firstDate: '2026-12-08',
    lastDate: '2027-03-31',
    isOpen: (date: string) => date !== '2026-12-14',
    isSchoolBreak: (date: string) => date >= '2026-12-28' && date <= '2027-01-10',
  };
  it.each([
    ['2026-11-30', { code: 'past' }],
    ['2026-12-07', { code: 'too_soon', firstDate: '2026-12-08' }],
    ['2027-04-01', { code: 'too_far', lastDate: '2027-03-31' }],
    ['2026-12-14', { code: 'closed' }],
    ['2026-12-30', { code: 'school_break' }],
    ['2026-12-08', null],
  ])('%s', (date, fault) => {
    expect(checkWish(date, facts)).toEqual(fault);
  });
});
