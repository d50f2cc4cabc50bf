import { describe, expect, it } from 'vitest';
import type { PricedTicketType } from '#lib/catalog/queries.ts';
import { type ChangeWish, type PaidTicket, planChange } from './plan-change.ts';

const type = (id: string, unitPriceMinor: number, companionToId: string | null = null) =>
  ({ id, unitPriceMinor, currency: 'AZN', companionToId }) as PricedTicketType;
const ticketTypes = [type('adult', 700), type('pupil', 200), type('disabled', 0), type('companion', 0, 'disabled')];
const offer = {
  ticketTypes,
  choosable: new Set(['adult', 'pupil', 'disabled', 'companion']),
  taxPerMille: 180,
  change: null,
  ticketLimit: 6,
};
const ticket = (id: string, ticketTypeId: string, unitPriceMinor: number, admittedPeople = 0): PaidTicket => ({
  id,
  ticketTypeId,
  partySize: 1,
  admittedPeople,
  unitPriceMinor,
  fullPriceMinor: null,
});
const two = [ticket('a', 'adult', 500), ticket('b', 'adult', 500)];
const plan = (wish: ChangeWish, tickets = two, more: Partial<typeof offer> = {}) =>
  planChange(wish, tickets, { ...offer, ...more });

describe('a planned change', () => {
  it('prices another time as that time costs', () => {
    expect(plan({ kind: 'move', toTimeslotId: 'x' })).toEqual({
      ok: true,
      lines: [
        {
          ticketTypeId: 'adult',
          quantity: 2,
          unitPriceMinor: 700,
          taxMinor: 214,
          fullPriceMinor: null,
          ticketIds: ['a', 'b'],
        },
      ],
      beforeMinor: 1000,
      afterMinor: 1400,
      addedPeople: 0,
    });
  });

  it('keeps the price of tickets that stay as they are', () => {
    const types = plan({ kind: 'types', types: [{ ticketId: 'b', ticketTypeId: 'pupil' }] });
    expect(types).toMatchObject({ beforeMinor: 1000, afterMinor: 700 });
    const people = plan({ kind: 'people', lines: [{ ticketTypeId: 'adult', quantity: 1 }] });
    expect(people).toMatchObject({ beforeMinor: 1000, afterMinor: 1700, addedPeople: 1 });
    expect(people.ok && people.lines.map(({ quantity, ticketIds }) => [quantity, ticketIds])).toEqual([
      [2, ['a', 'b']],
      [1, []],
    ]);
  });

  it('lowers a price by the order’s voucher', () => {
    const change = { effect: 'per_cent_off', value: 50, currency: null, ticketTypeIds: null } as const;
    expect(planChange({ kind: 'move', toTimeslotId: 'x' }, two, { ...offer, change })).toMatchObject({
      afterMinor: 700,
      lines: [{ unitPriceMinor: 350, fullPriceMinor: 700 }],
    });
  });

  it.each<[string, ChangeWish, PaidTicket[], string]>([
    ['nothing else', { kind: 'types', types: [{ ticketId: 'a', ticketTypeId: 'adult' }] }, two, 'no_change'],
    ['nobody', { kind: 'people', lines: [{ ticketTypeId: 'adult', quantity: 0 }] }, two, 'no_change'],
    ['another’s ticket', { kind: 'types', types: [{ ticketId: 'z', ticketTypeId: 'pupil' }] }, two, 'unknown_ticket'],
    [
      'a type nobody knows',
      { kind: 'types', types: [{ ticketId: 'a', ticketTypeId: 'king' }] },
      two,
      'unknown_ticket_type',
    ],
    ['too many', { kind: 'people', lines: [{ ticketTypeId: 'adult', quantity: 5 }] }, two, 'too_many_tickets'],
    [
      'a companion alone',
      { kind: 'people', lines: [{ ticketTypeId: 'companion', quantity: 1 }] },
      two,
      'companion_without_person',
    ],
    ['a time without this type', { kind: 'move', toTimeslotId: 'x' }, [ticket('c', 'gone', 300)], 'type_not_offered'],
    ['who is inside', { kind: 'move', toTimeslotId: 'x' }, [ticket('a', 'adult', 500, 1)], 'already_used'],
    [
      'the type of who is inside',
      { kind: 'types', types: [{ ticketId: 'a', ticketTypeId: 'pupil' }] },
      [ticket('a', 'adult', 500, 1)],
      'already_used',
    ],
  ])('is refused for %s', (_what, wish, tickets, code) => {
    expect(plan(wish, tickets)).toMatchObject({ ok: false, code });
  });

  it('lets a visitor choose only what is sold online', () => {
    const wish = { kind: 'people', lines: [{ ticketTypeId: 'pupil', quantity: 1 }] } as const;
    expect(plan(wish, two, { choosable: new Set(['adult']) })).toMatchObject({ code: 'unknown_ticket_type' });
  });
});
