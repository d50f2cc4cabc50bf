import { describe, expect, it } from 'vitest';
import { dayState, slotState } from './availability.ts';

const now = new Date('2026-12-12T06:00:00Z');
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const rules = { now, people: 2, leadMinutes: 0, fewLeftShare: 0.34 };

describe('slotState', () => {
  it.each([
    [{ free: 10, capacity: 10, startsAt: at(60) }, rules, 'open'],
    [{ free: 3, capacity: 10, startsAt: at(60) }, rules, 'few'],
    [{ free: 4, capacity: 10, startsAt: at(60) }, rules, 'open'],
    [{ free: 1, capacity: 10, startsAt: at(60) }, rules, 'full'],
    [{ free: 1, capacity: 10, startsAt: at(60) }, { ...rules, people: 1 }, 'few'],
    [{ free: 0, capacity: 10, startsAt: at(60) }, { ...rules, people: 0 }, 'full'],
    [{ free: 10, capacity: 10, startsAt: at(0) }, rules, 'past'],
    [{ free: 10, capacity: 10, startsAt: at(29) }, { ...rules, leadMinutes: 30 }, 'past'],
    [{ free: 10, capacity: 10, startsAt: at(31) }, { ...rules, leadMinutes: 30 }, 'open'],
    [{ free: 0, capacity: 0, startsAt: at(60), opensAt: at(30) }, rules, 'later'],
    [{ free: 1, capacity: 10, startsAt: at(60), opensAt: at(30) }, rules, 'later'],
    [{ free: 4, capacity: 10, startsAt: at(60), opensAt: at(30) }, rules, 'open'],
    [{ free: 0, capacity: 0, startsAt: at(0), opensAt: at(30) }, rules, 'past'],
    [{ free: -2, capacity: 10, startsAt: at(60) }, rules, 'full'],
  ] as const)('%o with %o is %s', (slot, given, expected) => {
    expect(slotState(slot, given)).toBe(expected);
  });
});

describe('dayState', () => {
  it('adds up only the times that this party can take', () => {
    const slots = [
      { free: 10, capacity: 10, startsAt: at(60) },
      { free: 1, capacity: 10, startsAt: at(120) },
      { free: 8, capacity: 10, startsAt: at(-60) },
    ];
    expect(dayState(slots, rules)).toEqual({ places: 10, times: 1, state: 'open' });
  });
  it('says when the first places of a day come on sale that has none now', () => {
    const slot = { free: 0, capacity: 0, startsAt: at(90) };
    const slots = [{ ...slot, opensAt: at(40) }, { ...slot, opensAt: at(20) }, slot];
    expect(dayState(slots, rules)).toEqual({ places: 0, times: 0, state: 'later', opensAt: at(20) });
    expect(dayState([...slots, { free: 5, capacity: 10, startsAt: at(60) }], rules).state).toBe('open');
  });
  it('tells a full day from a day that is over', () => {
    expect(dayState([{ free: 0, capacity: 10, startsAt: at(60) }], rules).state).toBe('full');
    expect(dayState([{ free: 9, capacity: 10, startsAt: at(-60) }], rules).state).toBe('past');
    expect(dayState([], rules)).toEqual({ places: 0, times: 0, state: 'past' });
  });
});
