import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { type AcceptPlanResult, writeAgreement } from './accept-plan.ts';
import { writeOffer } from './offer-visit.ts';
import { placeRefusal } from './place-refusal.ts';
import type { Plan } from './plan-visit.ts';
import type { VisitState } from './values.ts';
import { withNewCode } from './visit-order.ts';
import { lockVisit } from './visit-rows.ts';

/**
 * Agrees one plan at once, without an offer to answer (requirements 6.2): where the rules allow it, or a person has asked the party
 * already. Everything is claimed in one transaction, or nothing. The party's own link, or somebody with `groups.change`. `seen` is the
 * state they have looked at: when somebody else was quicker, nothing happens (`wrong_state`).
 */
export async function bookAtOnce(
  ctx: Ctx,
  input: { visitId: string; plan: Plan; seen?: VisitState },
): Promise<AcceptPlanResult | { ok: false; code: 'unknown_visit' }> {
  const isOwn = ctx.actor.kind === 'visitor' && ctx.actor.visitId === input.visitId;
  if (!isOwn && !can(ctx.actor, 'groups.change')) return { ok: false, code: 'unknown_visit' };
  try {
    return await withNewCode(() =>
      inTransaction(
        ctx,
        async (tx) => {
          const visit = await lockVisit(tx.db, input.visitId);
          if (!visit) return { ok: false, code: 'unknown_visit' } as const;
          // Whoever has a visit already does not agree to it again: an offer would be for another time.
          if ((input.seen && visit.state !== input.seen) || visit.planId)
            return { ok: false, code: 'wrong_state' } as const;
          await writeOffer(tx, { visitId: visit.id, plans: [input.plan], words: null, hours: 1 });
          const { rows } = await tx.db.execute<{ id: string }>(
            sql`select p.id from group_plan p join group_offer o on o.id = p.offer_id where o.visit_id = ${visit.id} and o.state = 'open'`,
          );
          const planId = rows[0]?.id ?? '';
          await writeAudit(tx, {
            action: 'group_booked_at_once',
            objectKind: 'group_visit',
            objectId: visit.id,
            after: { planId },
          });
          return writeAgreement(tx, visit, { planId, visitDate: input.plan.date });
        },
        'booked at once',
      ),
    );
  } catch (error) {
    const code = placeRefusal(error);
    if (!code) throw error;
    return { ok: false, code };
  }
}
