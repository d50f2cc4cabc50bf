import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { CancellationItemState, CancellationReason } from './values.ts';

/** What an order's page says of a time that the museum has cancelled. */
export type OrderCancellation = {
  reason: CancellationReason;
  answerUntil: Date;
  /** Null until the orders of the time are listed. */
  state: CancellationItemState | null;
  /** What goes back when nobody answers, in minor units. */
  dueMinor: number;
};

/** The cancellation of the time at which an order is; null when its time takes place. */
export async function findOrderCancellation(db: Db, orderId: string): Promise<OrderCancellation | null> {
  const { rows } = await db.execute<Omit<OrderCancellation, 'answerUntil'> & { answerUntil: string }>(sql`
    select c.reason, c.answer_until as "answerUntil", i.state,
           case when exists (select 1 from ticket where order_id = o.id and state = 'revoked')
             then least(m.left_minor, (select coalesce(sum(y.unit_price_minor * k.party_size), 0) from ticket k
                                        join order_line y on y.id = k.order_line_id where k.order_id = o.id and k.state <> 'revoked'))
             else m.left_minor end::int as "dueMinor"
      from orders o join lateral (select timeslot_id from order_line where order_id = o.id order by line_no limit 1) l on true
      join slot_cancellation c on c.timeslot_id = l.timeslot_id
      left join slot_cancellation_item i on i.timeslot_id = c.timeslot_id and i.order_id = o.id
     cross join lateral (select coalesce(sum(captured_minor - refund_reserved_minor), 0) as left_minor from payment
                          where order_id = o.id and state = 'succeeded') m
     where o.id = ${orderId}`);
  return rows[0] ? { ...rows[0], answerUntil: new Date(rows[0].answerUntil) } : null;
}
