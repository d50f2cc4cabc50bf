import { sql } from 'drizzle-orm';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { inTransaction } from '#lib/platform/transaction.ts';

type Due = { id: string; isLapsed: boolean; entryId: string; locale: Locale; email: string | null };

/**
 * Ends offers whose time is over, and those of times that are not on sale any more, by state and by the database's clock; may run
 * anywhere, side by side. The places come back once; the party waits on with its rank, and is told.
 */
export async function endOffers(ctx: Ctx): Promise<{ lapsed: number; withdrawn: number }> {
  const result = { lapsed: 0, withdrawn: 0 };
  const { rows } = await ctx.db.execute<Due>(sql`
    select o.id, o.expires_at <= now() as "isLapsed", o.entry_id as "entryId", e.locale, e.email
      from waiting_offer o join timeslot t on t.id = o.timeslot_id join waiting_entry e on e.id = o.entry_id
     where o.state = 'open' and (o.expires_at <= now() or t.state <> 'on_sale') order by o.expires_at limit 200`);
  for (const due of rows) {
    const next = due.isLapsed ? 'lapsed' : 'withdrawn';
    // One at a time: each locks the pools of its own time.
    const hasEnded = await inTransaction(
      ctx,
      async (tx) => {
        const { rows } = await tx.db.execute<{ ended: boolean }>(sql`select end_offer(${due.id}, ${next}) as ended`);
        if (!rows[0]?.ended) return false;
        crashPoint('waiting.after_lapse');
        if (due.email) {
          await queueMessage(tx, {
            kind: 'waiting_lapsed',
            orderId: null,
            locale: due.locale,
            recipient: due.email,
            dedupeKey: `waiting_lapsed:${due.id}`,
          });
        }
        return true;
      },
      next === 'lapsed' ? 'offer run out' : 'time not on sale',
    );
    if (hasEnded) result[next] += 1;
  }
  return result;
}
