import { type Plan, type PlanDay, type PlanVisit, planVisit } from './plan-visit.ts';

/**
 * Plans that can be held side by side, at most `most`: the best, then the best of what is left once that is taken, and so on. Each
 * begins at another time or on another day. Else as `planVisit`, whose words on what was prevented are those of the first.
 */
export function planApart(input: Parameters<typeof planVisit>[0] & { most: number }): PlanVisit {
  const first = planVisit({ ...input, most: 1 });
  if (!first.ok) return first;
  const plans = [...first.plans];
  let { days } = input;
  for (let last = plans[0]; last && plans.length < input.most; last = plans.at(-1)) {
    days = withoutPlan(days, last);
    const next = planVisit({ ...input, days, most: 20 });
    const other = next.ok ? next.plans.find((plan) => plans.every((one) => !isSameTime(one, plan))) : undefined;
    if (!other) break;
    plans.push(other);
  }
  return { ...first, plans };
}

const isSameTime = (one: Plan, other: Plan): boolean =>
  one.date === other.date && one.startMinute === other.startMinute;

/** The days as they are once a plan is taken: its times are gone, its people and guides stand in the rooms, its guides are busy. */
export function withoutPlan(days: readonly PlanDay[], plan: Plan): PlanDay[] {
  return days.map((day) => {
    if (day.date !== plan.date) return day;
    const taken = new Map(plan.subGroups.map((group) => [group.timeslotId, group]));
    const pools = day.pools.map((pool) => ({ ...pool }));
    for (const start of day.starts) {
      const group = taken.get(start.timeslotId);
      if (!group) continue;
      for (const number of start.pools) {
        const pool = pools[number];
        if (pool) pool.free -= group.people + (pool.kind === 'space' || pool.kind === 'building' ? 1 : 0);
      }
    }
    const led = Map.groupBy(plan.subGroups, ({ guideId }) => guideId);
    return {
      date: day.date,
      starts: day.starts.filter(({ timeslotId }) => !taken.has(timeslotId)),
      pools,
      guides: day.guides.map((guide) => ({
        ...guide,
        busy: [
          ...guide.busy,
          ...(led.get(guide.id) ?? []).map((group) => ({
            fromMinute: group.startMinute,
            untilMinute: group.endMinute,
          })),
        ],
      })),
    };
  });
}
