import { describe, expect, it } from 'vitest';
import type { OpeningDay } from '#lib/schedule/opening-days.ts';
import { calendarDay } from './calendar-day.ts';

const reasons = { az: 'Novruz', en: 'Novruz', ru: 'Новруз' };
const open: OpeningDay = { isOpen: true, opensTime: '10:00', closesTime: '17:00', exception: null };
const noWeekday: OpeningDay = { isOpen: false, why: 'closed_weekday' };
const exception: OpeningDay = { isOpen: false, why: 'exception', kind: 'closed', reasons };
const short: OpeningDay = { ...open, exception: { kind: 'short', reasons } };

const rules = { now: new Date('2027-03-10T08:00:00Z'), people: 2, leadMinutes: 15, fewLeftShare: 0.25 };
const slot = (free: number, startsAt = '2027-03-12T08:00:00Z') => ({
  free,
  capacity: 10,
  startsAt: new Date(startsAt),
});
const facts: Parameters<typeof calendarDay>[1] = {
  today: '2027-03-10',
  horizon: '2027-03-31',
  horizonOpensAt: () => new Date('2027-03-11T00:00:00Z'),
  opening: open,
  dayType: null,
  slots: [slot(8)],
};
const day = (date: string, changes: Partial<typeof facts>) => calendarDay(date, { ...facts, ...changes }, rules);

describe('calendarDay', () => {
  it.each<[string, string, Partial<typeof facts>, string, unknown]>([
    ['yesterday', '2027-03-09', {}, 'past', null],
    ['a day long closed that is over', '2027-03-09', { opening: exception }, 'past', null],
    ['a weekday without hours', '2027-03-12', { opening: noWeekday }, 'closed', { kind: 'weekday' }],
    ['an exception', '2027-03-12', { opening: exception }, 'closed', { kind: 'exception', reasons }],
    ['an exception beyond the horizon', '2027-04-02', { opening: exception }, 'closed', { kind: 'exception', reasons }],
    ['the day after the horizon, without a time yet', '2027-04-01', { slots: [] }, 'closed', { kind: 'not_yet' }],
    ['the day after the horizon', '2027-04-01', {}, 'later', null],
    ['a day of waves', '2027-03-12', { slots: [{ ...slot(0), opensAt: rules.now }] }, 'later', null],
    ['the last day of the horizon', '2027-03-31', {}, 'open', null],
    ['an open day without a time', '2027-03-12', { slots: [] }, 'closed', { kind: 'none' }],
    ['a short day', '2027-03-12', { opening: short }, 'open', null],
    ['few places', '2027-03-12', { slots: [slot(2), slot(1)] }, 'few', null],
    ['places, but none for this party', '2027-03-12', { slots: [slot(1), slot(1)] }, 'full', null],
    ['no place at all', '2027-03-12', { slots: [slot(0)] }, 'full', null],
    ['today, all begun', '2027-03-10', { slots: [slot(8, '2027-03-10T07:00:00Z')] }, 'past', null],
    ['today, the next too near', '2027-03-10', { slots: [slot(8, '2027-03-10T08:15:00Z')] }, 'past', null],
  ])('%s', (_name, date, changes, state, closedBecause) => {
    expect(day(date, changes)).toMatchObject({ date, state, closedBecause });
  });

  it('says when a day beyond the horizon comes on sale: when it comes within it, or with its first wave', () => {
    const within = new Date('2027-03-11T00:00:00Z');
    const wave = new Date('2027-03-11T06:00:00Z');
    const opensAt = (slots: (typeof facts)['slots']) => day('2027-04-01', { slots }).opensAt;
    expect(opensAt([slot(8)])).toEqual(within);
    expect(
      opensAt([
        { ...slot(0), opensAt: wave },
        { ...slot(0), opensAt: new Date('2027-04-01T05:00:00Z') },
      ]),
    ).toEqual(wave);
    // Its first wave is out already, and its last is far: the horizon decides.
    expect(opensAt([{ ...slot(6), opensAt: new Date('2027-04-01T05:00:00Z') }])).toEqual(within);
  });

  it('counts what this party could take: places and times', () => {
    const slots = [slot(8), slot(1), slot(5), slot(9, '2027-03-10T07:00:00Z')];
    expect(day('2027-03-12', { slots })).toMatchObject({ state: 'open', places: 13, times: 2 });
  });

  it('names the day type whatever the state', () => {
    const dayType = { code: 'free_day' as const, names: reasons };
    for (const opening of [open, noWeekday, exception]) {
      expect(calendarDay('2027-03-12', { ...facts, opening, dayType }, rules).dayType).toEqual(dayType);
    }
  });
});
