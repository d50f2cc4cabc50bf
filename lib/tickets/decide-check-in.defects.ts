import type { CheckInDecision, CheckInQuestion, Presented, TicketFacts } from './decide-check-in.ts';
import type { TicketTokenFault, TicketTokenPayload } from './ticket-token.ts';

/** One row of the table that the server and every device must answer alike. Plain data: it survives JSON. */
export type CheckInCase = { name: string; question: CheckInQuestion; expected: Partial<CheckInDecision> };

export const minuteMs = 60_000;
export const startsAtMs = Date.parse('2026-12-12T06:30:00Z');
export const endsAtMs = startsAtMs + 60 * minuteMs;
export const dayMs = 24 * 60 * minuteMs;

export const payload: TicketTokenPayload = {
  ticketId: '0199b5c2-7a10-7c3e-8f42-5b6d7e8f9a0b',
  tokenVersion: 2,
  lastDate: '2027-12-12',
  partySize: 1,
};
const ticket: TicketFacts = {
  state: 'valid',
  tokenVersion: 2,
  isOrderPaid: true,
  partySize: 1,
  admittedPeople: 0,
  admissions: [],
  visitDate: '2026-12-12',
  startsAtMs,
  endsAtMs,
  productId: 'full-route',
  productName: 'Full route',
  documents: [],
};
export const rules = { earlyMinutes: 15, graceMinutes: 10, lateShortenedMinutes: 30, zone: 'Asia/Baku' };
/** 10:30 in Baku, an adult with a paid ticket for 10:30. */
export const base: CheckInQuestion = {
  nowMs: startsAtMs,
  presented: { way: 'token', verdict: { ok: true, payload } },
  ticket,
  feedState: null,
  rules,
  gateProductIds: ['full-route', 'hall-only'],
  people: null,
  isDocumentChecked: false,
};

export const withTicket = (question: CheckInQuestion, part: Partial<TicketFacts>): CheckInQuestion => ({
  ...question,
  ticket: question.ticket && { ...question.ticket, ...part },
});
export const faulty = (code: TicketTokenFault): Presented => ({ way: 'token', verdict: { ok: false, code } });
export const used = {
  admittedPeople: 1,
  admissions: [{ admittedAtMs: startsAtMs - 5 * minuteMs, station: 'Gate A', people: 1 }],
};

type Defect = {
  name: string;
  /** Defects of one kind exclude each other. */
  kind: 'token' | 'state' | 'paid' | 'version' | 'time' | 'gate' | 'uses' | 'document';
  apply: (question: CheckInQuestion) => CheckInQuestion;
  expected: Partial<CheckInDecision>;
};

/** In the order in which the door must find them: of two, the earlier one is the answer. */
const defects: Defect[] = [
  ...(['malformed', 'unknown_version', 'unknown_key', 'bad_signature', 'other_museum'] as const).map(
    (code): Defect => ({
      name: code,
      kind: 'token',
      apply: (question) => ({ ...question, presented: faulty(code) }),
      expected: { code: 'unknown', reason: code },
    }),
  ),
  {
    name: 'revoked',
    kind: 'state',
    apply: (question) => withTicket(question, { state: 'revoked' }),
    expected: { code: 'revoked', reason: 'withdrawn' },
  },
  {
    name: 'suspended',
    kind: 'state',
    apply: (question) => withTicket(question, { state: 'suspended' }),
    expected: { code: 'suspended' },
  },
  {
    name: 'unpaid',
    kind: 'paid',
    apply: (question) => withTicket(question, { isOrderPaid: false }),
    expected: { code: 'unpaid' },
  },
  {
    name: 'replaced by a newer version',
    kind: 'version',
    apply: (question) => withTicket(question, { tokenVersion: 3 }),
    expected: { code: 'revoked', reason: 'replaced' },
  },
  {
    name: 'newer than the list',
    kind: 'version',
    apply: (question) => withTicket(question, { tokenVersion: 1 }),
    expected: { code: 'not_on_list', reason: 'newer_version', partySize: 1 },
  },
  {
    name: 'of the day before',
    kind: 'time',
    apply: (question) =>
      withTicket(question, { visitDate: '2026-12-11', startsAtMs: startsAtMs - dayMs, endsAtMs: endsAtMs - dayMs }),
    expected: { code: 'wrong_day', visitDate: '2026-12-11', startsAtMs: startsAtMs - dayMs },
  },
  {
    name: 'hours early',
    kind: 'time',
    apply: (question) => ({ ...question, nowMs: startsAtMs - 90 * minuteMs }),
    expected: { code: 'too_early', opensAtMs: startsAtMs - 15 * minuteMs },
  },
  {
    name: 'too late for the guided part',
    kind: 'time',
    apply: (question) => ({ ...question, nowMs: startsAtMs + 40 * minuteMs }),
    expected: { code: 'too_late', reason: 'guided_part_lost', minutesLate: 40 },
  },
  {
    name: 'after the end',
    kind: 'time',
    apply: (question) => ({ ...question, nowMs: endsAtMs + 30 * minuteMs }),
    expected: { code: 'too_late', reason: 'visit_over', minutesLate: 90 },
  },
  {
    name: 'another product',
    kind: 'gate',
    apply: (question) => ({ ...question, gateProductIds: ['hall-only'] }),
    expected: { code: 'wrong_product', productId: 'full-route', productName: 'Full route' },
  },
  {
    name: 'used',
    kind: 'uses',
    apply: (question) => withTicket(question, used),
    expected: { code: 'already_used', last: { admittedAtMs: startsAtMs - 5 * minuteMs, station: 'Gate A' } },
  },
  {
    name: 'more people than remain',
    kind: 'uses',
    apply: (question) => ({ ...question, people: 2 }),
    expected: { code: 'already_used', last: null, remainingPeople: 1 },
  },
  {
    name: 'a document to be seen',
    kind: 'document',
    apply: (question) => withTicket(question, { documents: ['Student card'] }),
    expected: { code: 'check_document', documents: ['Student card'], people: 1 },
  },
];

export const singleDefects = defects.map(
  (defect): CheckInCase => ({ name: defect.name, question: defect.apply(base), expected: defect.expected }),
);

/** All pairs of defects that can meet on one ticket. */
export const pairsOfDefects = defects.flatMap((first, index) =>
  defects
    .slice(index + 1)
    .filter((second) => second.kind !== first.kind)
    .map(
      (second): CheckInCase => ({
        name: `${first.name}, and ${second.name}`,
        question: second.apply(first.apply(base)),
        expected: first.expected.code === 'already_used' ? { code: 'already_used' } : first.expected,
      }),
    ),
);
