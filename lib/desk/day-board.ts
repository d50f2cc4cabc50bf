import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { type LocalizedText, localized } from '#lib/platform/locales.ts';
import type { BoardSlot, DayBoard } from './answer.ts';
import { getDeskRules } from './ticket-rows.ts';

/**
 * The museum's day at `ctx.now`: its timeslots with people booked, arrived and still expected. Counts tickets of settled
 * orders, and of parties each sub-group under its own time; who was let in beyond a ticket by a person's decision counts as arrived. Refuses without `tickets.admit`. Requirements 7.1.
 */
export async function getDayBoard(ctx: Ctx): Promise<{ ok: true; board: DayBoard } | { ok: false; code: 'forbidden' }> {
  if (!can(ctx.actor, 'tickets.admit')) return { ok: false, code: 'forbidden' };
  const db = ctx.db as Db;
  const { rules, today } = await getDeskRules(db, ctx.now);
  const { rows } = await db.execute<{
    id: string;
    start_time: string;
    starts_ms: string;
    ends_ms: string;
    names: LocalizedText;
    language: string | null;
    guide: string | null;
    state: string;
    booked: number;
    arrived: number;
    expected: number;
    needs: BoardSlot['needs'] | null;
    parties: BoardSlot['parties'] | null;
  }>(sql`
    select s.id, to_char(s.start_time, 'HH24:MI') as start_time, extract(epoch from s.starts_at) * 1000 as starts_ms,
           extract(epoch from s.ends_at) * 1000 as ends_ms, p.names, s.language, g.name as guide, s.state,
           (coalesce(b.booked, 0) + coalesce(c.booked, 0))::int as booked, (coalesce(b.arrived, 0) + coalesce(c.arrived, 0))::int as arrived,
           (coalesce(b.expected, 0) + coalesce(c.expected, 0))::int as expected, c.parties,
           (
             select jsonb_agg(jsonb_build_object('people', n.people, 'text', n.text) order by n.code) from (
               select o.code, o.access_needs as text, sum(k.party_size)::int as people from ticket k join orders o on o.id = k.order_id
                where k.timeslot_id = s.id and k.state <> 'revoked' and o.access_needs is not null
                group by o.id
               union all
               select v.code, v.access_needs, g.people from sub_group g join group_visit v on v.plan_id = g.plan_id
                where g.timeslot_id = s.id and g.is_live and v.access_needs is not null
                order by 1 limit 50) n) as needs
      from timeslot s join product p on p.id = s.product_id left join guide g on g.id = s.guide_id
      left join lateral (
        select sum(t.party_size) filter (where t.state <> 'revoked') as booked,
               sum(t.party_size - t.admitted_people) filter (where t.state <> 'revoked') as expected,
               sum(t.admitted_people + (select coalesce(sum(a.people), 0) from admission a where a.ticket_id = t.id and a.is_override)) as arrived
          from ticket t join orders o on o.id = t.order_id
         where t.timeslot_id = s.id and o.state in ('paid','partially_refunded','disputed')) b on true
      left join lateral (
        select sum(g.people) as booked, sum(a.people) as arrived, sum(greatest(g.people - a.people, 0)) as expected,
               jsonb_agg(jsonb_build_object('school', i.name, 'no', g.no, 'of', (select count(*) from sub_group where plan_id = g.plan_id))) as parties
          from sub_group g join group_visit v on v.plan_id = g.plan_id left join institution i on i.id = v.institution_id
          cross join lateral (select coalesce(sum(x.people), 0)::int as people from sub_group_arrival x where x.sub_group_id = g.id) a
         where g.timeslot_id = s.id and g.is_live and is_agreed_visit(v.state)) c on true
     where s.visit_date = ${today} and s.state in ('on_sale','closed','done')
     order by s.starts_at, p.position, s.language`);
  const slots = rows.map((row) => ({
    timeslotId: row.id,
    startTime: row.start_time,
    startsAtMs: Number(row.starts_ms),
    endsAtMs: Number(row.ends_ms),
    productName: localized(row.names, ctx.locale),
    language: row.language,
    guideName: row.guide,
    state: row.state,
    bookedPeople: row.booked,
    arrivedPeople: row.arrived,
    expectedPeople: row.expected,
    needs: row.needs ?? [],
    parties: row.parties ?? [],
  }));
  const sum = (key: 'bookedPeople' | 'arrivedPeople') => slots.reduce((people, slot) => people + slot[key], 0);
  return {
    ok: true,
    board: {
      zone: rules.zone,
      date: today,
      atMs: ctx.now.getTime(),
      bookedPeople: sum('bookedPeople'),
      arrivedPeople: sum('arrivedPeople'),
      slots,
    },
  };
}
