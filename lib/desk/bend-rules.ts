import { type CheckInDecision, type CheckInQuestion, decideCheckIn } from '#lib/tickets/decide-check-in.ts';
import type { OverridableCode } from './values.ts';

export type BentDecision = {
  decision: CheckInDecision;
  /** True when a rule really stood in the way: otherwise the ordinary answer was given. */
  isBent: boolean;
  /** True when more go in than the ticket admits: the entry is recorded, but not counted on the ticket. */
  isBeyondTicket: boolean;
};

/**
 * The door's answer when a duty manager bends a rule of arrival: day, time and gate no longer count. Uses count on, unless
 * "already used" itself is what is bent. State, payment and documents are never bent. Requirements 7.6.
 */
export function bendRules(question: CheckInQuestion, code: OverridableCode): BentDecision {
  const ordinary = decideCheckIn(question);
  const plain = { decision: ordinary, isBent: false, isBeyondTicket: false };
  if (ordinary.code === 'admitted' || !question.ticket) return plain;
  const { ticket } = question;
  const decision = decideCheckIn({ ...question, nowMs: ticket.startsAtMs, gateProductIds: null });
  if (decision.code === 'admitted') {
    const minutesLate = Math.max(0, Math.ceil((question.nowMs - ticket.startsAtMs) / 60_000));
    return { decision: { ...decision, minutesLate }, isBent: true, isBeyondTicket: false };
  }
  if (decision.code !== 'already_used' || code !== 'already_used') return { ...plain, decision };
  const admitted = decideCheckIn({
    ...question,
    nowMs: ticket.startsAtMs,
    gateProductIds: null,
    people: question.people ?? 1,
    ticket: { ...ticket, admittedPeople: 0, partySize: Math.max(ticket.partySize, question.people ?? 1) },
  });
  if (admitted.code !== 'admitted') return { ...plain, decision: admitted };
  const { partySize, admittedPeople } = ticket;
  const party = { partySize, admittedPeople, remainingPeople: Math.max(0, partySize - admittedPeople) };
  return { decision: { ...admitted, ...party }, isBent: true, isBeyondTicket: true };
}
