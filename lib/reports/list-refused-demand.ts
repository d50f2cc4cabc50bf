import { sql } from 'drizzle-orm';
import type { DemandRefusal } from '#lib/booking/values.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { Locale, LocalizedText } from '#lib/platform/locales.ts';
import type { Refusal } from '#lib/platform/result.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';

export type RefusedDemandRow = {
  productNames: LocalizedText;
  visitDate: IsoDate;
  startTime: WallTime;
  why: DemandRefusal;
  /** How often it was asked for, and for how many people in all. */
  asked: number;
  people: number;
  /** The largest party, and the room there was at the last refusal; null when the time was not on sale. */
  largestParty: number;
  lastRoom: number | null;
  languages: Locale[];
};

/** What was asked for in vain in a week, in people; `monday` is its first day. */
export type DemandWeek = { monday: IsoDate; people: number; groupPeople: number };

export type RefusedDemand = {
  ok: true;
  /** Of individuals, and of schools and groups. */
  rows: RefusedDemandRow[];
  groups: RefusedDemandRow[];
  asked: number;
  people: number;
  /** The last weeks, the oldest first, those without any included. */
  weeks: DemandWeek[];
};

export const refusedDemandDays = 30;
export const demandWeeks = 12;

/**
 * What was asked for in vain in the last 30 days (2.7), by time, what most people wanted first, 100 times at most; individuals apart
 * from groups. And week by week, for how many people. Needs `reports.see`.
 */
export async function listRefusedDemand(ctx: Ctx): Promise<RefusedDemand | Refusal<'forbidden'>> {
  if (!can(ctx.actor, 'reports.see')) return { ok: false, code: 'forbidden' };
  const since = sql`d.asked_at > now() - make_interval(days => ${refusedDemandDays})`;
  const listed = async (isGroup: boolean) => {
    const { rows } = await ctx.db.execute<RefusedDemandRow>(sql`
      select p.names as "productNames", d.visit_date::text as "visitDate", to_char(d.start_time, 'HH24:MI') as "startTime", d.why,
             count(*)::int as asked, sum(d.people)::int as people, max(d.people)::int as "largestParty",
             (array_agg(d.room order by d.asked_at desc))[1] as "lastRoom", array_agg(distinct d.locale) as languages
        from refused_demand d join product p on p.id = d.product_id where ${since} and (d.channel = 'school') = ${isGroup}
       group by p.id, p.names, d.visit_date, d.start_time, d.why
       order by people desc, d.visit_date, d.start_time, d.why limit 100`);
    return rows;
  };
  const totals = await ctx.db.execute<{ asked: number; people: number }>(sql`
    select count(*)::int as asked, coalesce(sum(people), 0)::int as people from refused_demand d where ${since}`);
  const weeks = await ctx.db.execute<DemandWeek>(sql`
    select w.monday::date::text as monday, coalesce(sum(d.people) filter (where d.channel <> 'school'), 0)::int as people,
           coalesce(sum(d.people) filter (where d.channel = 'school'), 0)::int as "groupPeople"
      from (select time_zone from museum limit 1) m
      cross join lateral generate_series(date_trunc('week', now() at time zone m.time_zone) - make_interval(weeks => ${demandWeeks - 1}),
        date_trunc('week', now() at time zone m.time_zone), interval '1 week') as w(monday)
      left join refused_demand d on d.asked_at >= w.monday at time zone m.time_zone
        and d.asked_at < (w.monday + interval '1 week') at time zone m.time_zone
     group by w.monday order by w.monday`);
  return {
    ok: true,
    rows: await listed(false),
    groups: await listed(true),
    ...(totals.rows[0] ?? { asked: 0, people: 0 }),
    weeks: weeks.rows,
  };
}
