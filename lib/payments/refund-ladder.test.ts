import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultLadder, ladderShare, shareOfMinor } from './refund-ladder.ts';

const general = defaultLadder({ refund_full_until_hours: 24, refund_part_until_hours: 2, refund_part_per_mille: 500 });
const own = [
  { untilHours: 72, sharePerMille: 1000 },
  { untilHours: 0, sharePerMille: 250 },
  { untilHours: 48, sharePerMille: 700 },
];

it.each([
  ['a week before', general, 168, 1000],
  ['to the minute at the first step', general, 24, 1000],
  ['a second after the first step', general, 23.999, 500],
  ['to the minute at the last step', general, 2, 500],
  ['after the last step', general, 1.999, 0],
  ['at the start', general, 0, 0],
  ['after the start', general, -3, 0],
  ['steps in any order', own, 50, 700],
  ['until the start itself', own, 0.01, 250],
  ['at the start, though a step says zero hours', own, 0, 0],
  ['no steps', [], 500, 0],
])('%s', (_when, steps, hoursLeft, share) => {
  expect(ladderShare(steps, hoursLeft)).toBe(share);
});

it.each([
  [500, 1000, 500],
  [500, 500, 250],
  [501, 500, 251],
  [1, 499, 0],
  [0, 1000, 0],
])('of %i minor units, %i thousandths are %i', (price, share, sum) => {
  expect(shareOfMinor(price, share)).toBe(sum);
});

it('never gives back more than was paid, nor less than nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: 0, max: 1000 }), (price, share) => {
      const sum = shareOfMinor(price, share);
      return Number.isInteger(sum) && sum >= 0 && sum <= price;
    }),
  );
});
