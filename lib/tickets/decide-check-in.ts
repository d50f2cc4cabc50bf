import { dateAt, type IsoDate } from '#lib/platform/time.ts';
import type { TicketTokenFault, TicketTokenPayload } from './ticket-token.ts';
import type { TicketState } from './values.ts';

/** What was held to the door: a QR code as `verifyTicketToken` judged it, or a code or a name from the list. */
export type Presented =
  | { way: 'token'; verdict: { ok: true; payload: TicketTokenPayload } | { ok: false; code: TicketTokenFault } }
  | { way: 'listed' };

/** What the list at hand (the database, or a device's snapshot with the feed worked in) knows of the ticket. */
export type TicketFacts = {
  state: TicketState;
  tokenVersion: number;
  isOrderPaid: boolean;
  partySize: number;
  admittedPeople: number;
  /** The latest last. `station` is the device or desk, in its own name. Milliseconds, like every instant here. */
  admissions: readonly { admittedAtMs: number; station: string; people: number }[];
  visitDate: IsoDate;
  startsAtMs: number;
  endsAtMs: number;
  productId: string;
  productName: string;
  /** The documents of which one must be seen before a concession is let in; empty when none. */
  documents: readonly string[];
};

/** Arrival rules as data (requirements 7.6), in minutes about the start; `zone` is the museum's. */
export type CheckInRules = {
  earlyMinutes: number;
  graceMinutes: number;
  lateShortenedMinutes: number;
  zone: string;
};

export type CheckInQuestion = {
  nowMs: number;
  presented: Presented;
  /** Null when the list does not have the ticket. */
  ticket: TicketFacts | null;
  /** What the revocation feed last said of a ticket that the list does not have. */
  feedState: TicketState | null;
  rules: CheckInRules;
  /** The products this gate lets in; null for every one. */
  gateProductIds: readonly string[] | null;
  /** How many are to go in; null for all that remain of the party. */
  people: number | null;
  /** True once a person has seen the document. */
  isDocumentChecked: boolean;
};

export type UnknownReason = TicketTokenFault | 'no_such_code';
type SlotFacts = { visitDate: IsoDate; startsAtMs: number; endsAtMs: number };
type PartyFacts = { partySize: number; admittedPeople: number; remainingPeople: number };

/** The answer of the door. Only `admitted` lets in; everything else is said with the facts that explain it. */
export type CheckInDecision =
  | ({ code: 'admitted'; people: number; arrival: 'on_time' | 'shortened'; minutesLate: number } & PartyFacts &
      Pick<SlotFacts, 'endsAtMs'>)
  | { code: 'unknown'; reason: UnknownReason }
  | { code: 'revoked'; reason: 'withdrawn' | 'replaced' }
  | { code: 'suspended' }
  | { code: 'unpaid' }
  | ({ code: 'not_on_list'; reason: 'not_listed' | 'newer_version' } & { partySize: number; lastDate: IsoDate })
  | { code: 'wrong_day'; visitDate: IsoDate | null; startsAtMs: number | null; lastDate: IsoDate | null }
  | ({ code: 'too_early'; opensAtMs: number } & SlotFacts)
  | ({ code: 'too_late'; reason: 'guided_part_lost' | 'visit_over'; minutesLate: number } & SlotFacts)
  | { code: 'wrong_product'; productId: string; productName: string }
  | ({ code: 'already_used'; last: { admittedAtMs: number; station: string } | null } & PartyFacts)
  | ({ code: 'check_document'; documents: readonly string[]; people: number } & PartyFacts);

const minuteMs = 60_000;

/**
 * Judges one scan, the same on the server and on a device without network. The order is fixed (correctness 2.6): form,
 * key, signature and museum → revoked, suspended, unpaid → version → day and time → product at this gate → uses →
 * document. So a revoked ticket is never called "already used", and nothing about a forged one is ever looked up.
 * Counts and refuses; it does not write. Throws on a number of people that no form lets through.
 */
