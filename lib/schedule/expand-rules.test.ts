import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateAt, instantOf, wallTimeAt, weekdayOf } from '#lib/platform/time.ts';
import { expandRules, type LeftOutReason, type Rule, startsOf } from './expand-rules.ts';
import type { DatedException, WeeklyHours } from './opening-days.ts';

const longAgo = new Date(0);
const reasons = { az: 'Səbəb', en: 'Reason', ru: 'Причина' };

const rule = (changes: Partial<Rule> = {}): Rule => ({
  id: 'rule',
  productId: 'product',
  durationMinutes: 60,
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  startTimes: [],
  firstStartTime: '10:00',
  lastStartTime: '12:00',
  everyMinutes: 60,
  language: null,
  validFrom: '2000-01-01',
  validUntil: null,
  ...changes,
});

const hours = (opensTime = '10:00', closesTime = '18:00', weekdays = [1, 2, 3, 4, 5, 6, 7]): WeeklyHours[] =>
  weekdays.map((weekday) => ({ weekday, opensTime, closesTime, validFrom: '2000-01-01', validUntil: null }));

const exception = (changes: Partial<DatedException>): DatedException => ({
  visitDate: '2026-12-01',
  kind: 'closed',
  opensTime: null,
  closesTime: null,
  reasons,
  ...changes,
});

function expand(changes: Partial<Parameters<typeof expandRules>[0]> = {}) {
  return expandRules({
    rules: [rule()],
    weeklyHours: hours(),
    exceptions: [],
    fromDate: '2026-12-01',
    untilDate: '2026-12-01',
    zone: 'Asia/Baku',
    notBefore: longAgo,
    ...changes,
  });
}

const starts = (changes: Parameters<typeof expand>[0]) => expand(changes).timeslots.map((slot) => slot.startTime);

