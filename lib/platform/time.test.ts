import { describe, expect, it } from 'vitest';
import {
  addDays,
  dateAt,
  daysBetween,
  formatDate,
  formatLongDate,
  formatMonth,
  instantOf,
  isIsoDate,
  wallTimeAt,
  weekdayOf,
} from './time.ts';

describe('calendar dates', () => {
  it.each(['2026-12-12', '2028-02-29', '1900-01-01', '2199-12-31'])('%s is one', (text) =>
    expect(isIsoDate(text)).toBe(true),
  );
  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-1-1',
    '12.12.2026',
    '',
    null,
    20261212,
    '2026-12-12T00:00',
    '0000-01-01',
    '9999-12-31',
  ])('%s is none', (value) => expect(isIsoDate(value)).toBe(false));
  it('count in whole days over months and leap years', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
    expect(daysBetween('2026-12-31', '2027-01-02')).toBe(2);
    expect(weekdayOf('2026-12-12')).toBe(6);
  });
});

describe('the museum’s wall time', () => {
  it('is the museum’s, whatever zone the machine is in', () => {
    const at = instantOf('2026-12-12', '10:30', 'Asia/Baku');
    expect(at.toISOString()).toBe('2026-12-12T06:30:00.000Z');
    expect(wallTimeAt(at, 'Asia/Baku')).toBe('10:30');
    expect(dateAt(new Date('2026-12-11T20:30:00Z'), 'Asia/Baku')).toBe('2026-12-12');
  });
  it('takes the time after a gap and the first of a doubled hour', () => {
    expect(instantOf('2026-03-29', '02:30', 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:30:00.000Z');
    expect(instantOf('2026-10-25', '02:30', 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(instantOf('2026-10-04', '02:15', 'Australia/Lord_Howe').toISOString()).toBe('2026-10-03T15:45:00.000Z');
  });
});

describe('dates for people', () => {
  it('are written as each language writes them', () => {
    expect(formatDate('2026-12-02')).toBe('02.12.2026');
    expect(formatLongDate('2026-12-12', 'en')).toBe('Saturday 12 December 2026');
    expect(formatLongDate('2026-12-12', 'az')).toBe('12 dekabr 2026, şənbə');
    expect(formatLongDate('2026-12-12', 'ru')).toBe('суббота, 12 декабря 2026 г.');
    expect(['az', 'en', 'ru'].map((locale) => formatMonth('2026-12', locale as 'az'))).toEqual([
      'dekabr 2026',
      'December 2026',
      'декабрь 2026',
    ]);
  });
});
