import { expect, it } from 'vitest';
import { fill, nextStart, placeName, type Start } from './move-board-state.ts';

const at = (date: string, minute: number): Start => ({ date, minute, why: 'full' });
const starts = [at('2026-12-15', 600), at('2026-12-15', 615), at('2026-12-16', 645), at('2026-12-18', 600)];

it.each([
  ['ArrowRight', 600, '2026-12-15', starts[1]],
  ['ArrowRight', 607, '2026-12-15', starts[1]],
  ['ArrowRight', 615, '2026-12-15', undefined],
  ['ArrowLeft', 615, '2026-12-15', starts[0]],
  ['ArrowLeft', 600, '2026-12-15', undefined],
  ['ArrowDown', 615, '2026-12-15', starts[2]],
  ['ArrowDown', 600, '2026-12-16', starts[3]],
  ['ArrowDown', 600, '2026-12-18', undefined],
  ['ArrowUp', 610, '2026-12-16', starts[1]],
] as const)('%s from %i of %s', (key, minute, date, expected) => {
  expect(nextStart(starts, { date, minute }, key)).toEqual(expected);
});

it('names a place, and fills a sentence', () => {
  expect(placeName('2026-12-15', 605)).toBe('15.12.2026, 10:05');
  expect(fill('{at}: {why}, {none}', { at: 'A', why: '{at}' })).toBe('A: {at}, ');
});
