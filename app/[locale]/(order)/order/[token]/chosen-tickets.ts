import { isUuid } from '#lib/platform/ids.ts';

const most = 500;

/** Tickets chosen in a form or in its address, as `ticket.ID` each; what could be no id is left out. */
export function chosenTickets(fields: Iterable<[string, unknown]>): string[] {
  return [...fields]
    .filter(([name, value]) => name.startsWith('ticket.') && value !== undefined)
    .map(([name]) => name.slice('ticket.'.length))
    .filter(isUuid)
    .slice(0, most);
}
