import { expect, expectTypeOf, it } from 'vitest';
import { checkInCases } from './decide-check-in.cases.ts';
import { type CheckInDecision, decideCheckIn } from './decide-check-in.ts';
import { type CheckInCode, checkInCodes } from './values.ts';

it.each(checkInCases)('$name', ({ question, expected }) => {
  expect(decideCheckIn(question)).toMatchObject(expected);
});

it('answers the same for a question that went through JSON, as a device stores it', () => {
  for (const { question } of checkInCases) {
    expect(decideCheckIn(JSON.parse(JSON.stringify(question)))).toEqual(decideCheckIn(question));
  }
});

it('has at least 60 cases, each named once, and every answer of the door among them', () => {
  expect(checkInCases.length).toBeGreaterThanOrEqual(60);
  expect(new Set(checkInCases.map(({ name }) => name)).size).toBe(checkInCases.length);
  expect(new Set(checkInCases.map(({ expected }) => expected.code))).toEqual(new Set(checkInCodes));
  expectTypeOf<CheckInDecision['code']>().toEqualTypeOf<CheckInCode>();
});

it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('throws on %d people', (people) => {
  const [first] = checkInCases;
  if (!first) throw new Error('no cases');
  expect(() => decideCheckIn({ ...first.question, people })).toThrow(RangeError);
});
