import { expect, it } from 'vitest';
import { byHour } from './rail-hours.ts';

it('puts slots under their hour and keeps the tick of an hour between them', () => {
  const slots = ['12:15', '10:30', '10:00'].map((startTime) => ({ startTime }));
  expect(byHour(slots)).toEqual([
    { hour: 10, slots: [{ startTime: '10:00' }, { startTime: '10:30' }] },
    { hour: 11, slots: [] },
    { hour: 12, slots: [{ startTime: '12:15' }] },
  ]);
});

it('is empty for a day without slots', () => {
  expect(byHour([])).toEqual([]);
});
