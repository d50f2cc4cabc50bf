import type { Db } from '#db/client.ts';
import type { Product } from '#lib/catalog/queries.ts';
import type { Settings } from '#lib/platform/settings.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import { withoutPlan } from './plan-apart.ts';
import { type PlannedFor, planTermsOf } from './plan-for-visit.ts';
import { type PlanStartKey, planKey, readPlanKey } from './plan-key.ts';
import { type Plan, type PlanDay, planVisit } from './plan-visit.ts';
import { readPlanDays } from './read-plan-days.ts';

export type PickPlansResult =
  | { ok: true; plans: Plan[] }
  | {
      ok: false;
      code: 'nothing_picked' | 'too_many' | 'plan_gone' | 'not_together' | 'not_beside';
      key: string | null;
    };

/**
 * The plans that a person has picked from the planner's list, as they are at this moment; each beside those picked before it.
 * `plan_gone`: meanwhile nothing, or something else, is possible at that start. `not_together`: each is possible, not both. Claims
 * nothing.
 */
export async function pickPlans(
  db: Db,
  input: {
    visit: PlannedFor;
    product: Pick<Product, 'id' | 'subGroupMaximum'>;
    settings: Settings;
    keys: readonly string[];
    most: number;
  },
): Promise<PickPlansResult> {
  const keys = [...new Set(input.keys)];
  const starts = keys.map(readPlanKey);
  if (keys.length === 0 || starts.some((start) => !start)) return { ok: false, code: 'nothing_picked', key: null };
  if (keys.length > input.most) return { ok: false, code: 'too_many', key: null };
  const { visit, product, settings } = input;
  const days = new Map<IsoDate, PlanDay>();
  for (const date of new Set(starts.flatMap((start) => start?.date ?? []))) {
    const [day] = await readPlanDays(db, {
      productId: product.id,
      fromDate: date,
      untilDate: date,
      language: visit.tourLanguage,
      hasOwnGuide: visit.hasOwnGuide,
      exceptVisitId: visit.id,
    });
    if (day) days.set(date, day);
  }
  const terms = planTermsOf(visit, product, settings);
  const plans: Plan[] = [];
  for (const [index, start] of starts.entries()) {
    const key = keys[index] ?? null;
    const day = start && days.get(start.date);
    if (!start || !day) return { ok: false, code: 'plan_gone', key };
    let left = [day];
    for (const plan of plans) left = withoutPlan(left, plan);
    const plan = planStarting(left[0], start, terms);
    // The others may leave another way to share out the party; what was shown alone must still be so.
    if (!plan && plans.length > 0 && planStarting(day, start, terms)) return { ok: false, code: 'not_together', key };
    if (!plan || (plans.length === 0 && start.parts && planKey(plan) !== key))
      return { ok: false, code: 'plan_gone', key };
    plans.push(plan);
  }
  return { ok: true, plans };
}

function planStarting(
  day: PlanDay | undefined,
  { date, startMinute }: PlanStartKey,
  terms: ReturnType<typeof planTermsOf>,
): Plan | null {
  if (!day) return null;
  const found = planVisit({ ...terms, wishes: [{ date, startMinute }], days: [day], most: 1 });
  const best = found.ok ? found.plans[0] : undefined;
  return best?.startMinute === startMinute ? best : null;
}
