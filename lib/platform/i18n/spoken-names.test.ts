import { describe, expect, it } from 'vitest';
import { type Locale, locales } from '#lib/platform/locales.ts';
import { formatLongDate, formatMonth } from '#lib/platform/time.ts';
import { translator } from './translator.ts';

const day = (locale: Locale, places: number, times: number) =>
  translator(locale, 'visit')('product.dayName', {
    date: formatLongDate('2026-12-12', locale, { year: false }),
    places,
    times,
  });

// What a screen reader says of a day in the calendar: the whole day, in the reader's grammar.
describe('the name of a calendar day', () => {
  it.each<[Locale, number, number, string]>([
    ['en', 34, 9, 'Saturday 12 December, 34 places at 9 times'],
    ['en', 1, 1, 'Saturday 12 December, 1 place at 1 time'],
    ['az', 34, 9, '12 dekabr, şənbə, 9 vaxtda 34 yer'],
    ['az', 1, 1, '12 dekabr, şənbə, 1 vaxtda 1 yer'],
    ['ru', 34, 9, 'суббота, 12 декабря, 34 места, вариантов времени: 9'],
    ['ru', 1, 1, 'суббота, 12 декабря, 1 место, вариантов времени: 1'],
    ['ru', 21, 2, 'суббота, 12 декабря, 21 место, вариантов времени: 2'],
    ['ru', 12, 5, 'суббота, 12 декабря, 12 мест, вариантов времени: 5'],
  ])('%s: %i places at %i times', (locale, places, times, name) => expect(day(locale, places, times)).toBe(name));
});

describe('Russian numbers of things', () => {
  const visit = translator('ru', 'visit');
  const order = translator('ru', 'order');
  it.each([
    [visit('home.minutes', { minutes: 1 }), '1 минута'],
    [visit('home.minutes', { minutes: 22 }), '22 минуты'],
    [visit('home.minutes', { minutes: 60 }), '60 минут'],
    [visit('product.advisoryAge', { age: 14 }), 'Рекомендуется с 14 лет.'],
    [visit('product.advisoryAge', { age: 21 }), 'Рекомендуется с 21 года.'],
    [order('tickets.refused.too_many_tickets', { limit: 6 }), 'В одном заказе не больше 6 человек.'],
    [order('tickets.refused.too_many_tickets', { limit: 21 }), 'В одном заказе не больше 21 человека.'],
  ])('%s', (said, expected) => expect(said).toBe(expected));
});

// i/İ and ı/I are two letters each, and ə, ğ, ı, ö, ş, ü, ç have places of their own.
describe('Azerbaijani letters', () => {
  it('keep their dots when their case changes', () => {
    expect('iyun ılıq'.toLocaleUpperCase('az')).toBe('İYUN ILIQ');
    expect('İYUN ILIQ'.toLocaleLowerCase('az')).toBe('iyun ılıq');
  });

  it('stand in the order of the alphabet', () => {
    const alphabet = [...'abcçdeəfgğhxıijkqlmnoöprsştuüvyz'];
    expect(alphabet.toReversed().sort(new Intl.Collator('az').compare)).toEqual(alphabet);
  });

  it('begin the name of a month as a word of the language does', () => {
    const june = formatMonth('2027-06', 'az');
    expect(june.charAt(0).toLocaleUpperCase('az') + june.slice(1)).toMatch(/^İyun/);
  });
});

it.each(locales)('less than a minute is said in words in %s', (locale) => {
  expect(translator(locale, 'order')('timer.left', { minutes: 0 })).not.toMatch(/\d/);
});
