import { describe, expect, it } from 'vitest';
import type { PricedTicketType } from '#lib/catalog/queries.ts';
import { priceLines } from './price-lines.ts';

const type = (id: string, unitPriceMinor: number, companionToId: string | null = null) =>
  ({ id, unitPriceMinor, currency: 'AZN', companionToId }) as PricedTicketType;
const types = [type('adult', 500), type('pupil', 200), type('disabled', 0), type('companion', 0, 'disabled')];
const rules = { ticketLimit: 6, taxPerMille: 180 };
const want = (quantities: Record<string, number>) =>
  Object.entries(quantities).map(([ticketTypeId, quantity]) => ({ ticketTypeId, quantity }));

describe('priceLines', () => {
  it('prices each line from the catalog, tax rounded once a line', () => {
    expect(priceLines(want({ pupil: 3, adult: 2 }), types, rules)).toEqual({
      ok: true,
      lines: [
        {
          ticketTypeId: 'adult',
          quantity: 2,
          unitPriceMinor: 500,
          taxMinor: 153,
          totalMinor: 1000,
          fullPriceMinor: null,
        },
        {
          ticketTypeId: 'pupil',
          quantity: 3,
          unitPriceMinor: 200,
          taxMinor: 92,
          totalMinor: 600,
          fullPriceMinor: null,
        },
      ],
      people: 5,
      currency: 'AZN',
      totalMinor: 1600,
    });
  });
  it('adds up lines of one type and leaves empty ones out', () => {
    const lines = [
      { ticketTypeId: 'adult', quantity: 1 },
      { ticketTypeId: 'adult', quantity: 1 },
      { ticketTypeId: 'pupil', quantity: 0 },
    ];
    expect(priceLines(lines, types, rules)).toMatchObject({
      ok: true,
      people: 2,
      totalMinor: 1000,
    });
  });
  it.each([
    [{}, { code: 'nothing_chosen' }],
    [{ adult: 0 }, { code: 'nothing_chosen' }],
    [{ adult: -3 }, { code: 'nothing_chosen' }],
    [{ hero: 1 }, { code: 'unknown_ticket_type', ticketTypeId: 'hero' }],
    [{ adult: 7 }, { code: 'too_many_tickets', limit: 6 }],
    [
      { adult: 3, pupil: 4 },
      { code: 'too_many_tickets', limit: 6 },
    ],
    [
      { companion: 1, adult: 1 },
      { code: 'companion_without_person', ticketTypeId: 'companion' },
    ],
    [
      { companion: 2, disabled: 1 },
      { code: 'companion_without_person', ticketTypeId: 'companion' },
    ],
  ])('%o is refused with %o', (quantities, expected) => {
    expect(priceLines(want(quantities), types, rules)).toMatchObject({ ok: false, ...expected });
  });
  it('lets one companion come with each person', () => {
    expect(priceLines(want({ companion: 1, disabled: 1 }), types, rules)).toMatchObject({
      ok: true,
      people: 2,
      totalMinor: 0,
    });
  });
});
