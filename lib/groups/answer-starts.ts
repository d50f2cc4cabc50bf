import type { Db } from '#db/client.ts';
import { findProductById, listSpaces } from '#lib/catalog/queries.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import { getSettings } from '#lib/platform/settings.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import { planTermsOf } from './plan-for-visit.ts';
import { planKey } from './plan-key.ts';
import { type Plan, type PlanLimit, planVisit } from './plan-visit.ts';
import { readPlanDays } from './read-plan-days.ts';
import { comingStates, type VisitState } from './values.ts';
import { findVisit } from './visit-rows.ts';

/** One start of a day: what would come of it, or what prevents it. */
export type StartAnswer = { date: IsoDate; startMinute: number } & (
  | { ok: true; key: string; plan: Plan }
  | { ok: false; limits: PlanLimit[] }
);

export type AnsweredStarts =
  | { ok: true; starts: StartAnswer[]; rooms: Record<string, LocalizedText>; planId: string; state: VisitState }
  | { ok: false; code: 'forbidden' | 'unknown_visit' | 'wrong_state' };

/**
 * What each start of these days would be for an agreed visit, all in one go: its own places and guides count as free, since it gives them
 * up when it moves. Starts that another party has are not there. As things are now; holds nothing. Needs `groups.change`.
 */
export async function answerStarts(
  ctx: Ctx,
  input: { visitId: string; dates: readonly IsoDate[] },
): Promise<AnsweredStarts> {
  if (!can(ctx.actor, 'groups.change')) return { ok: false, code: 'forbidden' };
  const db = ctx.db as Db;
  const visit = await findVisit(db, input.visitId);
  const product = visit && (await findProductById(db, visit.productId));
  if (!visit || !product) return { ok: false, code: 'unknown_visit' };
  if (!(comingStates as readonly string[]).includes(visit.state) || !visit.planId)
    return { ok: false, code: 'wrong_state' };
  const [days, spaces, settings] = await Promise.all([
    readPlanDays(db, {
      productId: product.id,
      fromDate: input.dates[0] ?? '',
      untilDate: input.dates.at(-1) ?? '',
      language: visit.tourLanguage,
      hasOwnGuide: visit.hasOwnGuide,
      exceptVisitId: visit.id,
    }),
    listSpaces(db),
    getSettings(db, input.dates[0] ?? ''),
  ]);
  const terms = planTermsOf(visit, product, settings);
  const starts = days.flatMap((day) => {
    const minutes = [...new Set(day.starts.map(({ startMinute }) => startMinute))];
    const wishes = minutes.map((startMinute) => ({ date: day.date, startMinute }));
    const found = planVisit({ ...terms, wishes, days: [day], most: wishes.length });
    return wishes.map((wish, index): StartAnswer => {
      const plan = found.ok ? found.plans.find((one) => one.startMinute === wish.startMinute) : undefined;
      return plan
        ? { ...wish, ok: true, key: planKey(plan), plan }
        : { ...wish, ok: false, limits: (found.ok && found.prevented[index]) || [] };
    });
  });
  const rooms = Object.fromEntries(spaces.map(({ code, names }) => [code, names]));
  return { ok: true, starts, rooms, planId: visit.planId, state: visit.state };
}
