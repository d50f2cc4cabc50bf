import type { TicketFacts } from '#lib/tickets/decide-check-in.ts';

/** One sub-group of a party as the desk needs it: whom it goes with, when, and who of it is here. */
export type SubGroupFacts = {
  id: string;
  no: number;
  startTime: string;
  startsAtMs: number;
  endsAtMs: number;
  guideName: string | null;
  people: number;
  arrivedPeople: number;
};
/** How a sub-group stands at a moment, by the rules of late arrival (requirements 7.6). */
export const latenesses = ['no', 'shortened', 'guided_part_lost', 'over'] as const;
export type Lateness = (typeof latenesses)[number];
type LateRules = { graceMinutes: number; lateShortenedMinutes: number };

const minuteMs = 60_000;

/** How late whoever comes now is for a sub-group: within grace, shortened with the same end, without the guide, or not at all any more. */
export function latenessOf(
  group: SubGroupFacts,
  nowMs: number,
  rules: LateRules,
): { is: Lateness; minutesLate: number } {
  const minutesLate = Math.max(0, Math.ceil((nowMs - group.startsAtMs) / minuteMs));
  if (nowMs >= group.endsAtMs) return { is: 'over', minutesLate };
  if (minutesLate <= rules.graceMinutes) return { is: 'no', minutesLate };
  return { is: minutesLate <= rules.lateShortenedMinutes ? 'shortened' : 'guided_part_lost', minutesLate };
}

/**
 * The sub-group that a part of a party goes to: the one that was chosen, or the first to begin that has room and is not lost by
 * lateness, as the database places them (place_arrival). Null without sub-groups. Pure.
 */
export function facingSubGroup(
  groups: readonly SubGroupFacts[],
  chosenId: string | null,
  nowMs: number,
  rules: LateRules,
): SubGroupFacts | null {
  const chosen = groups.find(({ id }) => id === chosenId);
  if (chosen) return chosen;
  const open = groups.filter(({ people, arrivedPeople }) => arrivedPeople < people);
  const inTime = open.find((group) => ['no', 'shortened'].includes(latenessOf(group, nowMs, rules).is));
  return inTime ?? open[0] ?? groups.at(-1) ?? null;
}

/**
 * A party's ticket as the door judges it. A bus comes together, before the first start or after it: early by the first sub-group, late
 * by the one that this part goes to. Pure.
 */
export function factsForPart(
  facts: TicketFacts,
  groups: readonly SubGroupFacts[],
  chosenId: string | null,
  nowMs: number,
  rules: LateRules,
): TicketFacts {
  const facing = facingSubGroup(groups, chosenId, nowMs, rules);
  if (!facing) return facts;
  const first = Math.min(...groups.map(({ startsAtMs }) => startsAtMs));
  const startsAtMs = Math.min(Math.max(nowMs, first), facing.startsAtMs);
  return { ...facts, startsAtMs, endsAtMs: facing.endsAtMs };
}
