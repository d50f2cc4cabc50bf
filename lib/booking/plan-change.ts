import { priceLine } from '#lib/catalog/price.ts';
import type { PricedTicketType } from '#lib/catalog/queries.ts';
import { type PriceChange, reducedUnitPrice } from '#lib/catalog/voucher-price.ts';
import { type PricedLines, priceLines, type WantedLine } from './price-lines.ts';

/** A ticket as it was paid: unit prices in minor units. */
export type PaidTicket = {
  id: string;
  ticketTypeId: string;
  partySize: number;
  admittedPeople: number;
  unitPriceMinor: number;
  fullPriceMinor: number | null;
};

/** What a visitor or staff would like a paid order to become. */
export type ChangeWish =
  | { kind: 'move'; toTimeslotId: string }
  | { kind: 'types'; types: readonly { ticketId: string; ticketTypeId: string }[] }
  | { kind: 'people'; lines: readonly WantedLine[] };

/** A line after the change: `quantity` people, those of the tickets named and the rest new. */
export type PlannedLine = {
  ticketTypeId: string;
  quantity: number;
  unitPriceMinor: number;
  taxMinor: number;
  fullPriceMinor: number | null;
  ticketIds: string[];
};

export type ChangePlan =
  | { ok: true; lines: PlannedLine[]; beforeMinor: number; afterMinor: number; addedPeople: number }
  | { ok: false; code: 'no_change' | 'unknown_ticket' | 'already_used' | 'type_not_offered' }
  | Exclude<Extract<PricedLines, { ok: false }>, { code: 'nothing_chosen' }>;

type Offer = {
  /** What is offered at the time of the change, in the museum's order. */
  ticketTypes: readonly PricedTicketType[];
  /** Types that whoever asks may choose: a visitor only those that are sold online. */
  choosable: ReadonlySet<string>;
  taxPerMille: number;
  /** What the order's voucher changes of a price. */
  change: PriceChange | null;
  ticketLimit: number;
};

type Price = { unitPriceMinor: number; fullPriceMinor: number | null };

/**
 * What the tickets of an order are and cost after a change (requirements 3.3). Another time costs what it costs on that date; with
 * other types or more people the tickets that stay as they are keep the price that was paid.
 */
export function planChange(wish: ChangeWish, tickets: readonly PaidTicket[], offer: Offer): ChangePlan {
  const wanted = wantedTypes(wish, tickets, offer);
  if (!wanted.ok) return wanted;
  const added = wish.kind === 'people' ? wish.lines.filter(({ quantity }) => quantity > 0) : [];
  if (wish.kind === 'people' && added.length === 0) return { ok: false, code: 'no_change' };
  const strange = added.find(({ ticketTypeId }) => !offer.choosable.has(ticketTypeId));
  if (strange) return { ok: false, code: 'unknown_ticket_type', ticketTypeId: strange.ticketTypeId };
  const lines: PlannedLine[] = [];
  for (const { ticket, ticketTypeId } of wanted.tickets) {
    const isKept = wish.kind !== 'move' && ticketTypeId === ticket.ticketTypeId;
    const price = isKept ? ticket : priceOf(ticketTypeId, offer);
    if (!price) return { ok: false, code: 'type_not_offered' };
    const line = lineFor(lines, ticketTypeId, price);
    line.quantity += ticket.partySize;
    line.ticketIds.push(ticket.id);
  }
  for (const { ticketTypeId, quantity } of added) {
    const price = priceOf(ticketTypeId, offer);
    if (!price) return { ok: false, code: 'type_not_offered' };
    lineFor(lines, ticketTypeId, price).quantity += quantity;
  }
  const refusal = wish.kind === 'move' ? null : refusalOf(lines, offer);
  if (refusal) return refusal;
  const place = new Map(offer.ticketTypes.map(({ id }, index) => [id, index]));
  const inOrder = lines.toSorted(
    (one, other) => (place.get(one.ticketTypeId) ?? 0) - (place.get(other.ticketTypeId) ?? 0),
  );
  return {
    ok: true,
    lines: inOrder.map((line) => ({
      ...line,
      taxMinor: priceLine({ ...line, taxPerMille: offer.taxPerMille }).taxMinor,
    })),
    beforeMinor: tickets.reduce((sum, ticket) => sum + ticket.unitPriceMinor * ticket.partySize, 0),
    afterMinor: lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0),
    addedPeople: added.reduce((sum, { quantity }) => sum + quantity, 0),
  };
}

type Wanted =
  | { ok: true; tickets: { ticket: PaidTicket; ticketTypeId: string }[] }
  | Extract<ChangePlan, { ok: false }>;

/** Which type each ticket shall have. Who has been let in stays what they were. */
function wantedTypes(wish: ChangeWish, tickets: readonly PaidTicket[], offer: Offer): Wanted {
  const types = new Map(wish.kind === 'types' ? wish.types.map((one) => [one.ticketId, one.ticketTypeId]) : []);
  if ([...types.keys()].some((id) => !tickets.some((ticket) => ticket.id === id)))
    return { ok: false, code: 'unknown_ticket' };
  const wanted = tickets.map((ticket) => ({ ticket, ticketTypeId: types.get(ticket.id) ?? ticket.ticketTypeId }));
  const changed = wanted.filter(({ ticket, ticketTypeId }) => ticketTypeId !== ticket.ticketTypeId);
  const strange = changed.find(({ ticketTypeId }) => !offer.choosable.has(ticketTypeId));
  if (strange) return { ok: false, code: 'unknown_ticket_type', ticketTypeId: strange.ticketTypeId };
  if (wish.kind === 'types' && changed.length === 0) return { ok: false, code: 'no_change' };
  const touched = wish.kind === 'move' ? wanted : changed;
  if (touched.some(({ ticket }) => ticket.admittedPeople > 0)) return { ok: false, code: 'already_used' };
  return { ok: true, tickets: wanted };
}

function priceOf(ticketTypeId: string, { ticketTypes, change }: Offer): Price | null {
  const type = ticketTypes.find(({ id }) => id === ticketTypeId);
  if (!type) return null;
  const reduced = change && reducedUnitPrice({ ...type, ticketTypeId }, change);
  return reduced === null
    ? { unitPriceMinor: type.unitPriceMinor, fullPriceMinor: null }
    : { unitPriceMinor: reduced, fullPriceMinor: type.unitPriceMinor };
}

function lineFor(lines: PlannedLine[], ticketTypeId: string, price: Price): PlannedLine {
  const { unitPriceMinor, fullPriceMinor } = price;
  const found = lines.find(
    (line) =>
      line.ticketTypeId === ticketTypeId &&
      line.unitPriceMinor === unitPriceMinor &&
      line.fullPriceMinor === fullPriceMinor,
  );
  if (found) return found;
  const line = { ticketTypeId, quantity: 0, unitPriceMinor, taxMinor: 0, fullPriceMinor, ticketIds: [] };
  lines.push(line);
  return line;
}

/** The same rules as for a new order: how many, and who comes with whom. */
function refusalOf(lines: readonly PlannedLine[], offer: Offer): Extract<ChangePlan, { ok: false }> | null {
  const priced = priceLines(lines, offer.ticketTypes, { ticketLimit: offer.ticketLimit, taxPerMille: 0 });
  if (priced.ok || priced.code === 'nothing_chosen') return null;
  // A type that is not offered any more stays what it was.
  return priced.code === 'unknown_ticket_type' ? null : priced;
}
