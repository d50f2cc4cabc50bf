import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { type PlaceRefusal, placeRefusal } from './place-refusal.ts';
import { planVisitSteps } from './plan-visit-steps.ts';
import { tellVisit } from './tell-visit.ts';
import { visitOrderRequest, withNewCode } from './visit-order.ts';
import { findVisit, type GroupVisit } from './visit-rows.ts';

export type AcceptPlanResult =
  | { ok: true; orderId: string; isRepeat: boolean }
  | { ok: false; code: 'unknown_plan' | 'offer_over' | 'no_prices' | PlaceRefusal };

/**
 * The party takes one of the plans it was offered (requirements 6.6): by its link, or a person for it. Its places are sold, its guides
 * stay, the other plans are free again, and an order on account is made; all in one step. Twice is once. `offer_over`: it ran out, or
 * was taken back. What a visitor accepts is their own visit's.
 */
export async function acceptPlan(ctx: Ctx, input: { visitId: string; planId: string }): Promise<AcceptPlanResult> {
  const isOwn = ctx.actor.kind === 'visitor' && ctx.actor.visitId === input.visitId;
  if (!(isOwn || can(ctx.actor, 'groups.change')) || !isUuid(input.planId)) return { ok: false, code: 'unknown_plan' };
  const visit = await findVisit(ctx.db as Db, input.visitId);
  const visitDate = visit && (await dateOfPlan(ctx.db as Db, visit.id, input.planId));
  if (!visit || !visitDate) return { ok: false, code: 'unknown_plan' };
  try {
    return await withNewCode(() =>
      inTransaction(ctx, (tx) => writeAgreement(tx, visit, { planId: input.planId, visitDate }), 'accepted'),
    );
  } catch (error) {
    const code = placeRefusal(error);
    if (!code) throw error;
    return { ok: false, code };
  }
}

/** Turns an offered plan into the agreed visit, in the running transaction. */
export async function writeAgreement(
  tx: TxCtx,
  visit: GroupVisit,
  { planId, visitDate }: { planId: string; visitDate: IsoDate },
): Promise<AcceptPlanResult> {
  const request = await visitOrderRequest(tx.db, visit, visitDate);
  if (!request) return { ok: false, code: 'no_prices' };
  const { rows } = await tx.db.execute<{ verdict: string; orderId: string }>(sql`
    with a as materialized (select accept_plan(${planId}, ${JSON.stringify(request)}::jsonb) as verdict)
    select a.verdict, (select order_id from group_visit where id = ${visit.id}) as "orderId" from a`);
  const verdict = rows[0]?.verdict;
  if (verdict === 'over') return { ok: false, code: 'offer_over' };
  crashPoint('groups.accepting');
  const orderId = visit.orderId ?? (verdict === 'repeat' ? rows[0]?.orderId : request.orderId) ?? request.orderId;
  if (verdict === 'repeat') return { ok: true, orderId, isRepeat: true };
  await writeAudit(tx, {
    action: 'group_agreed',
    objectKind: 'group_visit',
    objectId: visit.id,
    before: { state: visit.state, planId: visit.planId },
    after: { planId, orderId },
  });
  await planVisitSteps(tx, visit.id);
  await tellVisit(tx, visit, visit.planId ? 'group_moved' : 'group_confirmed', planId);
  return { ok: true, orderId, isRepeat: false };
}

async function dateOfPlan(db: Db, visitId: string, planId: string): Promise<IsoDate | null> {
  const { rows } = await db.execute<{ date: IsoDate }>(sql`
    select t.visit_date::text as date from group_plan p join sub_group g on g.plan_id = p.id join timeslot t on t.id = g.timeslot_id
     where p.id = ${planId} and p.visit_id = ${visitId} limit 1`);
  return rows[0]?.date ?? null;
}
