import { expect, test } from 'vitest';
import { compareMessages } from './compare-messages.ts';

test('equal keys, arguments and complete plurals are fine', () => {
  expect(
    compareMessages('visit', {
      az: { left: '{count, plural, one {# yer} other {# yer}}', a: { b: 'Salam, {name}' } },
      en: { left: '{count, plural, one {# place} other {# places}}', a: { b: 'Hello, {name}' } },
      ru: { left: '{count, plural, one {# место} few {# места} many {# мест} other {# места}}', a: { b: '{name}!' } },
    }),
  ).toEqual([]);
});

test.each([
  [{ a: 'x' }, {}, 'ru/r.json a is missing'],
  [{}, { a: 'x' }, 'en/r.json a is missing'],
  [{ a: 'x' }, { a: ' ' }, 'ru/r.json a is empty'],
  [{ a: '{name}' }, { a: '{nam}' }, 'r.json a takes different arguments: en {name}, ru {nam}'],
  [{ a: '<b>x</b>' }, { a: 'x' }, 'r.json a takes different arguments: en {<b>}, ru {}'],
  [
    { a: '{n, plural, one {#} other {#}}' },
    { a: '{n, plural, one {#} other {#}}' },
    'ru/r.json a {n} lacks the plural forms few, many',
  ],
])('%o and %o', (en, ru, problem) => {
  expect(compareMessages('r', { en, ru } as never)).toContain(problem);
});

test('a broken message is named', () => {
  expect(compareMessages('r', { en: { a: '{name' } })[0]).toContain('en/r.json a is not a message');
});
