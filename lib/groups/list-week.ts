import { sql } from 'drizzle-orm';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import { openingOf } from '#lib/schedule/opening-days.ts';
import { getOpeningCalendar } from '#lib/schedule/queries.ts';
import type { VisitState } from './values.ts';
import { minuteOf } from './visit-rows.ts';

/** A sub-group, or a public tour, from its start to its end; minutes of the day. */
export type WeekBlock = {
  timeslotId: string;
  fromMinute: number;
  untilMinute: number;
  guideId: string | null;
  productNames: LocalizedText;
  /** Null for a public tour. */
  visit: {
    id: string;
    institution: string | null;
    state: VisitState;
    no: number;
    people: number;
    isAgreed: boolean;
  } | null;
};

/** A room in one quarter of an hour: who is in it, and for how many there is room. */
export type RoomQuarter = { minute: number; people: number; room: number };

export type WeekDay = {
  date: IsoDate;
  /** Null where the museum is closed. */
  hours: { fromMinute: number; untilMinute: number } | null;
  blocks: WeekBlock[];
  rooms: { code: string; names: LocalizedText; quarters: RoomQuarter[] }[];
};

export type ListedWeek = { ok: true; days: WeekDay[]; guides: { id: string; name: string }[] };

/**
 * Rooms and guides of some days by quarter hours (issue 5): every sub-group that is agreed or offered, the public tours that somebody
 * leads, and how many people each room holds. Needs `groups.see`.
 */
export async function listWeek(
  ctx: Ctx,
  dates: readonly IsoDate[],
): Promise<ListedWeek | { ok: false; code: 'forbidden' }> {
  if (!can(ctx.actor, 'groups.see')) return { ok: false, code: 'forbidden' };
  const [from = '', until = ''] = [dates[0], dates.at(-1)];
  const [blocks, loads, guides, calendar] = await Promise.all([
    ctx.db.execute<WeekBlock & { date: IsoDate }>(sql`
      select t.visit_date::text as date, t.id as "timeslotId", (extract(epoch from t.start_time) / 60)::integer as "fromMinute",
             ((extract(epoch from t.start_time) + extract(epoch from t.ends_at - t.starts_at)) / 60)::integer as "untilMinute",
             t.guide_id as "guideId", p.names as "productNames",
             case when v.id is not null then json_build_object('id', v.id, 'institution', i.name, 'state', v.state, 'no', g.no, 'people', g.people,
               'isAgreed', v.plan_id is not distinct from g.plan_id) end as visit
        from timeslot t join product p on p.id = t.product_id
        left join sub_group g on g.timeslot_id = t.id and g.is_live left join group_plan l on l.id = g.plan_id left join group_visit v on v.id = l.visit_id
        left join institution i on i.id = v.institution_id
       where t.visit_date between ${from}::date and ${until}::date and t.state in ('on_sale','closed','done')
         and (g.id is not null or t.guide_id is not null)
       order by t.visit_date, t.starts_at, g.no limit 2000`),
    ctx.db.execute<RoomQuarter & { date: IsoDate; code: string; names: LocalizedText }>(sql`
      select o.visit_date::text as date, s.code, s.names,
             (extract(epoch from (o.quarter_at at time zone m.time_zone)::time) / 60)::integer as minute, o.held + o.sold as people,
             o.capacity + o.overbook as room
        from pool o join space s on s.id = o.space_id cross join (select time_zone from museum limit 1) m
       where o.kind = 'space' and o.visit_date between ${from}::date and ${until}::date and o.held + o.sold > 0
       order by o.visit_date, s.position, o.quarter_at limit 20000`),
    ctx.db.execute<{ id: string; name: string }>(sql`
      select id, name from guide where is_active or exists (select 1 from timeslot t where t.guide_id = guide.id
        and t.visit_date between ${from}::date and ${until}::date) order by name limit 200`),
    getOpeningCalendar(ctx.db, { fromDate: from, untilDate: until }),
  ]);
  const days = dates.map((date): WeekDay => {
    const opening = openingOf(date, calendar);
    const ofDay = loads.rows.filter((row) => row.date === date);
    const mine = blocks.rows.flatMap(({ date: on, ...block }) => (on === date ? [block] : []));
    const edges = [
      ...(opening.isOpen ? [minuteOf(opening.opensTime), minuteOf(opening.closesTime)] : []),
      ...mine.flatMap(({ fromMinute, untilMinute }) => [fromMinute, untilMinute]),
    ];
    return {
      date,
      hours: edges.length ? { fromMinute: Math.min(...edges), untilMinute: Math.max(...edges) } : null,
      blocks: mine,
      rooms: [...Map.groupBy(ofDay, ({ code }) => code).values()].flatMap((quarters) =>
        quarters.slice(0, 1).map(({ code, names }) => ({ code, names, quarters })),
      ),
    };
  });
  return { ok: true, days, guides: guides.rows };
}
