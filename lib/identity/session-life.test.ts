import { expect, test } from 'vitest';
import { sessionSecondsLeft } from './session-life.ts';

const hour = 3600;

test.each([
  ['just signed in', 0, 2 * hour],
  ['after five hours', 5 * hour, 2 * hour],
  ['ten hours: exactly the idle limit is left', 10 * hour, 2 * hour],
  ['eleven hours: the day ends first', 11 * hour, hour],
  ['twelve hours: over', 12 * hour, 0],
  ['a day later', 24 * hour, 0],
])('%s', (_, age, left) => {
  expect(sessionSecondsLeft(1_000_000, 1_000_000 + age)).toBe(left);
});
