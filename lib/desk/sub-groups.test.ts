import { expect, it } from 'vitest';
import type { TicketFacts } from '#lib/tickets/decide-check-in.ts';
import { facingSubGroup, factsForPart, latenessOf, type SubGroupFacts } from './sub-groups.ts';

const rules = { graceMinutes: 10, lateShortenedMinutes: 30 };
const at = (minute: number) => minute * 60_000;
const group = (no: number, startsAt: number, arrivedPeople = 0): SubGroupFacts => ({
  id: `g${no}`,
  no,
  startTime: '',
  startsAtMs: at(startsAt),
  endsAtMs: at(startsAt + 60),
  guideName: null,
  people: 13,
  arrivedPeople,
});
const ticket = { startsAtMs: at(600), endsAtMs: at(660) } as TicketFacts;

it.each([
  [600, 'no', 0],
  [610, 'no', 10],
  [611, 'shortened', 11],
  [630, 'shortened', 30],
  [631, 'guided_part_lost', 31],
  [660, 'over', 60],
])('at minute %i whoever is to begin at 600 is late: %s', (minute, is, minutesLate) => {
  expect(latenessOf(group(1, 600), at(minute), rules)).toEqual({ is, minutesLate });
});

it('sends a part to the first sub-group with room that is not lost, or where the desk says', () => {
  const groups = [group(1, 600, 13), group(2, 615), group(3, 630)];
  expect(facingSubGroup(groups, null, at(600), rules)?.no).toBe(2);
  expect(facingSubGroup(groups, 'g3', at(600), rules)?.no).toBe(3);
  expect(facingSubGroup(groups, null, at(650), rules)?.no).toBe(3);
  expect(facingSubGroup(groups, null, at(680), rules)?.no).toBe(2);
  expect(facingSubGroup([group(1, 600, 13)], null, at(600), rules)?.no).toBe(1);
  expect(facingSubGroup([], null, at(600), rules)).toBeNull();
});

it('judges early by the first start of the party, late by the start of the part', () => {
  const groups = [group(1, 600), group(2, 615), group(3, 660)];
  const starts = (now: number, chosen: string | null = null) =>
    factsForPart(ticket, groups, chosen, at(now), rules).startsAtMs / 60_000;
  expect(starts(570)).toBe(600);
  expect(starts(605, 'g3')).toBe(605);
  expect(starts(644)).toBe(615);
  expect(starts(655, 'g1')).toBe(600);
  expect(factsForPart(ticket, groups, 'g3', at(605), rules).endsAtMs).toBe(at(720));
  expect(factsForPart(ticket, [], null, at(605), rules)).toBe(ticket);
});
