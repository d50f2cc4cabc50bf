import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Locale, LocalizedText } from '#lib/platform/locales.ts';

export type ComingOrder = {
  id: string;
  code: string;
  linkVersion: number;
  locale: Locale;
  productNames: LocalizedText;
  visitDate: string;
  startTime: string;
  /** Those whose tickets still admit. */
  people: number;
};

export const mostComingOrders = 20;

/**
 * The orders with tickets for a visit that is not over, booked with exactly this address but for capital letters; the soonest
 * first, at most 20. Whoever may read them proves it by reading the mail that lists them.
 */
export async function listComingOrders(db: Db, email: string): Promise<{ orders: ComingOrder[]; hasMore: boolean }> {
  const { rows } = await db.execute<ComingOrder>(sql`
    select o.id, o.code, o.link_version as "linkVersion", o.locale, p.names as "productNames", t.visit_date::text as "visitDate",
           to_char(t.start_time, 'HH24:MI') as "startTime", k.people
      from orders o
      cross join lateral (
        select k.timeslot_id, sum(k.party_size)::int as people from ticket k join timeslot s on s.id = k.timeslot_id
         where k.order_id = o.id and k.state <> 'revoked' and s.ends_at > now()
         group by k.timeslot_id, s.starts_at order by s.starts_at limit 1) k
      join timeslot t on t.id = k.timeslot_id join product p on p.id = t.product_id
     where ((o.channel = 'web' and email_key(o.email) = email_key(${email})) or o.email = ${email}) and lower(o.email) = lower(${email})
       and o.state in ('paid','partially_refunded','disputed')
     order by t.starts_at, o.id limit ${mostComingOrders + 1}`);
  return { orders: rows.slice(0, mostComingOrders), hasMore: rows.length > mostComingOrders };
}
