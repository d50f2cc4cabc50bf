import type { PricedTicketType } from '#lib/catalog/queries.ts';
import { type PriceChange, type ReducedPrice, reduceLine } from '#lib/catalog/voucher-price.ts';

/** What somebody wants: so many of a ticket type. */
export type WantedLine = { ticketTypeId: string; quantity: number };

export type PricedLine = WantedLine & ReducedPrice;

export type PricedLines =
  | { ok: true; lines: PricedLine[]; totalMinor: number; people: number; currency: string }
  | { ok: false; code: 'nothing_chosen' }
  | { ok: false; code: 'unknown_ticket_type'; ticketTypeId: string }
  | { ok: false; code: 'too_many_tickets'; limit: number }
  | { ok: false; code: 'companion_without_person'; ticketTypeId: string };

/**
 * Prices an order's lines from the catalog, whatever the browser said. Lines of the same type are added up, empty ones left
 * out; a voucher changes the price of each line. Every body takes a place, free categories too (2.3); a linked companion comes one to one with the person (4.1).
 */
export function priceLines(
  wanted: readonly WantedLine[],
  types: readonly PricedTicketType[],
  rules: { ticketLimit: number; taxPerMille: number; change?: PriceChange | null },
): PricedLines {
  const quantities = new Map<string, number>();
  for (const line of wanted) {
    if (line.quantity > 0) quantities.set(line.ticketTypeId, (quantities.get(line.ticketTypeId) ?? 0) + line.quantity);
  }
  if (!quantities.size) return { ok: false, code: 'nothing_chosen' };
  const lines: PricedLine[] = [];
  let currency = '';
  for (const ticketTypeId of quantities.keys()) {
    if (!types.some((type) => type.id === ticketTypeId))
      return { ok: false, code: 'unknown_ticket_type', ticketTypeId };
  }
  for (const type of types) {
    const quantity = quantities.get(type.id);
    if (!quantity) continue;
    if (type.companionToId && quantity > (quantities.get(type.companionToId) ?? 0)) {
      return { ok: false, code: 'companion_without_person', ticketTypeId: type.id };
    }
    const { id: ticketTypeId, unitPriceMinor } = type;
    const { taxPerMille } = rules;
    currency = type.currency;
    const line = { ticketTypeId, quantity, unitPriceMinor, currency, taxPerMille };
    lines.push({ ticketTypeId, quantity, ...reduceLine(line, rules.change ?? null) });
  }
  const people = lines.reduce((sum, line) => sum + line.quantity, 0);
  if (people > rules.ticketLimit) return { ok: false, code: 'too_many_tickets', limit: rules.ticketLimit };
  return { ok: true, lines, people, currency, totalMinor: lines.reduce((sum, line) => sum + line.totalMinor, 0) };
}
