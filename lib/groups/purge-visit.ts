import { eq, sql } from 'drizzle-orm';
import { groupVisit } from '#db/schema/groups.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { settingDefaults } from '#lib/platform/settings.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { type GroupVisit, lockVisit } from './visit-rows.ts';

const visitsAtOnce = 100;

/**
 * Forgets what was only needed for the visit itself: names, letters, access needs, the leader's telephone (requirements 6.8, 10.1). The
 * numbers of people stay, and how many names there were. In the running transaction, the visit locked. False where it is done already.
 */
export async function purgeWithin(tx: TxCtx, visit: GroupVisit): Promise<boolean> {
  if (visit.purgedAt !== null) return false;
  const names = await tx.db.execute<{ state: string }>(
    sql`delete from visit_name where visit_id = ${visit.id} returning state`,
  );
  const letters = await tx.db.execute(
    sql`delete from visit_file where visit_id = ${visit.id} and kind = 'letter' returning 1`,
  );
  crashPoint('groups.purging');
  await tx.db
    .update(groupVisit)
    .set({ purgedAt: tx.now, leaderPhone: null, accessNeeds: null })
    .where(eq(groupVisit.id, visit.id));
  const live = names.rows.filter(({ state }) => state !== 'replaced');
  await writeAudit(tx, {
    action: 'visit_purged',
    objectKind: 'group_visit',
    objectId: visit.id,
    after: {
      names: live.length,
      cleared: live.filter(({ state }) => state === 'cleared').length,
      replaced: names.rows.length - live.length,
      letters: letters.rows.length,
    },
  });
  return true;
}

/**
 * Purges every visit whose day lies so many days back, whatever became of it: agreed, declined, cancelled, never answered (then by the
 * last day that was wished for). Drafts are another job's.
 */
export async function purgeVisits(ctx: Ctx): Promise<{ purged: number }> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select v.id from group_visit v cross join museum m
      cross join lateral (select coalesce(
        (select max(t.visit_date) from sub_group g join timeslot t on t.id = g.timeslot_id where g.plan_id = v.plan_id),
        (select max(visit_date) from group_wish where visit_id = v.id)) as last) d
     where v.purged_at is null and v.state <> 'draft' and v.made_at < now() - interval '1 day'
       and d.last + coalesce((setting_at('group_purge_days', d.last))::integer, ${settingDefaults.group_purge_days}) <= (now() at time zone m.time_zone)::date
     order by v.made_at limit ${visitsAtOnce}`);
  let purged = 0;
  for (const { id } of rows) {
    const isDone = await inTransaction(ctx, async (tx) => {
      const visit = await lockVisit(tx.db, id);
      return visit ? purgeWithin(tx, visit) : false;
    });
    if (isDone) purged += 1;
  }
  return { purged };
}
