import { describe, expect, it } from 'vitest';
import { dayRanges, weekdayNames, weeksOf } from './month-days.ts';

describe('weeksOf', () => {
  it('starts on Monday and fills whole weeks', () => {
    const weeks = weeksOf('2026-12');
    expect(weeks).toHaveLength(5);
    expect(weeks[0]).toEqual([
      null,
      '2026-12-01',
      '2026-12-02',
      '2026-12-03',
      '2026-12-04',
      '2026-12-05',
      '2026-12-06',
    ]);
    expect(weeks[4]?.slice(3)).toEqual(['2026-12-31', null, null, null]);
  });

  it.each([
    ['2027-02', 4],
    ['2028-02', 5],
    ['2026-08', 6],
  ])('%s has %i weeks', (month, count) => {
    expect(weeksOf(month)).toHaveLength(count);
  });
});

describe('weekdayNames', () => {
  it.each([
    ['az', 'B.e.', 'bazar ertəsi', 'Ş.', 'şənbə'],
    ['en', 'Mon', 'Monday', 'Sat', 'Saturday'],
    ['ru', 'Пн', 'понедельник', 'Сб', 'суббота'],
  ] as const)('are those of %s', (locale, short, long, saturdayShort, saturdayLong) => {
    const names = weekdayNames(locale);
    expect(names[0]).toEqual({ short, long });
    expect(names[5]).toEqual({ short: saturdayShort, long: saturdayLong });
  });
});

describe('dayRanges', () => {
  it.each([
    [[], ''],
    [[4], '4'],
    [[1, 2, 3, 7, 9, 10], '1–3, 7, 9–10'],
  ])('%j', (days, text) => {
    expect(dayRanges(days)).toBe(text);
  });
});
