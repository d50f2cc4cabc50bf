import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { endVisitMoney } from './end-visit-money.ts';
import { noteGroupDemand } from './note-group-demand.ts';
import { placeRefusal } from './place-refusal.ts';
import { tellVisit } from './tell-visit.ts';
import { declineReasons, type VisitState } from './values.ts';
import { visitMachine } from './visit-machine.ts';
import { lockVisit } from './visit-rows.ts';

export type EndVisitInput = {
  visitId: string;
  as: 'declined' | 'cancelled_by_group' | 'cancelled_by_museum';
  /** A code of values.ts. */
  reason: string;
  /** The state that whoever ends it has looked at: when somebody else was quicker, nothing happens (`wrong_state`). */
  seen?: VisitState;
};
export type EndVisitResult = { ok: true } | { ok: false; code: 'unknown_visit' | 'wrong_state' | 'already_here' };

/**
 * A request that is declined, or a visit that either side cancels: its places, guides and offers are free in the same step, its
 * ticket is revoked (requirements 6.5). The group cancels its own, everything else needs `groups.change`. What was paid goes
 * back in the same step, as end-visit-money.ts says.
 */
export async function endVisit(ctx: Ctx, input: EndVisitInput): Promise<EndVisitResult> {
  const isOwn =
    ctx.actor.kind === 'visitor' && ctx.actor.visitId === input.visitId && input.as === 'cancelled_by_group';
  if (!isOwn && !can(ctx.actor, 'groups.change')) return { ok: false, code: 'unknown_visit' };
  try {
    const ended = await inTransaction(
      ctx,
      async (tx): Promise<EndVisitResult> => {
        const visit = await lockVisit(tx.db, input.visitId);
        if (!visit) return { ok: false, code: 'unknown_visit' };
        const next: readonly VisitState[] = visitMachine[visit.state];
        if ((input.seen && input.seen !== visit.state) || !next.includes(input.as))
          return { ok: false, code: 'wrong_state' };
        await tx.db.execute(sql`select end_visit(${visit.id}, ${input.as}, ${input.reason})`);
        crashPoint('groups.ending');
        const money = await endVisitMoney(tx, {
          visitId: visit.id,
          by: input.as === 'cancelled_by_group' ? 'group' : 'museum',
        });
        await writeAudit(tx, {
          action: `group_${input.as}`,
          objectKind: 'group_visit',
          objectId: visit.id,
          before: { state: visit.state },
          after: { state: input.as, reason: input.reason, ...money },
        });
        await tellVisit(tx, visit, input.as === 'declined' ? 'group_declined' : 'group_cancelled', input.as);
        return { ok: true };
      },
      input.reason,
    );
    if (ended.ok && input.as === 'declined')
      await noteGroupDemand(ctx, input.visitId, declineReasons.find((code) => code === input.reason) ?? 'other');
    return ended;
  } catch (error) {
    const code = placeRefusal(error);
    if (code === 'already_here' || code === 'wrong_state') return { ok: false, code };
    throw error;
  }
}
