import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';

/**
 * Requests that were begun and never sent are forgotten after `group_draft_hours`: what was typed goes, the link opens nothing any more.
 * A second worker passes over what another has locked.
 */
export async function purgeDrafts(ctx: Ctx): Promise<{ forgotten: number }> {
  const { group_draft_hours: hours } = await getSettings(ctx.db, dateAt(ctx.now, 'UTC'));
  return inTransaction(
    ctx,
    async (tx) => {
      const { rows } = await tx.db.execute<{ id: string }>(sql`
        with old as (
          select id from group_visit where state = 'draft' and made_at < now() - make_interval(hours => ${hours}) order by made_at limit 100 for update skip locked
        ), forgotten as (
          update group_visit v set state = 'expired', reason = 'not_sent', purged_at = now(), grades = null, age_from = null, age_until = null
            from old where v.id = old.id returning v.id
        ), gone as (delete from group_wish w using forgotten f where w.visit_id = f.id)
        select id from forgotten`);
      for (const { id } of rows)
        await writeAudit(tx, { action: 'group_draft_forgotten', objectKind: 'group_visit', objectId: id });
      return { forgotten: rows.length };
    },
    'never sent',
  );
}
