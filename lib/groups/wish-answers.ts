import { daysBetween, type IsoDate } from '#lib/platform/time.ts';
import type { Plan, PlanLimit, PlanVisit, Wish } from './plan-visit.ts';

/**
 * What can be said at once to one wish (requirements 6.2, 6.3): the plan that meets it; or what stands in the way, with the nearest plan
 * that works; or that the times of that day are not made yet, so that only a person can say.
 */
export type WishAnswer =
  | { kind: 'possible'; wish: Wish; plan: Plan }
  | { kind: 'prevented'; wish: Wish; limits: PlanLimit[]; nearest: Plan | null }
  | { kind: 'not_planned'; wish: Wish };

/** The planner's answer, wish by wish. `plannedUntil`: the last day of which there are times. Pure. */
export function wishAnswers(
  wishes: readonly Wish[],
  found: Extract<PlanVisit, { ok: true }>,
  plannedUntil: IsoDate | null,
): WishAnswer[] {
  return wishes.map((wish, index): WishAnswer => {
    if (!plannedUntil || wish.date > plannedUntil) return { kind: 'not_planned', wish };
    const exact = found.plans.find((plan) => plan.date === wish.date && plan.startMinute === wish.startMinute);
    if (exact) return { kind: 'possible', wish, plan: exact };
    const nearest = found.plans.toSorted((one, other) => distance(one, wish) - distance(other, wish))[0] ?? null;
    return { kind: 'prevented', wish, limits: found.prevented[index] ?? [], nearest };
  });
}

const distance = (plan: Plan, wish: Wish): number =>
  Math.abs(daysBetween(wish.date, plan.date)) * 24 * 60 + Math.abs(plan.startMinute - wish.startMinute);
