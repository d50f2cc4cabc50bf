import { expect, it } from 'vitest';
import { answerMinutes } from './answer-time.ts';

const settings = { guide_answer_hours: 24, guide_answer_close_hours: 2, guide_answer_close_within_hours: 48 };

it.each([
  ['three weeks before', 21 * 24 * 60, 24 * 60],
  ['just over two days before', 48 * 60 + 1, 24 * 60],
  ['two days before', 48 * 60, 120],
  ['four hours and more before', 250, 120],
  ['two hours before', 120, 60],
  ['five minutes before', 5, 2],
  ['one minute before', 1, null],
  ['when it has begun', -10, null],
])('%s a guide has so many minutes', (_when, left, minutes) => {
  expect(answerMinutes(left, settings)).toBe(minutes);
});

it('is half of what is left where the settings say more', () => {
  expect(answerMinutes(49 * 60, { ...settings, guide_answer_hours: 72 })).toBe(24.5 * 60);
});
