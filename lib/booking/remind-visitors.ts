import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { getSettings, getZone } from '#lib/platform/settings.ts';
import { addDays, dateAt } from '#lib/platform/time.ts';

const mostAtOnce = 500;

/**
 * Queues the reminder of every visit that is near (9.2; settings `reminder_hours_before`, `reminder_until_hours`), once for each
 * order and time. Whoever heard of that visit from us shortly before, or later, is left in peace (`reminder_rest_hours`): who books
 * late has the confirmation. Found by state, so that a run that was missed only delays; what has changed until it is sent, the writer
 * of the mail sees.
 */
export async function remindVisitors(ctx: Ctx): Promise<{ reminded: number }> {
  const db = ctx.db as Db;
  const zone = await getZone(db);
  if (!zone) return { reminded: 0 };
  const today = dateAt(ctx.now, zone);
  const settings = await getSettings(db, today);
  const before = settings.reminder_hours_before;
  if (before <= 0) return { reminded: 0 };
  const { rowCount } = await db.execute(sql`
    insert into message (dedupe_key, kind, order_id, locale, recipient)
    select 'reminder:' || o.id || ':' || t.id, 'visit_reminder', o.id, o.locale, o.email
      from timeslot t join lateral (
        select distinct k.order_id from ticket k where k.timeslot_id = t.id and k.state = 'valid' and k.admitted_people = 0) k on true
      join orders o on o.id = k.order_id
     where t.visit_date between ${addDays(today, -1)}::date and ${addDays(today, Math.ceil(before / 24) + 1)}::date
       and t.starts_at <= now() + make_interval(hours => ${before}) and t.starts_at > now() + make_interval(hours => ${settings.reminder_until_hours})
       and t.state in ('on_sale','closed') and o.state in ('paid','partially_refunded') and o.email is not null
       and not exists (
         select 1 from message m where m.order_id = o.id
            and (m.dedupe_key = 'reminder:' || o.id || ':' || t.id
                 or m.kind in ('order_confirmed','order_moved','tickets_again','visit_reminder') and m.state in ('queued','sent')
                    and m.queued_at > t.starts_at - make_interval(hours => ${before + settings.reminder_rest_hours})))
     order by t.starts_at limit ${mostAtOnce}
    on conflict (dedupe_key) do nothing`);
  crashPoint('remind.after_queue');
  return { reminded: rowCount ?? 0 };
}
