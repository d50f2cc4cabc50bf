import { sql } from 'drizzle-orm';
import type { Lane } from '#lib/capacity/values.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { Locale, LocalizedText } from '#lib/platform/locales.ts';
import type { Refusal } from '#lib/platform/result.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import type { TimeslotState } from '#lib/schedule/values.ts';

/** A lane of a time. `free` is what can still be taken: the room of the scarcest pool it draws on, the lane's own or a space's. */
export type LaneCount = { lane: Lane; capacity: number; held: number; sold: number; arrived: number; free: number };

export type DaySlot = {
  id: string;
  startTime: string;
  startsAt: Date;
  endsAt: Date;
  state: TimeslotState;
  language: Locale | null;
  guideName: string | null;
  isGuided: boolean;
  productNames: LocalizedText;
  /** What parties of this time have told of their needs: for the desk, and for the guide who leads them (3.2). */
  needs: { people: number; text: string }[];
  lanes: LaneCount[];
  /** What can still be taken in all lanes together, as far as the rooms they share allow. */
  free: number;
};

export type DayTotals = { capacity: number; held: number; sold: number; arrived: number };
export type Day = { ok: true; slots: DaySlot[]; totals: DayTotals };

/** The times of a day with what is booked and who has come, by start and product. Drafts are not shown. Needs `today.see`. */
export async function listDaySlots(ctx: Ctx, date: IsoDate): Promise<Day | Refusal<'forbidden'>> {
  if (!can(ctx.actor, 'today.see')) return { ok: false, code: 'forbidden' };
  const { rows } = await ctx.db.execute<DaySlot>(sql`
    select t.id, to_char(t.start_time, 'HH24:MI') as "startTime", t.starts_at as "startsAt", t.ends_at as "endsAt", t.state,
           t.language, g.name as "guideName", p.is_guided as "isGuided", p.names as "productNames",
           coalesce((
             select jsonb_agg(jsonb_build_object('people', n.people, 'text', n.text) order by n.code) from (
               select o.code, o.access_needs as text, sum(k.party_size)::int as people from ticket k join orders o on o.id = k.order_id
                where k.timeslot_id = t.id and k.state <> 'revoked' and o.access_needs is not null
                group by o.id order by o.code limit 50) n), '[]') as needs,
           coalesce(l.lanes, '[]') as lanes, greatest(0, least(l.room, r.room)) as free
      from timeslot t
      join product p on p.id = t.product_id
      left join guide g on g.id = t.guide_id
      left join lateral (
        select jsonb_agg(jsonb_build_object('lane', c.lane, 'capacity', c.capacity + c.overbook, 'held', c.held, 'sold', c.sold,
                 'free', greatest(0, coalesce(f.room, 0)), 'arrived', coalesce(a.people, 0))
                 order by array_position(array['public','desk','schools','official','resellers'], c.lane)) as lanes,
               sum(c.capacity + c.overbook - c.held - c.sold) filter (where c.status = 'on_sale') as room
          from pool c
          left join lateral (
            select min(q.capacity + q.overbook - q.held - q.sold) filter (where q.status = 'on_sale') as room
              from pool_set s join pool_set_member m on m.pool_set_id = s.id join pool q on q.id = m.pool_id
             where s.timeslot_id = t.id and s.lane = c.lane and s.is_current) f on true
          left join lateral (
            select sum(d.people) as people from ticket k join admission d on d.ticket_id = k.id join orders o on o.id = k.order_id
             where k.timeslot_id = t.id and o.lane = c.lane) a on true
         where c.timeslot_id = t.id and c.kind = 'lane') l on true
      left join lateral (
        select min(q.capacity + q.overbook - q.held - q.sold) as room
          from pool_set s join pool_set_member m on m.pool_set_id = s.id join pool q on q.id = m.pool_id
         where s.timeslot_id = t.id and s.is_current and q.kind <> 'lane') r on true
     where t.visit_date = ${date}::date and t.state <> 'draft'
     order by t.starts_at, p.position, t.language nulls first, t.id`);
  const slots = rows.map((row) => ({
    ...row,
    free: Number(row.free ?? 0),
    startsAt: new Date(row.startsAt),
    endsAt: new Date(row.endsAt),
  }));
  const totals = { capacity: 0, held: 0, sold: 0, arrived: 0 };
  for (const lane of slots.flatMap((slot) => slot.lanes)) {
    for (const key of ['capacity', 'held', 'sold', 'arrived'] as const) totals[key] += lane[key];
  }
  return { ok: true, slots, totals };
}
