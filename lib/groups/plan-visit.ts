import type { PoolKind } from '#lib/capacity/values.ts';
import { daysBetween, type IsoDate } from '#lib/platform/time.ts';
import {
  type GuideRules,
  type Placement,
  type PlanGuide,
  type PlanPool,
  type PlanStart,
  placeSubGroups,
  type Relaxed,
} from './place-sub-groups.ts';
import { fewestSubGroups, type Party, type SplitParty, type SplitRules, splitParty } from './split-party.ts';

/** A day on which the party could come: its starts in order of time, the pools they draw on, and who could lead. */
export type PlanDay = {
  date: IsoDate;
  starts: readonly PlanStart[];
  pools: readonly PlanPool[];
  /** The guides who lead in the party's language, with what they lead already. */
  guides: readonly PlanGuide[];
};

/** A date and a time that the party would like; minutes of the day. */
export type Wish = { date: IsoDate; startMinute: number };

export type PlanRules = SplitRules &
  GuideRules & {
    /** How long the last sub-group may begin after the first, in minutes. */
    mostWaitMinutes: number;
    /** How many sub-groups more than the fewest may be tried, where rooms are partly taken. */
    moreSubGroups: number;
  };

/** One part of a plan. */
export type PlannedSubGroup = {
  people: number;
  adults: number;
  timeslotId: string;
  startMinute: number;
  endMinute: number;
  route: string;
  guideId: string;
};

/** A visit that breaks no limit, with what speaks for and against it: the facts that its place in the order comes from. */
export type Plan = {
  date: IsoDate;
  startMinute: number;
  endMinute: number;
  subGroups: PlannedSubGroup[];
  reasons: {
    /** The wish it is nearest to, and how far: 0 days and 0 minutes is what was asked for. */
    wish: number;
    daysAway: number;
    minutesAway: number;
    /** Sub-groups more than the fewest possible. */
    moreSubGroups: number;
    /** Minutes between the first and the last start. */
    waitMinutes: number;
    /** The most tours that one of its guides leads that day, this one included. */
    guideTours: number;
  };
};

/** What stands in the way of a wish. `no_start`: nothing begins then; `starts`: too few sub-groups can begin within the waiting time. */
export type PlanLimit = { limit: PoolKind | 'guides' | 'no_start' | 'starts'; labels: string[] };

export type PlanVisit =
  | {
      ok: true;
      /** The best first. */
      plans: Plan[];
      /** For each wish, in order: null when a plan meets it exactly, else the limits without which one would. */
      prevented: (PlanLimit[] | null)[];
      /** True when somewhere the search was given up before it was certain that there is no plan. */
      isCutShort: boolean;
    }
  | Extract<SplitParty, { ok: false }>;

/**
 * The best plans for a party, at most `most` of them: nearest to a wish, then the fewest sub-groups, the least waiting, the
 * best rested guides. Without any at a wish it says which limits prevent that; the first plan then is the nearest that works.
 * Refused when the party is nobody, or lacks adults whatever the day. Requirements 6.2, 6.3.
 */
export function planVisit(input: {
  party: Party;
  wishes: readonly Wish[];
  days: readonly PlanDay[];
  rules: PlanRules;
  most?: number;
}): PlanVisit {
  const { party, wishes, days, rules } = input;
  const fewest = fewestSubGroups(party, rules);
  const least = splitParty(party, fewest, rules);
  if (!least.ok) return least;
  const plans: Plan[] = [];
  let isCutShort = false;
  for (const day of days) {
    for (const startMinute of new Set(day.starts.map((start) => start.startMinute))) {
      const found = planAt(day, startMinute, { party, rules, wishes });
      isCutShort ||= found.isCutShort;
      if (found.plan) plans.push(found.plan);
    }
  }
  plans.sort(comparePlans);
  const prevented = wishes.map((wish) => {
    const isMet = plans.some(({ date, startMinute }) => date === wish.date && startMinute === wish.startMinute);
    return isMet ? null : limitsAt(wish, { party, rules, days });
  });
  return { ok: true, plans: plans.slice(0, input.most ?? 10), prevented, isCutShort };
}

