import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { tellVisit } from './tell-visit.ts';
import type { VisitState } from './values.ts';
import { visitMachine } from './visit-machine.ts';
import { lockVisit } from './visit-rows.ts';

export type MarkNoShowResult =
  | { ok: true }
  | { ok: false; code: 'forbidden' | 'unknown_visit' | 'wrong_state' | 'too_early' | 'already_here' };

/**
 * A party that did not come (requirements 6.5): only once its first sub-group should have begun, by the database's clock, and never
 * when somebody of it was let in. Its places stay sold: what it owes is for its papers to say. Needs `groups.change`.
 */
export async function markNoShow(ctx: Ctx, input: { visitId: string; seen?: VisitState }): Promise<MarkNoShowResult> {
  if (!can(ctx.actor, 'groups.change')) return { ok: false, code: 'forbidden' };
  return inTransaction(
    ctx,
    async (tx): Promise<MarkNoShowResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      const next: readonly VisitState[] = visitMachine[visit.state];
      if ((input.seen && input.seen !== visit.state) || !next.includes('no_show'))
        return { ok: false, code: 'wrong_state' };
      const { rows } = await tx.db.execute<{ begun: boolean; here: number }>(sql`
        select (select min(t.starts_at) <= now() from sub_group g join timeslot t on t.id = g.timeslot_id where g.plan_id = ${visit.planId}) as begun,
               (select coalesce(sum(admitted_people), 0)::integer from ticket where order_id = ${visit.orderId}) as here`);
      if (!rows[0]?.begun) return { ok: false, code: 'too_early' };
      if (rows[0].here > 0) return { ok: false, code: 'already_here' };
      await tx.db.execute(sql`update group_visit set state = 'no_show' where id = ${visit.id}`);
      crashPoint('groups.missing');
      await writeAudit(tx, {
        action: 'group_no_show',
        objectKind: 'group_visit',
        objectId: visit.id,
        before: { state: visit.state },
      });
      await tellVisit(tx, visit, 'group_no_show', 'once');
      return { ok: true };
    },
    'did not come',
  );
}
