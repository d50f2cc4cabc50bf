import { sql } from 'drizzle-orm';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';

/**
 * Lists the orders of times that were cancelled, each once: all that hold or have bought places, in one statement for any number
 * of them. A killed list is made anew, and what is on it stays on it. Whose money comes later is put there by the database when
 * settle sends it back (`list_late_payer`).
 */
export async function listCancelledOrders(ctx: Ctx): Promise<number> {
  const { rows } = await ctx.db.execute<{ timeslotId: string }>(
    sql`select timeslot_id as "timeslotId" from slot_cancellation where listed_at is null order by requested_at limit 50`,
  );
  let listed = 0;
  for (const { timeslotId } of rows) {
    listed += await inTransaction(
      ctx,
      async (tx) => {
        const { rowCount } = await tx.db.execute(sql`
          insert into slot_cancellation_item (timeslot_id, order_id)
          select distinct l.timeslot_id, l.order_id from order_line l join orders o on o.id = l.order_id
           where l.timeslot_id = ${timeslotId}
             and o.state in ('held','awaiting_payment','expiring','paid','partially_refunded','disputed')
          on conflict (timeslot_id, order_id) do nothing`);
        await tx.db.execute(sql`
          update slot_cancellation set listed_at = now() where timeslot_id = ${timeslotId} and listed_at is null`);
        crashPoint('cancel.before_listed');
        return rowCount ?? 0;
      },
      'time cancelled',
    );
    crashPoint('cancel.after_listed');
  }
  return listed;
}