/** The best plan whose first sub-group begins at this minute: the fewest sub-groups, then the least waiting. */
function planAt(
  day: PlanDay,
  startMinute: number,
  { party, rules, wishes, relaxed }: { party: Party; rules: PlanRules; wishes: readonly Wish[]; relaxed?: Relaxed },
): { plan: Plan | null; isCutShort: boolean } {
  const fewest = fewestSubGroups(party, rules);
  const within = day.starts.filter(
    (start) => start.startMinute >= startMinute && start.startMinute <= startMinute + rules.mostWaitMinutes,
  );
  const waits = [...new Set(within.map((start) => start.startMinute - startMinute))];
  let isCutShort = false;
  for (let more = 0; more <= rules.moreSubGroups; more += 1) {
    const split = splitParty(party, fewest + more, rules);
    if (!split.ok) break;
    const sizes = split.shares.map(({ people }) => people);
    const search = (waitMinutes: number) =>
      placeSubGroups({
        sizes,
        starts: within.filter((start) => start.startMinute <= startMinute + waitMinutes),
        pools: day.pools,
        guides: day.guides,
        guideRules: rules,
        relaxed,
      });
    const widest = search(rules.mostWaitMinutes);
    isCutShort ||= widest.isCutShort;
    // Where the longest waiting does not help, a shorter one does not either.
    if (!widest.placements) continue;
    let best = widest.placements;
    let waitMinutes = waitOf(best);
    for (let [low, high] = [0, waits.indexOf(waitMinutes)]; low < high; ) {
      const middle = Math.floor((low + high) / 2);
      const { placements } = search(waits[middle] ?? 0);
      if (placements) {
        best = placements;
        waitMinutes = waitOf(best);
        high = waits.indexOf(waitMinutes);
      } else low = middle + 1;
    }
    const adults = Map.groupBy(split.shares, ({ people }) => people);
    const subGroups = best.map(({ start, people, guideId }): PlannedSubGroup => {
      const share = adults.get(people)?.shift();
      const { timeslotId, endMinute, route } = start;
      return {
        people,
        adults: share?.adults ?? 1,
        timeslotId,
        startMinute: start.startMinute,
        endMinute,
        route,
        guideId: guideId ?? '',
      };
    });
    return { plan: asPlan(day, subGroups, { startMinute, waitMinutes, more, wishes }), isCutShort };
  }
  return { plan: null, isCutShort };
}

/** Minutes between the first and the last start. */
function waitOf(placements: readonly Placement[]): number {
  const minutes = placements.map(({ start }) => start.startMinute);
  return Math.max(...minutes) - Math.min(...minutes);
}

function asPlan(
  day: PlanDay,
  subGroups: PlannedSubGroup[],
  facts: { startMinute: number; waitMinutes: number; more: number; wishes: readonly Wish[] },
): Plan {
  const away = facts.wishes.map((wish, index) => ({
    wish: index,
    daysAway: Math.abs(daysBetween(wish.date, day.date)),
    minutesAway: Math.abs(wish.startMinute - facts.startMinute),
  }));
  away.sort((a, b) => a.daysAway - b.daysAway || a.minutesAway - b.minutesAway || a.wish - b.wish);
  const guides = new Map(day.guides.map((guide) => [guide.id, guide.busy.length + 1]));
  return {
    date: day.date,
    startMinute: facts.startMinute,
    endMinute: Math.max(...subGroups.map(({ endMinute }) => endMinute)),
    subGroups,
    reasons: {
      ...(away[0] ?? { wish: 0, daysAway: 0, minutesAway: 0 }),
      moreSubGroups: facts.more,
      waitMinutes: facts.waitMinutes,
      guideTours: Math.max(...subGroups.map(({ guideId }) => guides.get(guideId) ?? 0)),
    },
  };
}

function comparePlans(one: Plan, other: Plan): number {
  const [a, b] = [one.reasons, other.reasons];
  return (
    a.daysAway - b.daysAway ||
    a.minutesAway - b.minutesAway ||
    a.wish - b.wish ||
    a.moreSubGroups - b.moreSubGroups ||
    a.waitMinutes - b.waitMinutes ||
    a.guideTours - b.guideTours ||
    one.date.localeCompare(other.date) ||
    one.startMinute - other.startMinute
  );
}

const limitKinds = ['lane', 'day', 'building', 'space', 'guides'] as const;

/** The limits without which the wish could be met: as few as it takes, each with the names of what has too little room. */
function limitsAt(
  wish: Wish,
  { party, rules, days }: { party: Party; rules: PlanRules; days: readonly PlanDay[] },
): PlanLimit[] {
  const day = days.find(({ date }) => date === wish.date);
  if (!day?.starts.some(({ startMinute }) => startMinute === wish.startMinute))
    return [{ limit: 'no_start', labels: [] }];
  const works = (relaxed: Relaxed) =>
    planAt(day, wish.startMinute, { party, rules, wishes: [wish], relaxed }).plan !== null;
  const relaxed = new Set<PoolKind | 'guides'>(limitKinds);
  if (!works(relaxed)) return [{ limit: 'starts', labels: [] }];
  for (const kind of limitKinds) {
    relaxed.delete(kind);
    if (!works(relaxed)) relaxed.add(kind);
  }
  const split = splitParty(party, fewestSubGroups(party, rules), rules);
  const largest = split.ok ? (split.shares[0]?.people ?? 0) : 0;
  return [...relaxed].map((limit) => ({
    limit,
    labels: limit === 'guides' ? [] : tightPools(day, wish, limit, largest),
  }));
}

/** What cannot take one sub-group of this size at the wished start. */
function tightPools(day: PlanDay, wish: Wish, kind: PoolKind, people: number): string[] {
  const used = new Set(
    day.starts.filter(({ startMinute }) => startMinute === wish.startMinute).flatMap(({ pools }) => pools),
  );
  return day.pools
    .filter((pool, index) => used.has(index) && pool.kind === kind && pool.free < people)
    .map(({ label }) => label);
}
