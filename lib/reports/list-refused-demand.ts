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

export const refusedDemandDays = 30;

/**
 * What was asked for in vain in the last 30 days (2.7), by time, what most people wanted first; 100 times at most. Needs
 * `reports.see`.
 */
export async function listRefusedDemand(
  ctx: Ctx,
): Promise<{ ok: true; rows: RefusedDemandRow[]; asked: number; people: number } | Refusal<'forbidden'>> {
  if (!can(ctx.actor, 'reports.see')) return { ok: false, code: 'forbidden' };
  const since = sql`d.asked_at > now() - make_interval(days => ${refusedDemandDays})`;
  const { rows } = await ctx.db.execute<RefusedDemandRow>(sql`
    select p.names as "productNames", d.visit_date::text as "visitDate", to_char(d.start_time, 'HH24:MI') as "startTime", d.why,
           count(*)::int as asked, sum(d.people)::int as people, max(d.people)::int as "largestParty",
           (array_agg(d.room order by d.asked_at desc))[1] as "lastRoom", array_agg(distinct d.locale) as languages
      from refused_demand d join product p on p.id = d.product_id where ${since}
     group by p.id, p.names, d.visit_date, d.start_time, d.why
     order by people desc, d.visit_date, d.start_time, d.why limit 100`);
  const totals = await ctx.db.execute<{ asked: number; people: number }>(sql`
    select count(*)::int as asked, coalesce(sum(people), 0)::int as people from refused_demand d where ${since}`);
  return { ok: true, rows, ...(totals.rows[0] ?? { asked: 0, people: 0 }) };
}
