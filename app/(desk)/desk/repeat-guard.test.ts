import { expect, it } from 'vitest';
import { repeatGuard } from './repeat-guard.ts';

it('counts a code again only when it has been away', () => {
  const isNew = repeatGuard(3_000);
  expect([0, 1_000, 2_500, 5_000].map((ms) => isNew('A', ms))).toEqual([true, false, false, false]);
  expect(isNew('B', 5_100)).toBe(true);
  expect(isNew('A', 5_200)).toBe(true);
  expect(isNew('A', 8_300)).toBe(true);
});
