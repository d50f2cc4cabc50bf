import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';

/** How far ahead other times are offered to an order. */
export const otherTimesDays = 14;
// A museum with a start every quarter of an hour has some forty a day.
const mostTimes = 600;

export type OtherTime = {
  timeslotId: string;
  visitDate: IsoDate;
  startTime: WallTime;
  language: Locale | null;
  free: number;
};
export type OtherTimes = { people: number; times: OtherTime[] };

/**
 * The next times of an order's product, in its lane, that have room for all whose tickets are valid. The order's own places in
 * the pools that both times draw on count as free, as they do when it moves. In order of time, at most 600: of the next
 * fourteen days, or of the days asked for.
 */
export async function listOtherTimes(
  db: Db,
  orderId: string,
  days?: { from: IsoDate; until: IsoDate },
): Promise<OtherTimes> {
  const { rows } = await db.execute<{ people: number; times: OtherTime[] }>(sql`
    with mine as (
      select s.product_id, s.id as timeslot_id, o.lane, sum(k.party_size)::int as people
        from ticket k join timeslot s on s.id = k.timeslot_id join orders o on o.id = k.order_id
       where k.order_id = ${orderId} and k.state <> 'revoked' group by s.id, o.lane order by s.starts_at limit 1
    ), own as (
      select distinct m.pool_id from claim c join pool_set s on s.id = c.pool_set_id join mine on mine.timeslot_id = s.timeslot_id
        join pool_set_member m on m.pool_set_id = s.id where c.order_id = ${orderId} and c.state = 'sold'
    ), found as (
      select t.id, t.visit_date, t.start_time, t.starts_at, t.language, mine.people,
             min(case when p.status = 'on_sale' then p.capacity + p.overbook - p.held - p.sold
                      + case when own.pool_id is null then 0 else mine.people end else 0 end) as free
        from mine join timeslot t on t.product_id = mine.product_id and t.id <> mine.timeslot_id and t.state = 'on_sale'
          and t.starts_at > now() and ${days ? sql`t.visit_date between ${days.from} and ${days.until}` : sql`t.visit_date <= current_date + ${otherTimesDays}::int`}
        join pool_set s on s.timeslot_id = t.id and s.lane = mine.lane and s.is_current
        join pool_set_member m on m.pool_set_id = s.id join pool p on p.id = m.pool_id left join own on own.pool_id = p.id
       group by t.id, mine.people
    ), roomy as (
      select * from found where free >= people order by starts_at, language limit ${mostTimes}
    )
    select coalesce((select people from mine), 0) as people,
           (select coalesce(jsonb_agg(jsonb_build_object('timeslotId', id, 'visitDate', visit_date, 'startTime', to_char(start_time, 'HH24:MI'),
              'language', language, 'free', free) order by starts_at, language), '[]') from roomy) as times`);
  return rows[0] ?? { people: 0, times: [] };
}
