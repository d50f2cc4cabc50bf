import type { PoolKind } from '#lib/capacity/values.ts';

/** One thing that gives out places: a lane of a time, a room or the building in a quarter of an hour, a day. */
export type PlanPool = { kind: PoolKind; label: string; free: number };

/** One way for a sub-group to begin: a time on offer, on one route through the building. Minutes of the day. */
export type PlanStart = {
  timeslotId: string;
  startMinute: number;
  endMinute: number;
  /** A name for the order of its rooms, as "hall first". */
  route: string;
  /** Which pools it draws on, as numbers in the list of pools. */
  pools: readonly number[];
};

export type PlanGuide = {
  id: string;
  /** What the guide leads already that day, in minutes of the day. */
  busy: readonly { fromMinute: number; untilMinute: number }[];
  /** When the guide cannot be asked: it needs no rest beside it, and counts for nothing. */
  away?: readonly { fromMinute: number; untilMinute: number }[];
  /** Tours a day, where the guide has a number of its own. */
  toursADay?: number;
};

export type GuideRules = { toursADay: number; restMinutes: number };

/** What is left out of account: to find out which limit stands in the way. */
export type Relaxed = ReadonlySet<PoolKind | 'guides'>;

export type Placement = { start: PlanStart; people: number; guideId: string | null };

/** The bound of the search; small cases never come near it. */
const mostSteps = 20_000;

/**
 * Finds a place for every sub-group among the given starts: each start takes one, no pool gives more than it has, and each sub-group is led by a guide
 * of its own who is free, rested and below the day's number. Somebody begins at the first start. Null when there is no way at
 * all; `isCutShort` when the bound of steps was reached before that was certain. `sizes` largest first, differing by at most one.
 */
export function placeSubGroups(input: {
  sizes: readonly number[];
  starts: readonly PlanStart[];
  pools: readonly PlanPool[];
  guides: readonly PlanGuide[];
  guideRules: GuideRules;
  relaxed?: Relaxed;
}): { placements: Placement[] | null; isCutShort: boolean } {
  const { sizes, pools, guides, guideRules, relaxed } = input;
  const [large, small] = [sizes[0] ?? 0, sizes.at(-1) ?? 0];
  const first = input.starts[0]?.startMinute;
  const free = pools.map((pool) => (relaxed?.has(pool.kind) ? Number.POSITIVE_INFINITY : pool.free));
  // The guide stands in the room, too.
  const beside = pools.map((pool) => (pool.kind === 'space' || pool.kind === 'building' ? 1 : 0));
  const roomFor = (start: PlanStart, people: number, most: number): number => {
    // A time is one sub-group's: its guide leads nobody else (decision 020).
    let room = Math.min(1, most);
    for (const pool of start.pools) {
      const here = Math.floor((free[pool] ?? 0) / (people + (beside[pool] ?? 0)));
      if (here < room) room = here;
    }
    return room;
  };
  const take = (start: PlanStart, people: number, count: number): void => {
    for (const pool of start.pools) free[pool] = (free[pool] ?? 0) - (people + (beside[pool] ?? 0)) * count;
  };

  // What can take nobody, or is led by nobody, is not looked at again.
  const isLedByAnybody = relaxed?.has('guides') === true;
  const usable = input.starts
    .map((start) => ({ start, leaders: isLedByAnybody ? [] : guidesFor(start, guides, guideRules) }))
    .filter(({ start, leaders }) => (isLedByAnybody || leaders.length > 0) && roomFor(start, small, 1) > 0);
  const starts = usable.map(({ start }) => start);
  const nobody = { placements: null, isCutShort: false };
  if (starts[0]?.startMinute !== first) return nobody;
  if (!isLedByAnybody && new Set(usable.flatMap(({ leaders }) => leaders)).size < sizes.length) return nobody;

  const placed: { start: number; people: number }[] = [];
  const match = matchGuides(
    usable.map(({ leaders }) => leaders),
    () => placed.map(({ start }) => start),
  );
  const shared = sharedPools(starts);
  const hopeless = new Set<string>();
  let steps = 0;
  // A way that failed for want of room fails again from the same state; one that failed for want of a guide might not.
  let guideFailures = 0;

  const search = (index: number, larges: number, smalls: number): boolean => {
    if (larges + smalls === 0) return true;
    const start = starts[index];
    if (!start || steps >= mostSteps) return false;
    if (start.startMinute !== first && placed.length === 0) return false;
    let most = 0;
    for (let later = index; later < starts.length && most < larges + smalls; later += 1)
      most += roomFor(starts[later] as PlanStart, small, larges + smalls);
    if (most < larges + smalls) return false;
    const state = `${index} ${larges} ${smalls} ${(shared[index] ?? []).map((pool) => free[pool]).join(' ')}`;
    if (hopeless.has(state)) return false;
    steps += 1;
    const failuresBefore = guideFailures;
    for (let countLarge = roomFor(start, large, larges); countLarge >= 0; countLarge -= 1) {
      take(start, large, countLarge);
      const mostSmall = countLarge === 0 && smalls > 0 ? roomFor(start, small, smalls) : 0;
      for (let countSmall = mostSmall; countSmall >= 0; countSmall -= 1) {
        const undo = match.save();
        const count = countLarge + countSmall;
        let isLed = true;
        for (let one = 0; one < count && isLed && !isLedByAnybody; one += 1) isLed = match.lead(index);
        if (isLed) {
          take(start, small, countSmall);
          for (let one = 0; one < count; one += 1)
            placed.push({ start: index, people: one < countLarge ? large : small });
          if (search(index + 1, larges - countLarge, smalls - countSmall)) return true;
          placed.length -= count;
          take(start, small, -countSmall);
        } else guideFailures += 1;
        match.restore(undo);
      }
      take(start, large, -countLarge);
    }
    // Whether anybody has been placed matters only for the first starts, where the state tells it by the numbers left.
    if (guideFailures === failuresBefore && steps < mostSteps) hopeless.add(state);
    return false;
  };

  const larges = sizes.filter((size) => size === large).length;
  if (!search(0, larges, sizes.length - larges)) return { placements: null, isCutShort: steps >= mostSteps };
  const led = match.save();
  return {
    placements: placed.map(({ start, people }, index) => ({
      start: starts[start] as PlanStart,
      people,
      guideId: guides[led[index] ?? -1]?.id ?? null,
    })),
    isCutShort: false,
  };
}

