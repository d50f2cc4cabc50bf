import { expect, test } from 'vitest';
import { typedTickets } from './typed-tickets.ts';

test.each<[string, Record<string, string | string[] | undefined>, Record<string, string>]>([
  [
    'numbers as they were typed',
    { 'ticket.a': '2', 'ticket.b': 'x', 'ticket.c': '' },
    { 'ticket.a': '2', 'ticket.b': 'x', 'ticket.c': '' },
  ],
  ['no other field', { told: 'full', refused: 'full', ticket: '1' }, {}],
  ['no field that stands twice or not at all', { 'ticket.a': ['1', '2'], 'ticket.b': undefined }, {}],
  [
    'absurd lengths cut, absurd names left out',
    { 'ticket.a': '1'.repeat(99), [`ticket.${'b'.repeat(99)}`]: '1' },
    { 'ticket.a': '111111' },
  ],
])('reads %s', (_what, fields, typed) => {
  expect(typedTickets(Object.entries(fields))).toEqual(typed);
});

test('reads no more types than a museum has', () => {
  const fields = Array.from({ length: 500 }, (_, index): [string, string] => [`ticket.${index}`, '1']);
  expect(Object.keys(typedTickets(fields))).toHaveLength(100);
});