export function decideCheckIn(question: CheckInQuestion): CheckInDecision {
  const { presented, ticket, people } = question;
  if (people !== null && (!Number.isInteger(people) || people < 1)) throw new RangeError('people must be at least one');
  if (presented.way === 'token' && !presented.verdict.ok) return { code: 'unknown', reason: presented.verdict.code };
  const token = presented.way === 'token' && presented.verdict.ok ? presented.verdict.payload : null;
  if (!ticket) return token ? decideUnlisted(question, token) : { code: 'unknown', reason: 'no_such_code' };

  if (ticket.state === 'revoked') return { code: 'revoked', reason: 'withdrawn' };
  if (ticket.state === 'suspended') return { code: 'suspended' };
  if (!ticket.isOrderPaid) return { code: 'unpaid' };
  if (token && token.tokenVersion < ticket.tokenVersion) return { code: 'revoked', reason: 'replaced' };
  // Issued anew after this list was made: genuine, but what the list says of the ticket may be out of date.
  if (token && token.tokenVersion > ticket.tokenVersion) return notOnList(token, 'newer_version');
  return decideTime(question, ticket) ?? decideGate(question, ticket) ?? decideUses(question, ticket);
}

// Genuine, yet not on the list at hand: only what the feed and the token itself say can be judged, then a person decides.
function decideUnlisted({ nowMs, feedState, rules }: CheckInQuestion, token: TicketTokenPayload): CheckInDecision {
  if (feedState === 'revoked') return { code: 'revoked', reason: 'withdrawn' };
  if (feedState === 'suspended') return { code: 'suspended' };
  if (token.lastDate < dateAt(new Date(nowMs), rules.zone)) {
    return { code: 'wrong_day', visitDate: null, startsAtMs: null, lastDate: token.lastDate };
  }
  return notOnList(token, 'not_listed');
}

function notOnList(token: TicketTokenPayload, reason: 'not_listed' | 'newer_version'): CheckInDecision {
  return { code: 'not_on_list', reason, partySize: token.partySize, lastDate: token.lastDate };
}

function decideTime({ nowMs, rules }: CheckInQuestion, ticket: TicketFacts): CheckInDecision | null {
  const { visitDate, startsAtMs, endsAtMs } = ticket;
  const opensAtMs = startsAtMs - rules.earlyMinutes * minuteMs;
  const isNear = nowMs >= opensAtMs && nowMs < endsAtMs;
  // A visit past midnight is still tonight's.
  if (!isNear && dateAt(new Date(nowMs), rules.zone) !== visitDate) {
    return { code: 'wrong_day', visitDate, startsAtMs, lastDate: null };
  }
  if (nowMs < opensAtMs) return { code: 'too_early', opensAtMs, visitDate, startsAtMs, endsAtMs };
  const late = { minutesLate: minutesLate(nowMs, startsAtMs), visitDate, startsAtMs, endsAtMs };
  if (nowMs >= endsAtMs) return { code: 'too_late', reason: 'visit_over', ...late };
  if (nowMs > startsAtMs + rules.lateShortenedMinutes * minuteMs) {
    return { code: 'too_late', reason: 'guided_part_lost', ...late };
  }
  return null;
}

function decideGate({ gateProductIds }: CheckInQuestion, ticket: TicketFacts): CheckInDecision | null {
  if (gateProductIds === null || gateProductIds.includes(ticket.productId)) return null;
  return { code: 'wrong_product', productId: ticket.productId, productName: ticket.productName };
}

function decideUses(question: CheckInQuestion, ticket: TicketFacts): CheckInDecision {
  const { nowMs, rules, isDocumentChecked } = question;
  const { partySize, admittedPeople, startsAtMs, endsAtMs } = ticket;
  const remainingPeople = Math.max(0, partySize - admittedPeople);
  const party = { partySize, admittedPeople, remainingPeople };
  const people = question.people ?? remainingPeople;
  if (remainingPeople === 0 || people > remainingPeople) {
    const last = ticket.admissions.at(-1);
    const seen = last ? { admittedAtMs: last.admittedAtMs, station: last.station } : null;
    return { code: 'already_used', last: seen, ...party };
  }
  if (ticket.documents.length > 0 && !isDocumentChecked) {
    return { code: 'check_document', documents: ticket.documents, people, ...party };
  }
  const isShortened = nowMs > startsAtMs + rules.graceMinutes * minuteMs;
  return {
    code: 'admitted',
    people,
    arrival: isShortened ? 'shortened' : 'on_time',
    minutesLate: minutesLate(nowMs, startsAtMs),
    partySize,
    admittedPeople: admittedPeople + people,
    remainingPeople: remainingPeople - people,
    endsAtMs,
  };
}

// Begun minutes, so that the answer never says "0 minutes late" of somebody who is.
function minutesLate(nowMs: number, startsAtMs: number): number {
  return Math.max(0, Math.ceil((nowMs - startsAtMs) / minuteMs));
}
