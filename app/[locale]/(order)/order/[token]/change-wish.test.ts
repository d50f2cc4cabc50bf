import { describe, expect, it } from 'vitest';
import { fieldsOf, wishedPeople, wishedTypes } from './change-wish.ts';

const one = '00000000-0000-7000-8000-000000000001';
const two = '00000000-0000-7000-8000-000000000002';

describe('what a form wishes', () => {
  it('reads other types, and leaves out what could be no id', () => {
    const wish = wishedTypes([
      [`type.${one}`, two],
      ['type.nonsense', two],
      [`type.${two}`, ['a', 'b']],
      ['other', one],
    ]);
    expect(wish).toEqual({ kind: 'types', types: [{ ticketId: one, ticketTypeId: two }] });
    expect(fieldsOf(wish)).toEqual([[`type.${one}`, two]]);
  });

  it('reads more people', () => {
    const wish = wishedPeople([
      [`more.${one}`, ' 2 '],
      [`more.${two}`, ''],
      ['more.nonsense', '1'],
    ]);
    expect(wish).toEqual({ kind: 'people', lines: [{ ticketTypeId: one, quantity: 2 }] });
  });

  it.each(['-1', '1.5', 'two', '501', '1e2'])('takes no %s for a number of people', (typed) => {
    expect(wishedPeople([[`more.${one}`, typed]])).toBeNull();
  });
});
