import type { CheckInDecision } from '#lib/tickets/decide-check-in.ts';
import type { CheckInCode, TicketState } from '#lib/tickets/values.ts';

/** A ticket as the desk sees it. Plain data in the desk's language; instants are milliseconds. */
export type TicketCard = {
  ticketId: string;
  shortCode: string;
  typeName: string;
  productName: string;
  visitDate: string;
  startTime: string;
  startsAtMs: number;
  endsAtMs: number;
  language: string | null;
  holderName: string | null;
  /** What whoever booked has told of their party: a wheelchair, a companion, hard of hearing (3.2). */
  accessNeeds: string | null;
  /** What has to be seen before this ticket is let in; empty when nothing. */
  documents: readonly string[];
  state: TicketState;
  partySize: number;
  admittedPeople: number;
  remainingPeople: number;
  /** What the door would say of it now. */
  code: CheckInCode;
};

/** The tickets of one order: who comes together. */
export type PartyCard = {
  orderCode: string;
  contactName: string | null;
  accessNeeds: string | null;
  partySize: number;
  admittedPeople: number;
  tickets: TicketCard[];
};

/** What a desk is told of one scan. */
export type ScanAnswer = {
  scanId: string;
  /** True when this scan had been judged before: the answer is the one given then. */
  isRepeat: boolean;
  decision: CheckInDecision;
  /** True when a person bent a rule to let them in. */
  isOverride: boolean;
  ticket: TicketCard | null;
  /** The order it belongs to, when more than this one ticket is in it. */
  party: PartyCard | null;
  /** How far the device's clock is behind the museum's, when that is more than a minute. */
  clockOffsetMs: number | null;
};

export type ScanResult =
  | ({ ok: true; kind: 'judged' } & ScanAnswer)
  /** More than one may go in and nobody has counted: nothing was recorded, the desk says how many. */
  | { ok: true; kind: 'choose'; scanId: string; party: PartyCard }
  | { ok: false; code: 'forbidden' | 'may_not_override' | 'scan_id_taken' };

/** One timeslot on the day board. People, not tickets. */
export type BoardSlot = {
  timeslotId: string;
  startTime: string;
  startsAtMs: number;
  endsAtMs: number;
  productName: string;
  language: string | null;
  guideName: string | null;
  state: string;
  bookedPeople: number;
  arrivedPeople: number;
  expectedPeople: number;
  /** What parties of this time have told of their needs, with how many people they are. */
  needs: { people: number; text: string }[];
};

export type DayBoard = {
  zone: string;
  date: string;
  atMs: number;
  bookedPeople: number;
  arrivedPeople: number;
  slots: BoardSlot[];
};
