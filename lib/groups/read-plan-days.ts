import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { PoolKind } from '#lib/capacity/values.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import type { PlanGuide, PlanPool, PlanStart } from './place-sub-groups.ts';
import type { PlanDay } from './plan-visit.ts';

export type PlanDaysOf = {
  productId: string;
  fromDate: IsoDate;
  untilDate: IsoDate;
  language: Locale;
  hasOwnGuide: boolean;
  /** Sub-groups whose places and guides count as free: those of the visit that is planned anew. */
  exceptVisitId?: string | null;
};

type SlotRow = {
  id: string;
  date: IsoDate;
  startMinute: number;
  endMinute: number;
  route: string;
  pools: { id: number; kind: PoolKind; label: string; free: number }[];
};
type GuideRow = {
  id: string;
  toursADay: number | null;
  busy: { date: IsoDate; fromMinute: number; untilMinute: number }[] | null;
  hours: { weekday: number; fromMinute: number; untilMinute: number }[] | null;
  leave: { firstDate: IsoDate; lastDate: IsoDate }[] | null;
};

// Whoever brings a guide of their own needs none of ours: so many stand in as there can be sub-groups.
const ownGuides: PlanGuide[] = Array.from({ length: 64 }, (_, index) => ({ id: `own:${index}`, busy: [] }));

/** True for the guides that a party brings itself. */
export const isOwnGuide = (guideId: string): boolean => guideId.startsWith('own:');

/**
 * The days on which a party could come, as the planner wants them: the times of a product and of its other routes that no other
 * party has, what is free in all that they draw on, and the guides who speak the language, with what they lead already. Two
 * statements, whatever the span. Requirements 2.1, 6.2, 6.9.
 */
export async function readPlanDays(db: Db, wanted: PlanDaysOf): Promise<PlanDay[]> {
  const except = wanted.exceptVisitId ?? null;
  const slots = await db.execute<SlotRow>(sql`
    with mine as (
      select g.id, g.timeslot_id from group_plan p join sub_group g on g.plan_id = p.id and g.is_live where p.visit_id = ${except}::uuid
    ), my_claims as (
      select m.pool_id, sum(c.quantity)::integer as places from mine join claim c on c.sub_group_id = mine.id and c.state <> 'released'
        join pool_set_member m on m.pool_set_id = c.pool_set_id group by 1
    )
    select t.id, t.visit_date::text as date, (extract(epoch from t.start_time) / 60)::integer as "startMinute",
           ((extract(epoch from t.start_time) + extract(epoch from t.ends_at - t.starts_at)) / 60)::integer as "endMinute",
           r.code as route, pools.list as pools
      from timeslot t join product r on r.id = t.product_id and r.is_active
      join product p on p.id = coalesce(r.variant_of_id, r.id)
      join pool_set s on s.timeslot_id = t.id and s.lane = 'schools' and s.is_current
      join lateral (
        select json_agg(json_build_object('id', o.id, 'kind', o.kind, 'label', coalesce(e.code, o.kind),
                 'free', case when o.status = 'on_sale' then o.capacity + o.overbook - o.held - o.sold + coalesce(c.places, 0) else 0 end) order by o.id) as list
          from pool_set_member m join pool o on o.id = m.pool_id left join space e on e.id = o.space_id left join my_claims c on c.pool_id = o.id
         where m.pool_set_id = s.id) pools on true
     where p.id = ${wanted.productId} and t.visit_date between ${wanted.fromDate}::date and ${wanted.untilDate}::date
       and t.state = 'on_sale' and t.starts_at > now() and (t.language is null or t.language = ${wanted.language})
       and not exists (select 1 from sub_group g where g.timeslot_id = t.id and g.is_live and g.id not in (select id from mine))
     order by t.visit_date, t.starts_at, r.position`);
  const guides = wanted.hasOwnGuide ? [] : await listGuides(db, wanted, except);
  const byDate = Map.groupBy(slots.rows, ({ date }) => date);
  return [...byDate].map(([date, rows]) => ({
    date,
    ...startsOf(rows),
    guides: wanted.hasOwnGuide ? ownGuides : guides.flatMap((guide) => guideOn(guide, date)),
  }));
}

async function listGuides(db: Db, wanted: PlanDaysOf, except: string | null): Promise<GuideRow[]> {
  const { rows } = await db.execute<GuideRow>(sql`
    select g.id, g.tours_a_day as "toursADay",
           (select json_agg(json_build_object('date', t.visit_date, 'fromMinute', (extract(epoch from t.start_time) / 60)::integer,
              'untilMinute', ((extract(epoch from t.start_time) + extract(epoch from t.ends_at - t.starts_at)) / 60)::integer))
              from timeslot t where t.guide_id = g.id and t.visit_date between ${wanted.fromDate}::date and ${wanted.untilDate}::date
               and t.state in ('on_sale','closed','done') and not exists (select 1 from sub_group x join group_plan p on p.id = x.plan_id
                 where x.timeslot_id = t.id and x.is_live and p.visit_id = ${except}::uuid)) as busy,
           (select json_agg(json_build_object('weekday', a.weekday, 'fromMinute', (extract(epoch from a.from_time) / 60)::integer,
              'untilMinute', (extract(epoch from a.until_time) / 60)::integer)) from guide_availability a where a.guide_id = g.id) as hours,
           (select json_agg(json_build_object('firstDate', l.first_date, 'lastDate', l.last_date)) from guide_leave l
             where l.guide_id = g.id and l.last_date >= ${wanted.fromDate}::date and l.first_date <= ${wanted.untilDate}::date) as leave
      from guide g where g.is_active and ${wanted.language} = any (g.languages)
       and (not exists (select 1 from guide_product x where x.guide_id = g.id)
            or exists (select 1 from guide_product x where x.guide_id = g.id and x.product_id = ${wanted.productId}))
     order by g.id`);
  return rows;
}

function startsOf(rows: readonly SlotRow[]): { starts: PlanStart[]; pools: PlanPool[] } {
  const numbers = new Map<number, number>();
  const pools: PlanPool[] = [];
  const starts = rows.map(
    (row): PlanStart => ({
      timeslotId: row.id,
      startMinute: row.startMinute,
      endMinute: row.endMinute,
      route: row.route,
      pools: row.pools.map(({ id, ...pool }) => {
        const number = numbers.get(id) ?? pools.push(pool) - 1;
        numbers.set(id, number);
        return number;
      }),
    }),
  );
  return { starts, pools };
}

/** A guide on a date; nobody on a day of leave, or on a weekday without hours where there are any. */
function guideOn(guide: GuideRow, date: IsoDate): PlanGuide[] {
  if (guide.leave?.some(({ firstDate, lastDate }) => firstDate <= date && date <= lastDate)) return [];
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
  const hours = guide.hours?.filter((one) => one.weekday === weekday).sort((a, b) => a.fromMinute - b.fromMinute);
  if (hours?.length === 0) return [];
  return [
    {
      id: guide.id,
      busy: guide.busy?.filter((one) => one.date === date) ?? [],
      ...(guide.toursADay === null ? {} : { toursADay: guide.toursADay }),
      ...(hours ? { away: outside(hours) } : {}),
    },
  ];
}

/** What of a day lies outside of such hours. */
function outside(hours: readonly { fromMinute: number; untilMinute: number }[]) {
  const edges = [0, ...hours.flatMap(({ fromMinute, untilMinute }) => [fromMinute, untilMinute]), 24 * 60];
  return edges.flatMap((fromMinute, index) =>
    index % 2 === 0 ? [{ fromMinute, untilMinute: edges[index + 1] ?? fromMinute }] : [],
  );
}
