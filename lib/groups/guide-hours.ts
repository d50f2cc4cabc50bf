import { sql } from 'drizzle-orm';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import { addDays, type IsoDate, isIsoDate, type WallTime } from '#lib/platform/time.ts';

/** A tour that was led: planned and actual minutes; what was not told counts as planned. */
export type LedTour = {
  guideId: string;
  timeslotId: string;
  visitDate: IsoDate;
  startTime: WallTime;
  productNames: LocalizedText;
  plannedMinutes: number;
  actualMinutes: number;
  isReported: boolean;
  heads: number | null;
};
export type GuideHours = {
  guideId: string;
  name: string;
  tours: number;
  plannedMinutes: number;
  actualMinutes: number;
  heads: number;
  unreported: number;
};
export type GuideHoursResult =
  | { ok: true; guides: GuideHours[]; tours: LedTour[] }
  | { ok: false; code: 'forbidden' | 'bad_month' };

/** The first day of a month given as "2026-11"; null for what is none. */
export const monthStart = (month: string): IsoDate | null => (isIsoDate(`${month}-01`) ? `${month}-01` : null);

/**
 * What each guide has led in a month (requirements 6.9): tours that have ended and to which somebody came or could come, with the time that
 * was told, else the planned one. All guides for `reports.see`; a guide their own.
 */
export async function guideHours(ctx: Ctx, input: { month: string; guideId?: string }): Promise<GuideHoursResult> {
  const isOwn = ctx.actor.kind === 'guide' && input.guideId === ctx.actor.guideId;
  if (!isOwn && !can(ctx.actor, 'reports.see')) return { ok: false, code: 'forbidden' };
  const fromDate = monthStart(input.month);
  if (!fromDate) return { ok: false, code: 'bad_month' };
  const untilDate = `${addDays(fromDate, 31).slice(0, 7)}-01`;
  const { rows: tours } = await ctx.db.execute<LedTour>(sql`
    select t.guide_id as "guideId", t.id as "timeslotId", t.visit_date::text as "visitDate", to_char(t.start_time, 'HH24:MI') as "startTime",
           p.names as "productNames", (extract(epoch from t.ends_at - t.starts_at) / 60)::int as "plannedMinutes",
           coalesce(round(extract(epoch from r.ended_at - r.started_at) / 60), extract(epoch from t.ends_at - t.starts_at) / 60)::int as "actualMinutes",
           r.ended_at is not null and r.started_at is not null as "isReported", r.heads
      from timeslot t join product p on p.id = t.product_id left join tour_report r on r.timeslot_id = t.id and r.guide_id = t.guide_id
     where t.visit_date >= ${fromDate}::date and t.visit_date < ${untilDate}::date and t.guide_id is not null
       and (${input.guideId ?? null}::uuid is null or t.guide_id = ${input.guideId ?? null}::uuid)
       and t.state in ('on_sale','closed','done') and (t.ends_at <= now() or r.ended_at is not null)
       and (r.timeslot_id is not null or exists (select 1 from ticket k where k.timeslot_id = t.id and k.state <> 'revoked')
         or exists (select 1 from sub_group g join group_visit v on v.plan_id = g.plan_id where g.timeslot_id = t.id and g.is_live
           and is_agreed_visit(v.state) and v.state <> 'no_show'))
     order by t.starts_at, t.id limit 5000`);
  const { rows: names } = await ctx.db.execute<{ id: string; name: string }>(sql`
    select id, name from guide where ${input.guideId ?? null}::uuid is null or id = ${input.guideId ?? null}::uuid order by name, id`);
  const byGuide = Map.groupBy(tours, ({ guideId }) => guideId);
  const guides = names.map(({ id, name }): GuideHours => {
    const led = byGuide.get(id) ?? [];
    const sum = (of: (tour: LedTour) => number) => led.reduce((total, tour) => total + of(tour), 0);
    return {
      guideId: id,
      name,
      tours: led.length,
      plannedMinutes: sum((tour) => tour.plannedMinutes),
      actualMinutes: sum((tour) => tour.actualMinutes),
      heads: sum((tour) => tour.heads ?? 0),
      unreported: led.filter(({ isReported }) => !isReported).length,
    };
  });
  return { ok: true, guides, tours };
}

/** Minutes as hours for a table: "1.75". */
export const asHours = (minutes: number): string => (minutes / 60).toFixed(2);
