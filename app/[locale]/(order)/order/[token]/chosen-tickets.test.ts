import { expect, it } from 'vitest';
import { chosenTickets } from './chosen-tickets.ts';

const id = '01a2124a-3ad9-7a93-98ba-4cc0eca4cc90';

it.each<[string, [string, unknown][], string[]]>([
  ['a ticket', [[`ticket.${id}`, '1']], [id]],
  ['other fields', [['expectedMinor', '500']], []],
  [
    'what is no id',
    [
      ['ticket.', '1'],
      ["ticket.' or 1=1 --", '1'],
      [`ticket.${id} `, '1'],
    ],
    [],
  ],
  ['a thousand', Array.from({ length: 1000 }, () => [`ticket.${id}`, '1']), Array.from({ length: 500 }, () => id)],
])('reads %s', (_what, fields, chosen) => {
  expect(chosenTickets(fields)).toEqual(chosen);
});