/** For each start: the pools that it or a later one draws on and an earlier one may have drawn on. */
function sharedPools(starts: readonly PlanStart[]): number[][] {
  return starts.map((_, index) => {
    const earlier = new Set(starts.slice(0, index).flatMap(({ pools }) => pools));
    return [...new Set(starts.slice(index).flatMap(({ pools }) => pools))].filter((pool) => earlier.has(pool));
  });
}

/** A guide of its own for each sub-group, added one by one; those given earlier change places where that helps. */
function matchGuides(leaders: readonly (readonly number[])[], placedStarts: () => number[]) {
  let led: number[] = [];
  return {
    save: () => [...led],
    restore(before: number[]) {
      led = before;
    },
    /** False when there is no way; what was given before may have changed places then, and is to be restored. */
    lead(start: number): boolean {
      const starts = placedStarts();
      const mine = led.length;
      while (starts.length <= mine) starts.push(start);
      led.push(-1);
      const tried = new Set<number>();
      const give = (subGroup: number): boolean => {
        for (const guide of leaders[starts[subGroup] ?? 0] ?? []) {
          if (tried.has(guide)) continue;
          tried.add(guide);
          const other = led.indexOf(guide);
          if (other === -1 || give(other)) {
            led[subGroup] = guide;
            return true;
          }
        }
        return false;
      };
      return give(mine);
    },
  };
}

/** The guides who could lead a start, those with the fewest tours that day first. */
function guidesFor(start: PlanStart, guides: readonly PlanGuide[], rules: GuideRules): number[] {
  return guides
    .map((guide, index) => ({ guide, index }))
    .filter(
      ({ guide }) =>
        guide.busy.length < (guide.toursADay ?? rules.toursADay) &&
        !guide.away?.some(
          ({ fromMinute, untilMinute }) => start.endMinute > fromMinute && untilMinute > start.startMinute,
        ) &&
        guide.busy.every(
          ({ fromMinute, untilMinute }) =>
            start.endMinute + rules.restMinutes <= fromMinute || untilMinute + rules.restMinutes <= start.startMinute,
        ),
    )
    .sort((one, other) => one.guide.busy.length - other.guide.busy.length)
    .map(({ index }) => index);
}
