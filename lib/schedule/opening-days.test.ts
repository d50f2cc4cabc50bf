import { describe, expect, it } from 'vitest';
import { openingOf } from './opening-days.ts';

const reasons = { az: 'Novruz bayramı', en: 'Novruz', ru: 'Новруз байрам' };
const calendar = {
  weeklyHours: [
    { weekday: 2, opensTime: '10:00:00', closesTime: '18:00:00', validFrom: '2026-01-01', validUntil: '2026-12-31' },
  ],
  exceptions: [
    { visitDate: '2026-03-24', kind: 'closed' as const, opensTime: null, closesTime: null, reasons },
    { visitDate: '2026-03-31', kind: 'short' as const, opensTime: '12:00:00', closesTime: '16:00:00', reasons },
  ],
};

describe('openingOf', () => {
  it.each([
    ['2026-03-17', { isOpen: true, opensTime: '10:00', closesTime: '18:00', exception: null }],
    ['2026-03-18', { isOpen: false, why: 'closed_weekday' }],
    ['2026-03-24', { isOpen: false, why: 'exception', kind: 'closed', reasons }],
    ['2026-03-31', { isOpen: true, opensTime: '12:00', closesTime: '16:00', exception: { kind: 'short', reasons } }],
    ['2025-12-30', { isOpen: false, why: 'closed_weekday' }],
    ['2027-01-05', { isOpen: false, why: 'closed_weekday' }],
  ])('%s', (date, expected) => {
    expect(openingOf(date, calendar)).toEqual(expected);
  });
});
