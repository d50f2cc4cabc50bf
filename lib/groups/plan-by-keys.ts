import type { Db } from '#db/client.ts';
import { findProductById } from '#lib/catalog/queries.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { type PickPlansResult, pickPlans } from './pick-plans.ts';
import { findVisit } from './visit-rows.ts';

/**
 * The plans behind the keys that a person sends for a visit, as they are now: as many as an offer may have, or exactly one, which is
 * taken instead of what the visit has. `not_beside`: possible, but not while the agreed time is kept. Needs `groups.change`.
 */
export async function planByKeys(
  ctx: Ctx,
  input: { visitId: string; keys: readonly string[]; isOne: boolean },
): Promise<PickPlansResult | { ok: false; code: 'forbidden' | 'unknown_visit' }> {
  if (!can(ctx.actor, 'groups.change')) return { ok: false, code: 'forbidden' };
  const db = ctx.db as Db;
  const visit = await findVisit(db, input.visitId);
  const product = visit && (await findProductById(db, visit.productId));
  if (!visit || !product) return { ok: false, code: 'unknown_visit' };
  const settings = await getSettings(db, dateAt(ctx.now, 'UTC'));
  const most = input.isOne ? 1 : settings.group_offer_plans;
  const picked = await pickPlans(db, { visit, product, settings, keys: input.keys, most });
  if (!picked.ok || input.isOne || !visit.planId) return picked;
  // Another time is held beside the agreed one: what that has is not free for it.
  const keys = input.keys.map((key) => key.split('~')[0] ?? key);
  const beside = await pickPlans(db, { visit: { ...visit, id: null }, product, settings, keys, most });
  return beside.ok ? beside : { ...beside, code: beside.code === 'plan_gone' ? 'not_beside' : beside.code };
}
