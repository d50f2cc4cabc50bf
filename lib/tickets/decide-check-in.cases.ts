import {
  base,
  type CheckInCase,
  dayMs,
  endsAtMs,
  faulty,
  minuteMs,
  pairsOfDefects,
  payload,
  rules,
  singleDefects,
  startsAtMs,
  used,
  withTicket,
} from './decide-check-in.defects.ts';
import type { CheckInQuestion, Presented } from './decide-check-in.ts';
import type { TicketTokenPayload } from './ticket-token.ts';

const presenting = (part: Partial<TicketTokenPayload>): Presented => ({
  way: 'token',
  verdict: { ok: true, payload: { ...payload, ...part } },
});
const at = (minutes: number): CheckInQuestion => ({ ...base, nowMs: startsAtMs + minutes * minuteMs });
const unlisted: CheckInQuestion = { ...base, ticket: null };
const listed: CheckInQuestion = { ...base, presented: { way: 'listed' } };
const party = (admittedPeople: number, people: number | null): CheckInQuestion => ({
  ...withTicket(base, { partySize: 27, admittedPeople }),
  people,
});
const midnight = withTicket(base, {
  startsAtMs: Date.parse('2026-12-12T19:30:00Z'),
  endsAtMs: Date.parse('2026-12-12T20:30:00Z'),
});
const justAfterMidnight = withTicket(base, {
  visitDate: '2026-12-13',
  startsAtMs: Date.parse('2026-12-12T20:05:00Z'),
  endsAtMs: Date.parse('2026-12-12T21:05:00Z'),
});

