import type { ChangeWish } from '#lib/booking/plan-change.ts';
import { isUuid } from '#lib/platform/ids.ts';

type Fields = Iterable<readonly [string, string | string[] | undefined]>;

const most = 500;
const mostPeople = 500;

/** Other ticket types, as a form or an address brings them: `type.TICKET=TYPE`. Only those that could be ids. */
export function wishedTypes(fields: Fields): Extract<ChangeWish, { kind: 'types' }> {
  const types = [...fields].flatMap(([name, value]) => {
    const ticketId = name.startsWith('type.') ? name.slice('type.'.length) : '';
    return isUuid(ticketId) && typeof value === 'string' && isUuid(value) ? [{ ticketId, ticketTypeId: value }] : [];
  });
  return { kind: 'types', types: types.slice(0, most) };
}

/** More people: `more.TYPE=2`. Null where something else than a whole number was typed. */
export function wishedPeople(fields: Fields): Extract<ChangeWish, { kind: 'people' }> | null {
  const lines: { ticketTypeId: string; quantity: number }[] = [];
  for (const [name, value] of fields) {
    const ticketTypeId = name.startsWith('more.') ? name.slice('more.'.length) : '';
    if (!isUuid(ticketTypeId) || typeof value !== 'string' || value.trim() === '') continue;
    if (!/^\s*\d{1,3}\s*$/.test(value) || Number(value) > mostPeople) return null;
    if (Number(value) > 0 && lines.length < most) lines.push({ ticketTypeId, quantity: Number(value) });
  }
  return { kind: 'people', lines };
}

/** The fields by which a form says this wish again. */
export function fieldsOf(wish: ChangeWish): [name: string, value: string][] {
  switch (wish.kind) {
    case 'move':
      return [['timeslotId', wish.toTimeslotId]];
    case 'types':
      return wish.types.map(({ ticketId, ticketTypeId }) => [`type.${ticketId}`, ticketTypeId]);
    case 'people':
      return wish.lines.map(({ ticketTypeId, quantity }) => [`more.${ticketTypeId}`, String(quantity)]);
  }
}
