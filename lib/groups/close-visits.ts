import { eq, sql } from 'drizzle-orm';
import { groupVisit } from '#db/schema/groups.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { settingDefaults } from '#lib/platform/settings.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { comingStates, type VisitState } from './values.ts';
import { lockVisit } from './visit-rows.ts';

const visitsAtOnce = 100;

/**
 * Says of visits that are over what became of them (requirements 6.5, 7.6): completed where somebody came, otherwise nobody did. So many
 * minutes after the last sub-group's end, in case its guide has not said so before.
 */
export async function closeVisits(ctx: Ctx): Promise<{ completed: number; noShows: number }> {
  const open = [...comingStates, 'part_arrived', 'arrived', 'in_progress'];
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select v.id from group_visit v
      cross join lateral (select max(t.ends_at) as ends_at, max(t.visit_date) as visit_date
        from sub_group g join timeslot t on t.id = g.timeslot_id where g.plan_id = v.plan_id) e
     where v.state = any(${sql.param(open)}::text[])
       and e.ends_at + make_interval(mins => coalesce((setting_at('group_close_minutes', e.visit_date))::integer, ${settingDefaults.group_close_minutes})) <= now()
     limit ${visitsAtOnce}`);
  let [completed, noShows] = [0, 0];
  for (const { id } of rows) {
    const state = await inTransaction(
      ctx,
      async (tx): Promise<VisitState | null> => {
        const visit = await lockVisit(tx.db, id);
        if (!visit || !open.includes(visit.state)) return null;
        const hasCome = !(comingStates as readonly string[]).includes(visit.state);
        const next = hasCome ? 'completed' : 'no_show';
        await tx.db.update(groupVisit).set({ state: next }).where(eq(groupVisit.id, visit.id));
        await writeAudit(tx, {
          action: hasCome ? 'group_completed' : 'group_no_show',
          objectKind: 'group_visit',
          objectId: visit.id,
          before: { state: visit.state },
          after: { state: next },
        });
        return next;
      },
      'visit over',
    );
    if (state === 'completed') completed += 1;
    if (state === 'no_show') noShows += 1;
  }
  return { completed, noShows };
}
