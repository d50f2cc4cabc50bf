import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';

/** The route without steps that starts when a held order starts, with room for its whole party. */
export type Alternative = {
  timeslotId: string;
  productCode: string;
  names: LocalizedText;
  startTime: string;
  people: number;
};

/**
 * What is offered at the same time where the booked route has steps (requirements 3.2): null when the order's own route has none,
 * when nothing is sold online in its place at that time, or when there is not room for everybody. An order with a voucher is
 * offered nothing: its code belongs to what it was used for.
 */
export async function findAlternative(db: Db, orderId: string): Promise<Alternative | null> {
  const { rows } = await db.execute<Alternative>(sql`
    select s.id as "timeslotId", a.code as "productCode", a.names, to_char(s.start_time, 'HH24:MI') as "startTime", l.people
      from orders o
      cross join lateral (select min(timeslot_id::text)::uuid as timeslot_id, sum(quantity)::int as people
                            from order_line where order_id = o.id) l
      join timeslot t on t.id = l.timeslot_id
      join product p on p.id = t.product_id and not p.is_step_free
      join product a on a.id = p.alternative_product_id and a.is_active and a.is_sold_online and a.is_step_free
      join timeslot s on s.product_id = a.id and s.starts_at = t.starts_at and s.state = 'on_sale'
     where o.id = ${orderId} and o.voucher_id is null
       and s.starts_at - make_interval(mins => a.lead_time_minutes) > now()
       and l.people <= (
         select min(case when q.status = 'on_sale' then q.capacity + q.overbook - q.held - q.sold else 0 end)
           from pool_set c join pool_set_member m on m.pool_set_id = c.id join pool q on q.id = m.pool_id
          where c.timeslot_id = s.id and c.is_current and c.lane = 'public')
     limit 1`);
  return rows[0] ?? null;
}
