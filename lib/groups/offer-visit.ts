import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { findProductById, getMuseum } from '#lib/catalog/queries.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId, type Ctx, can } from '#lib/platform/ctx.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { type PlaceRefusal, placeRefusal } from './place-refusal.ts';
import { planForVisit, planRequest } from './plan-for-visit.ts';
import type { Plan } from './plan-visit.ts';
import { tellVisit } from './tell-visit.ts';
import type { VisitState } from './values.ts';
import { asPlanWishes, findVisit, listWishes, lockVisit } from './visit-rows.ts';

export type OfferVisitInput = {
  visitId: string;
  /** Chosen by a person; else the best ones around the party's wishes. */
  plans?: readonly Pick<Plan, 'subGroups' | 'reasons'>[];
  /** A word that goes with it. */
  words?: string | null;
  /** The state that whoever offers has looked at: when somebody else was quicker, nothing happens (`wrong_state`). */
  seen?: VisitState;
};

export type OfferVisitResult =
  | { ok: true; offerId: string; plans: number; expiresAt: Date }
  | { ok: false; code: 'forbidden' | 'unknown_visit' | 'no_plan' | 'too_few_adults' | PlaceRefusal };

/**
 * Offers a party up to three plans and holds every one of them until the offer ends (requirements 2.4, 6.6): all in one transaction, or
 * nothing. A visit that is agreed already is offered another time beside its own. Never stands longer than until the day before the
 * visit. Needs `groups.change`; the system may, for those who wait.
 */
export async function offerVisit(ctx: Ctx, input: OfferVisitInput): Promise<OfferVisitResult> {
  if (!can(ctx.actor, 'groups.change')) return { ok: false, code: 'forbidden' };
  const db = ctx.db as Db;
  const visit = await findVisit(db, input.visitId);
  const product = visit && (await findProductById(db, visit.productId));
  if (!visit || !product) return { ok: false, code: 'unknown_visit' };
  const settings = await getSettings(db, dateAt(ctx.now, (await getMuseum(db)).timeZone));
  let { plans } = input;
  if (!plans) {
    const wishes = asPlanWishes(await listWishes(db, visit.id));
    const found = await planForVisit(db, {
      visit,
      product,
      wishes,
      settings,
      most: settings.group_offer_plans,
      isApart: true,
    });
    if (!found.ok) return { ok: false, code: found.code === 'too_few_adults' ? found.code : 'no_plan' };
    plans = found.plans;
  }
  if (plans.length === 0) return { ok: false, code: 'no_plan' };
  const chosen = plans;
  try {
    return await inTransaction(
      ctx,
      async (tx): Promise<OfferVisitResult> => {
        if (input.seen && (await lockVisit(tx.db, visit.id))?.state !== input.seen)
          return { ok: false, code: 'wrong_state' };
        const made = await writeOffer(tx, {
          visitId: visit.id,
          plans: chosen,
          words: input.words ?? null,
          hours: settings.group_offer_hours,
        });
        await writeAudit(tx, {
          action: 'group_offered',
          objectKind: 'group_visit',
          objectId: visit.id,
          before: { state: visit.state },
          after: { offerId: made.offerId, plans: chosen.length, expiresAt: made.expiresAt },
        });
        await tellVisit(tx, visit, 'group_offer', made.offerId);
        crashPoint('groups.offering');
        return { ok: true, plans: chosen.length, ...made };
      },
      'offered',
    );
  } catch (error) {
    const code = placeRefusal(error);
    if (!code) throw error;
    return { ok: false, code };
  }
}

/** Writes an offer and holds its plans, in the running transaction. It ends at the start of the visit's day at the latest. */
export async function writeOffer(
  tx: TxCtx,
  offer: {
    visitId: string;
    plans: readonly Pick<Plan, 'subGroups' | 'reasons'>[];
    words: string | null;
    hours: number;
  },
): Promise<{ offerId: string; expiresAt: Date }> {
  const slots = offer.plans.flatMap(({ subGroups }) => subGroups.map(({ timeslotId }) => timeslotId));
  const staffId = tx.actor.kind === 'staff' ? actorId(tx.actor) : null;
  const { rows } = await tx.db.execute<{ id: string; expiresAt: string }>(sql`
    with until as (
      select greatest(now() + interval '10 minutes', least(now() + make_interval(hours => ${offer.hours}),
               (select min(starts_at) - interval '12 hours' from timeslot where id = any (${sql.param(slots)}::uuid[])))) as at
    )
    select offer_plans(${offer.visitId}, ${JSON.stringify(offer.plans.map(planRequest))}::jsonb, until.at, ${offer.words}, ${staffId}::uuid) as id,
           until.at as "expiresAt" from until`);
  const [row] = rows;
  if (!row) throw new Error('offer_plans gave nothing');
  return { offerId: row.id, expiresAt: new Date(row.expiresAt) };
}
