import type { CheckInDecision } from '#lib/tickets/decide-check-in.ts';
import type { CheckInCode, TicketState } from '#lib/tickets/values.ts';
import type { Lateness, SubGroupFacts } from './sub-groups.ts';

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

/** A school's or group's visit behind one code: who goes with whom and when, who is here, and what lateness costs. */
export type GroupCard = {
  visitId: string;
  school: string | null;
  counts: { pupils: number; teachers: number; parents: number; aides: number };
  dayAnswer: string | null;
  dayPeople: number | null;
  lateMinutes: number | null;
  subGroups: (SubGroupFacts & { late: Lateness; minutesLate: number })[];
};

/** The tickets of one order: who comes together. */
export type PartyCard = {
  orderCode: string;
  contactName: string | null;
  accessNeeds: string | null;
  partySize: number;
  admittedPeople: number;
  tickets: TicketCard[];
  group: GroupCard | null;
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
  /** The sub-groups of parties that begin then: one guide each. */
  parties: { school: string | null; no: number; of: number }[];
};

export type DayBoard = {
  zone: string;
  date: string;
  atMs: number;
  bookedPeople: number;
  arrivedPeople: number;
  slots: BoardSlot[];
};
