import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { type PlaceRefusal, placeRefusal } from './place-refusal.ts';
import { planRequest } from './plan-for-visit.ts';
import type { Plan } from './plan-visit.ts';
import { planVisitSteps } from './plan-visit-steps.ts';
import { tellVisit } from './tell-visit.ts';
import { visitOrderRequest, withNewCode } from './visit-order.ts';
import { lockVisit } from './visit-rows.ts';

export type MoveVisitResult =
  | { ok: true; planId: string }
  | { ok: false; code: 'forbidden' | 'unknown_visit' | 'no_prices' | PlaceRefusal };

/**
 * Moves an agreed visit to another plan in one step, in every pool or in none; its code stays (requirements 6.5). What both plans draw
 * on is counted once. Needs `groups.change`; a party moves its own visit.
 */
export async function moveVisit(
  ctx: Ctx,
  input: {
    visitId: string;
    plan: Pick<Plan, 'date' | 'subGroups' | 'reasons'>;
    /** The plan that it had when this was chosen: if it has another by now, nothing happens (`wrong_state`). */
    seenPlanId?: string;
  },
): Promise<MoveVisitResult> {
  const isOwn = ctx.actor.kind === 'visitor' && ctx.actor.visitId === input.visitId;
  if (!isOwn && !can(ctx.actor, 'groups.change')) return { ok: false, code: 'forbidden' };
  try {
    return await withNewCode(() =>
      inTransaction(
        ctx,
        async (tx): Promise<MoveVisitResult> => {
          const visit = await lockVisit(tx.db, input.visitId);
          if (!visit) return { ok: false, code: 'unknown_visit' };
          if (input.seenPlanId && visit.planId !== input.seenPlanId) return { ok: false, code: 'wrong_state' };
          const request = await visitOrderRequest(tx.db, visit, input.plan.date);
          if (!request) return { ok: false, code: 'no_prices' };
          const { rows } = await tx.db.execute<{ id: string }>(
            sql`select swap_plan(${visit.id}, ${JSON.stringify(planRequest(input.plan))}::jsonb, ${JSON.stringify(request)}::jsonb) as id`,
          );
          const planId = rows[0]?.id ?? '';
          crashPoint('groups.moving');
          await writeAudit(tx, {
            action: 'group_moved',
            objectKind: 'group_visit',
            objectId: visit.id,
            before: { planId: visit.planId },
            after: { planId },
          });
          await planVisitSteps(tx, visit.id);
          await tellVisit(tx, visit, 'group_moved', planId);
          return { ok: true, planId };
        },
        'moved',
      ),
    );
  } catch (error) {
    const code = placeRefusal(error);
    if (!code) throw error;
    return { ok: false, code };
  }
}
