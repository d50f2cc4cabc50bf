import type { Db } from '#db/client.ts';
import { findProductById, listSpaces } from '#lib/catalog/queries.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import { getSettings, getZone } from '#lib/platform/settings.ts';
import { addDays, dateAt } from '#lib/platform/time.ts';
import { planForVisit } from './plan-for-visit.ts';
import type { PlanVisit, Wish } from './plan-visit.ts';
import { asPlanWishes, type GroupVisit, listWishes } from './visit-rows.ts';

export type AnsweredWishes = {
  wishes: Wish[];
  /** The wishes lie in the past or too near: nothing can be planned for them. */
  isPast: boolean;
  found: PlanVisit | null;
  /** So many plans may be offered at once. */
  most: number;
  rooms: Record<string, LocalizedText>;
};

/** No more plans are shown at once. */
const mostShown = 9;

/**
 * What the planner says to a visit's wishes, or to `instead` of them: plans in order with their reasons, and for each wish that none
 * meets what stands in the way (requirements 6.2). As things are now; holds nothing.
 */
export async function answerWishes(
  db: Db,
  visit: GroupVisit,
  instead: Wish | null,
  now: Date,
): Promise<AnsweredWishes> {
  const [product, listed, spaces] = await Promise.all([
    findProductById(db, visit.productId),
    listWishes(db, visit.id),
    listSpaces(db),
  ]);
  const rooms = Object.fromEntries(spaces.map(({ code, names }) => [code, names]));
  const today = dateAt(now, (await getZone(db)) ?? 'UTC');
  const tomorrow = addDays(today, 1);
  const wishes = instead ? [instead] : asPlanWishes(listed);
  const settings = await getSettings(db, today);
  const most = settings.group_offer_plans;
  const isPast = wishes.every(({ date }) => date < tomorrow);
  if (!product || isPast) return { wishes, isPast, found: null, most, rooms };
  const found = await planForVisit(db, { visit, product, wishes, settings, most: mostShown, notBefore: tomorrow });
  return { wishes, isPast, found, most, rooms };
}
