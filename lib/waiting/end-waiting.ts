import { sql } from 'drizzle-orm';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { getSettings, getZone } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';

/**
 * Ends the waiting of parties none of whose times is to come (begun, or cancelled), and tells them; forgets the addresses of those
 * whose waiting has been over for the days that the museum keeps them. By state; may run anywhere, side by side.
 */
export async function endWaiting(ctx: Ctx): Promise<{ ended: number; forgotten: number }> {
  const ended = await inTransaction(
    ctx,
    async (tx) => {
      const { rows } = await tx.db.execute<{ id: string; locale: Locale; email: string | null }>(sql`
        update waiting_entry set state = 'ended' where state = 'waiting' and id = any (array(
          select e.id from waiting_entry e where e.state = 'waiting' and not exists (
            select 1 from waiting_wish w join timeslot t on t.product_id = w.product_id and t.visit_date = w.visit_date
             where w.entry_id = e.id and t.start_time between w.from_time and w.until_time
               and t.state in ('dormant','draft','on_sale','closed') and t.starts_at > now())
           order by e.id limit 100 for update skip locked))
        returning id, locale, email`);
      crashPoint('waiting.after_end');
      for (const { id, locale, email } of rows) {
        if (!email) continue;
        await queueMessage(tx, {
          kind: 'waiting_ended',
          orderId: null,
          locale,
          recipient: email,
          dedupeKey: `waiting_ended:${id}`,
        });
      }
      return rows.length;
    },
    'no time to come',
  );
  const today = dateAt(ctx.now, (await getZone(ctx.db)) ?? 'UTC');
  const days = (await getSettings(ctx.db, today)).waiting_contact_days;
  const { rowCount } = await ctx.db.execute(sql`
    update waiting_entry set email = null, email_key = null where id = any (array(
      select id from waiting_entry where email is not null and ended_at < now() - make_interval(days => ${days}) order by ended_at limit 500))`);
  return { ended, forgotten: rowCount ?? 0 };
}