const named: CheckInCase[] = [
  {
    name: 'a good ticket at its time',
    question: base,
    expected: { code: 'admitted', people: 1, arrival: 'on_time', minutesLate: 0, remainingPeople: 0, endsAtMs },
  },
  { name: 'a good ticket by its typed code', question: listed, expected: { code: 'admitted', people: 1 } },
  {
    name: 'a typed code of a reissued ticket, whose version nobody can see',
    question: withTicket(listed, { tokenVersion: 9 }),
    expected: { code: 'admitted' },
  },
  {
    name: 'a typed code that is nobody’s',
    question: { ...listed, ticket: null },
    expected: { code: 'unknown', reason: 'no_such_code' },
  },
  {
    name: 'a typed code that is nobody’s, though the feed speaks',
    question: { ...listed, ticket: null, feedState: 'revoked' },
    expected: { code: 'unknown' },
  },
  { name: 'the first millisecond of entry', question: at(-15), expected: { code: 'admitted', arrival: 'on_time' } },
  {
    name: 'a millisecond before entry',
    question: { ...base, nowMs: startsAtMs - 15 * minuteMs - 1 },
    expected: { code: 'too_early', opensAtMs: startsAtMs - 15 * minuteMs, visitDate: '2026-12-12', startsAtMs },
  },
  {
    name: 'at the end of grace',
    question: at(10),
    expected: { code: 'admitted', arrival: 'on_time', minutesLate: 10 },
  },
  {
    name: 'a millisecond after grace',
    question: { ...base, nowMs: startsAtMs + 10 * minuteMs + 1 },
    expected: { code: 'admitted', arrival: 'shortened', minutesLate: 11, endsAtMs },
  },
  { name: 'at the end of tier one', question: at(30), expected: { code: 'admitted', arrival: 'shortened' } },
  {
    name: 'a millisecond after tier one',
    question: { ...base, nowMs: startsAtMs + 30 * minuteMs + 1 },
    expected: { code: 'too_late', reason: 'guided_part_lost', minutesLate: 31, endsAtMs },
  },
  { name: 'at the very end', question: at(60), expected: { code: 'too_late', reason: 'visit_over', minutesLate: 60 } },
  {
    name: 'a visit that ends before tier one does',
    question: withTicket(at(20), { endsAtMs: startsAtMs + 20 * minuteMs }),
    expected: { code: 'too_late', reason: 'visit_over' },
  },
  {
    name: 'a museum without early entry or patience',
    question: { ...at(1), rules: { ...rules, earlyMinutes: 0, graceMinutes: 0, lateShortenedMinutes: 0 } },
    expected: { code: 'too_late', reason: 'guided_part_lost', minutesLate: 1 },
  },
  {
    name: 'the day after',
    question: { ...base, nowMs: startsAtMs + dayMs },
    expected: { code: 'wrong_day', visitDate: '2026-12-12' },
  },
  {
    name: 'the day before by the museum’s clock, the same day by London’s',
    question: { ...base, nowMs: Date.parse('2026-12-11T19:59:00Z') },
    expected: { code: 'wrong_day', visitDate: '2026-12-12' },
  },
  {
    name: 'the same day by the museum’s clock, the day before by London’s',
    question: { ...base, nowMs: Date.parse('2026-12-11T20:00:00Z') },
    expected: { code: 'too_early' },
  },
  {
    name: 'a night visit, after midnight, shortened',
    question: { ...midnight, nowMs: Date.parse('2026-12-12T20:00:00Z') },
    expected: { code: 'admitted', arrival: 'shortened', minutesLate: 30 },
  },
  {
    name: 'a visit just after midnight, ten minutes early',
    question: { ...justAfterMidnight, nowMs: Date.parse('2026-12-12T19:55:00Z') },
    expected: { code: 'admitted', arrival: 'on_time' },
  },
  {
    name: 'genuine, not on the list',
    question: unlisted,
    expected: { code: 'not_on_list', reason: 'not_listed', partySize: 1, lastDate: '2027-12-12' },
  },
  {
    name: 'not on the list, revoked by the feed',
    question: { ...unlisted, feedState: 'revoked' },
    expected: { code: 'revoked', reason: 'withdrawn' },
  },
  {
    name: 'not on the list, suspended by the feed',
    question: { ...unlisted, feedState: 'suspended' },
    expected: { code: 'suspended' },
  },
  {
    name: 'not on the list, suspended and freed again',
    question: { ...unlisted, feedState: 'valid' },
    expected: { code: 'not_on_list' },
  },
  {
    name: 'not on the list, revoked by the feed and past its last date',
    question: { ...unlisted, feedState: 'revoked', presented: presenting({ lastDate: '2026-12-11' }) },
    expected: { code: 'revoked' },
  },
  {
    name: 'not on the list, past its last date',
    question: { ...unlisted, presented: presenting({ lastDate: '2026-12-11' }) },
    expected: { code: 'wrong_day', visitDate: null, lastDate: '2026-12-11' },
  },
  {
    name: 'not on the list, on its last date',
    question: { ...unlisted, presented: presenting({ lastDate: '2026-12-12' }) },
    expected: { code: 'not_on_list' },
  },
  {
    name: 'a forged token of an unlisted, revoked ticket',
    question: { ...unlisted, feedState: 'revoked', presented: faulty('bad_signature') },
    expected: { code: 'unknown', reason: 'bad_signature' },
  },
  {
    name: 'on the list past the token’s last date: a moved order keeps its code, the list knows better',
    question: { ...base, presented: presenting({ lastDate: '2026-12-11' }) },
    expected: { code: 'admitted' },
  },
  {
    name: 'a gate for everything',
    question: { ...base, gateProductIds: null },
    expected: { code: 'admitted' },
  },
  {
    name: 'a gate for nothing',
    question: { ...base, gateProductIds: [] },
    expected: { code: 'wrong_product' },
  },
  {
    name: 'a class, all at once',
    question: party(0, null),
    expected: { code: 'admitted', people: 27, partySize: 27, admittedPeople: 27, remainingPeople: 0 },
  },
  {
    name: 'a class, the first twelve',
    question: party(0, 12),
    expected: { code: 'admitted', people: 12, admittedPeople: 12, remainingPeople: 15 },
  },
  {
    name: 'a class, the rest',
    question: party(12, null),
    expected: { code: 'admitted', people: 15, admittedPeople: 27, remainingPeople: 0 },
  },
  {
    name: 'a class, more than the rest',
    question: party(12, 16),
    expected: { code: 'already_used', partySize: 27, admittedPeople: 12, remainingPeople: 15 },
  },
  {
    name: 'a class, once more',
    question: party(27, 1),
    expected: { code: 'already_used', remainingPeople: 0 },
  },
  {
    name: 'a party whose size at issue was larger than what the order has now',
    question: { ...party(0, 28), presented: presenting({ partySize: 30 }) },
    expected: { code: 'already_used', remainingPeople: 27 },
  },
  {
    name: 'more inside than the party has left after a reduction',
    question: withTicket(base, { partySize: 2, admittedPeople: 3 }),
    expected: { code: 'already_used', remainingPeople: 0 },
  },
  {
    name: 'used twice: the latest admission is told',
    question: withTicket(base, {
      partySize: 2,
      admittedPeople: 2,
      admissions: [
        { admittedAtMs: startsAtMs - 9 * minuteMs, station: 'Gate A', people: 1 },
        { admittedAtMs: startsAtMs - 2 * minuteMs, station: 'Gate B', people: 1 },
      ],
    }),
    expected: { code: 'already_used', last: { admittedAtMs: startsAtMs - 2 * minuteMs, station: 'Gate B' } },
  },
  {
    name: 'a concession whose document was seen',
    question: { ...withTicket(base, { documents: ['Student card'] }), isDocumentChecked: true },
    expected: { code: 'admitted', people: 1 },
  },
  {
    name: 'a used concession whose document was seen',
    question: { ...withTicket(base, { ...used, documents: ['Student card'] }), isDocumentChecked: true },
    expected: { code: 'already_used' },
  },
];

/** Single defects, all pairs of defects that can meet, and the named cases of the rules. */
export const checkInCases: readonly CheckInCase[] = [...singleDefects, ...pairsOfDefects, ...named];