describe('expandRules', () => {
  it('makes one timeslot for each start, with its instants', () => {
    const { timeslots, leftOut } = expand({ rules: [rule({ language: 'ru' })] });
    expect(leftOut).toEqual([]);
    expect(timeslots).toHaveLength(3);
    expect(timeslots[0]).toEqual({
      ruleId: 'rule',
      productId: 'product',
      visitDate: '2026-12-01',
      startTime: '10:00',
      language: 'ru',
      startsAt: new Date('2026-12-01T06:00:00Z'),
      endsAt: new Date('2026-12-01T07:00:00Z'),
    });
  });

  const cases: [string, Parameters<typeof expand>[0], string[], LeftOutReason[]][] = [
    [
      'nothing on a closed weekday',
      { weeklyHours: hours('10:00', '18:00', [1, 3]) },
      [],
      ['closed', 'closed', 'closed'],
    ],
    ['nothing on a closed date', { exceptions: [exception({})] }, [], ['closed', 'closed', 'closed']],
    [
      'less on a short day',
      { exceptions: [exception({ kind: 'short', opensTime: '11:00:00', closesTime: '12:30:00' })] },
      ['11:00'],
      ['before_opening', 'after_closing'],
    ],
    [
      'a visit that ends at closing time',
      { exceptions: [exception({ kind: 'short', opensTime: '10:00', closesTime: '13:00' })] },
      ['10:00', '11:00', '12:00'],
      [],
    ],
    [
      'an opened day although the weekday is closed',
      { weeklyHours: [], exceptions: [exception({ kind: 'extended', opensTime: '09:00', closesTime: '20:00' })] },
      ['10:00', '11:00', '12:00'],
      [],
    ],
    ['only what is still to come', { notBefore: new Date('2026-12-01T07:00:00Z') }, ['11:00', '12:00'], ['past']],
    ['nothing on another weekday', { rules: [rule({ weekdays: [1, 3] })] }, [], []],
    [
      'nothing outside the rule’s dates',
      { rules: [rule({ validUntil: '2026-11-30' }), rule({ validFrom: '2026-12-02' })] },
      [],
      [],
    ],
    [
      'listed times, in order and once',
      {
        rules: [
          rule({
            everyMinutes: null,
            firstStartTime: null,
            lastStartTime: null,
            startTimes: ['15:30:00', '11:00', '15:30'],
          }),
        ],
      },
      ['11:00', '15:30'],
      [],
    ],
    [
      'a start that two rules make, once',
      { rules: [rule(), rule({ id: 'second', lastStartTime: '10:00' })] },
      ['10:00', '11:00', '12:00'],
      ['made_twice'],
    ],
    [
      'the same start in two languages, twice',
      { rules: [rule({ lastStartTime: '10:00', language: 'az' }), rule({ lastStartTime: '10:00', language: 'en' })] },
      ['10:00', '10:00'],
      [],
    ],
    [
      'the hours that hold on the date',
      {
        weeklyHours: [
          { weekday: 2, opensTime: '11:00', closesTime: '18:00', validFrom: '2026-12-01', validUntil: null },
          { weekday: 2, opensTime: '10:00', closesTime: '18:00', validFrom: '2000-01-01', validUntil: '2026-11-30' },
        ],
      },
      ['11:00', '12:00'],
      ['before_opening'],
    ],
  ];
  it.each(cases)('makes %s', (_name, changes, expected, whyLeftOut) => {
    expect(starts(changes)).toEqual(expected);
    expect(expand(changes).leftOut.map((one) => one.why)).toEqual(whyLeftOut);
  });

  it('runs the usual programme of the week on a working day that was swapped in', () => {
    const monday = {
      fromDate: '2026-05-18',
      untilDate: '2026-05-18',
      weeklyHours: hours('10:00', '18:00', [2, 3, 4, 5, 6, 7]),
    };
    const usual = rule({ weekdays: [2, 3, 4, 5, 6, 7] });
    const weekend = rule({ id: 'weekend', weekdays: [6, 7] });
    const swapped = exception({
      visitDate: '2026-05-18',
      kind: 'swapped_working_day',
      opensTime: '10:00',
      closesTime: '18:00',
    });
    expect(starts({ ...monday, rules: [usual, weekend], exceptions: [swapped] })).toEqual(['10:00', '11:00', '12:00']);
    expect(starts({ ...monday, rules: [usual, weekend] })).toEqual([]);
  });

  it('leaves out a wall time that the clocks skip, and takes the first of one that comes twice', () => {
    const night = {
      zone: 'Europe/Berlin',
      weeklyHours: hours('00:00', '23:59'),
      rules: [rule({ firstStartTime: '01:30', lastStartTime: '03:30' })],
    };
    const spring = expand({ ...night, fromDate: '2026-03-29', untilDate: '2026-03-29' });
    expect(spring.timeslots.map((slot) => slot.startTime)).toEqual(['01:30', '03:30']);
    expect(spring.leftOut).toEqual([
      { ruleId: 'rule', visitDate: '2026-03-29', startTime: '02:30', why: 'no_such_time' },
    ]);
    const autumn = expand({ ...night, fromDate: '2026-10-25', untilDate: '2026-10-25' });
    expect(autumn.timeslots.map((slot) => slot.startsAt.toISOString())).toEqual([
      '2026-10-24T23:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T02:30:00.000Z',
    ]);
  });

  it('keeps its promises in every zone, on every date, for every rule', () => {
    const zones = [
      'Asia/Baku',
      'Europe/Berlin',
      'Pacific/Chatham',
      'America/St_Johns',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'UTC',
      'America/Sao_Paulo',
      'Africa/Cairo',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 364 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1, max: 240 }),
        fc.integer({ min: 5, max: 180 }),
        fc.boolean(),
        (zone, dayOfYear, firstHour, durationMinutes, everyMinutes, isNotBeforeNoon) => {
          const fromDate = new Date(Date.UTC(2026, 0, 1 + dayOfYear)).toISOString().slice(0, 10);
          const untilDate = new Date(Date.UTC(2026, 0, 3 + dayOfYear)).toISOString().slice(0, 10);
          const firstStartTime = `${String(firstHour).padStart(2, '0')}:00`;
          const notBefore = isNotBeforeNoon ? instantOf(fromDate, '12:00', zone) : longAgo;
          const one = rule({
            durationMinutes,
            everyMinutes,
            firstStartTime,
            lastStartTime: '23:59',
            weekdays: [1, 2, 4, 5, 6],
          });
          const { timeslots, leftOut } = expand({
            rules: [one],
            zone,
            fromDate,
            untilDate,
            weeklyHours: hours('01:30', '22:00'),
            notBefore,
          });
          const keys = new Set(timeslots.map((slot) => slot.startsAt.getTime()));
          expect(keys.size).toBe(timeslots.length);
          for (const slot of timeslots) {
            expect(dateAt(slot.startsAt, zone)).toBe(slot.visitDate);
            expect(wallTimeAt(slot.startsAt, zone)).toBe(slot.startTime);
            expect(slot.endsAt.getTime() - slot.startsAt.getTime()).toBe(durationMinutes * 60_000);
            expect(slot.startsAt.getTime()).toBeGreaterThanOrEqual(notBefore.getTime());
            expect(slot.startsAt.getTime()).toBeGreaterThanOrEqual(instantOf(slot.visitDate, '01:30', zone).getTime());
            expect(slot.endsAt.getTime()).toBeLessThanOrEqual(instantOf(slot.visitDate, '22:00', zone).getTime());
            expect(one.weekdays).toContain(weekdayOf(slot.visitDate));
          }
          const days = new Set([...timeslots, ...leftOut].map((slot) => slot.visitDate)).size;
          expect(timeslots.length + leftOut.length).toBe(days * startsOf(one).length);
        },
      ),
      { numRuns: 300 },
    );
  });
});
