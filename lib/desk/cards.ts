import { type CheckInRules, decideCheckIn } from '#lib/tickets/decide-check-in.ts';
import type { GroupCard, PartyCard, TicketCard } from './answer.ts';
import { factsForPart, latenessOf } from './sub-groups.ts';
import type { GroupFacts, TicketRow } from './ticket-rows.ts';

/** A ticket as the desk sees it, with what the door would say of it at `nowMs`. */
export function ticketCard(row: TicketRow, rules: CheckInRules, nowMs: number): TicketCard {
  const facts = factsForPart(row.facts, row.group?.subGroups ?? [], null, nowMs, rules);
  const decision = decideCheckIn({
    nowMs,
    presented: { way: 'listed' },
    ticket: facts,
    feedState: null,
    rules,
    gateProductIds: null,
    people: null,
    isDocumentChecked: false,
  });
  return {
    ticketId: row.ticketId,
    shortCode: row.shortCode,
    typeName: row.typeName,
    productName: facts.productName,
    visitDate: facts.visitDate,
    startTime: row.startTime,
    startsAtMs: row.facts.startsAtMs,
    endsAtMs: row.facts.endsAtMs,
    language: row.language,
    holderName: row.holderName,
    accessNeeds: row.accessNeeds,
    documents: facts.documents,
    state: facts.state,
    partySize: facts.partySize,
    admittedPeople: facts.admittedPeople,
    remainingPeople: Math.max(0, facts.partySize - facts.admittedPeople),
    code: decision.code,
  };
}

/** Tickets put together by their order, in the order in which they come. Withdrawn tickets do not count as people. */
export function partyCards(rows: readonly TicketRow[], rules: CheckInRules, nowMs: number): PartyCard[] {
  const parties = new Map<string, PartyCard>();
  for (const row of rows) {
    const party: PartyCard = parties.get(row.orderId) ?? {
      orderCode: row.orderCode,
      contactName: row.contactName,
      accessNeeds: row.accessNeeds,
      partySize: 0,
      admittedPeople: 0,
      tickets: [],
      group: row.group ? groupCard(row.group, rules, nowMs) : null,
    };
    const card = ticketCard(row, rules, nowMs);
    if (card.state !== 'revoked') party.partySize += card.partySize;
    party.admittedPeople += card.admittedPeople;
    party.tickets.push(card);
    parties.set(row.orderId, party);
  }
  return [...parties.values()];
}

const groupCard = (group: GroupFacts, rules: CheckInRules, nowMs: number): GroupCard => ({
  ...group,
  subGroups: group.subGroups.map((one) => {
    const { is, minutesLate } = latenessOf(one, nowMs, rules);
    // Whoever is here is not late any more.
    return { ...one, late: one.arrivedPeople >= one.people ? 'no' : is, minutesLate };
  }),
});
