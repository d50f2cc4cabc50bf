/** How many of which ticket were typed, by field name, as an address or a form brings them. */
export type TypedTickets = Record<string, string>;

const mostTypes = 100;
const mostSigns = 6;

/** The numbers of tickets among the fields of a form or the query of an address: exactly as typed, absurd lengths cut. */
export function typedTickets(fields: Iterable<readonly [string, string | string[] | undefined]>): TypedTickets {
  const typed: TypedTickets = {};
  for (const [name, value] of fields) {
    if (!name.startsWith('ticket.') || typeof value !== 'string' || name.length > 60) continue;
    if (Object.keys(typed).length >= mostTypes) break;
    typed[name] = value.slice(0, mostSigns);
  }
  return typed;
}
