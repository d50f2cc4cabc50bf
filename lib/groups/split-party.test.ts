import fc from 'fast-check';
import { expect, it } from 'vitest';
import { adultsNeeded, fewestSubGroups, splitParty } from './split-party.ts';

const rules = { most: 15, pupilsPerAdult: 15 };

it('splits 58 pupils and 5 teachers into five parts with an adult each', () => {
  const party = { people: 63, adults: 5 };
  expect(fewestSubGroups(party, rules)).toBe(5);
  expect(splitParty(party, 5, rules)).toEqual({
    ok: true,
    shares: [13, 13, 13, 12, 12].map((people) => ({ people, adults: 1 })),
  });
});

it.each([
  [{ people: 30, adults: 1 }, 2, { ok: false, code: 'too_few_adults', needed: 2 }],
  [{ people: 30, adults: 2 }, 1, { ok: false, code: 'too_few_people' }],
  [{ people: 3, adults: 3 }, 4, { ok: false, code: 'too_few_people' }],
  [{ people: 1, adults: 1 }, 1, { ok: true, shares: [{ people: 1, adults: 1 }] }],
  [{ people: 4, adults: 4 }, 2, { ok: true, shares: [2, 2].map((people) => ({ people, adults: 2 })) }],
])('%o in %i parts', (party, count, expected) => {
  expect(splitParty(party, count, rules)).toEqual(expected);
});

it('says how many adults the youngest need', () => {
  expect(splitParty({ people: 27, adults: 2 }, 2, { most: 15, pupilsPerAdult: 8 })).toEqual({
    ok: false,
    code: 'too_few_adults',
    needed: 4,
  });
  expect([1, 9, 10, 18].map((people) => adultsNeeded(people, 8))).toEqual([1, 1, 2, 2]);
});

it('never loses anybody, never differs by more than one, and never leaves pupils without enough adults', () => {
  const case_ = fc.record({
    people: fc.integer({ min: 1, max: 500 }),
    adultShare: fc.double({ min: 0, max: 1, noNaN: true }),
    more: fc.integer({ min: 0, max: 3 }),
    most: fc.integer({ min: 2, max: 30 }),
    pupilsPerAdult: fc.constantFrom(8, 10, 15),
  });
  fc.assert(
    fc.property(case_, ({ people, adultShare, more, most, pupilsPerAdult }) => {
      const party = { people, adults: Math.round(people * adultShare) };
      const split = splitParty(party, fewestSubGroups(party, { most, pupilsPerAdult }) + more, {
        most,
        pupilsPerAdult,
      });
      if (!split.ok) return;
      const sizes = split.shares.map((share) => share.people);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(people);
      expect(split.shares.reduce((sum, share) => sum + share.adults, 0)).toBe(party.adults);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(most);
      for (const share of split.shares) {
        expect(share.adults).toBeGreaterThan(0);
        expect(share.people - share.adults).toBeLessThanOrEqual(share.adults * pupilsPerAdult);
      }
    }),
  );
});
