import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { noteGroupDemand } from './note-group-demand.ts';
import { tellVisit } from './tell-visit.ts';
import type { VisitState } from './values.ts';
import { visitMachine } from './visit-machine.ts';
import { lockVisit } from './visit-rows.ts';

export type WaitListVisitResult = { ok: true } | { ok: false; code: 'forbidden' | 'unknown_visit' | 'wrong_state' };

/**
 * Puts a request on the waiting list of groups (requirements 2.7, 6.5): an open offer is taken back in the same step, and from then on
 * places that come free are offered by rank (`match-group-waiting.ts`). Who waited before keeps the rank. It is counted as demand
 * that could not be met. Needs `groups.change`.
 */
export async function waitListVisit(
  ctx: Ctx,
  input: { visitId: string; seen?: VisitState },
): Promise<WaitListVisitResult> {
  if (!can(ctx.actor, 'groups.change')) return { ok: false, code: 'forbidden' };
  const listed = await inTransaction(
    ctx,
    async (tx): Promise<WaitListVisitResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      const next: readonly VisitState[] = visitMachine[visit.state];
      if ((input.seen && input.seen !== visit.state) || !next.includes('waitlisted'))
        return { ok: false, code: 'wrong_state' };
      await tx.db.execute(sql`select end_visit(${visit.id}, 'waitlisted', null)`);
      crashPoint('groups.wait_listing');
      await writeAudit(tx, {
        action: 'group_waitlisted',
        objectKind: 'group_visit',
        objectId: visit.id,
        before: { state: visit.state },
      });
      await tellVisit(tx, visit, 'group_waitlisted', `${ctx.now.getTime()}`);
      return { ok: true };
    },
    'waiting list',
  );
  if (listed.ok) await noteGroupDemand(ctx, input.visitId, null);
  return listed;
}
