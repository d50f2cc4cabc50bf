import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Locale, LocalizedText } from '#lib/platform/locales.ts';
import { getZone } from '#lib/platform/settings.ts';
import { dateAt, type IsoDate, type WallTime } from '#lib/platform/time.ts';
import { mayPlanGuides } from './may-plan-guides.ts';
import type { LeaveKind } from './values.ts';

export type GuideLeave = { id: string; kind: LeaveKind; firstDate: IsoDate; lastDate: IsoDate };
export type GuideRow = {
  id: string;
  name: string;
  languages: Locale[];
  productNames: LocalizedText[];
  isActive: boolean;
  /** Away today: why, and until when. */
  away: { kind: LeaveKind; lastDate: IsoDate } | null;
  toursToday: number;
  toursInWeek: number;
  openCalls: number;
};

/** The guides by name, those who lead no more at the end, with what they lead and have not answered. For whoever plans, sees groups, or reads reports. */
export async function listGuides(
  ctx: Ctx,
): Promise<{ ok: true; guides: GuideRow[] } | { ok: false; code: 'forbidden' }> {
  const mayLook = mayPlanGuides(ctx.actor) || can(ctx.actor, 'groups.see') || can(ctx.actor, 'reports.see');
  if (!mayLook) return { ok: false, code: 'forbidden' };
  const today = dateAt(ctx.now, (await getZone(ctx.db as Db)) ?? 'UTC');
  const { rows } = await ctx.db.execute<GuideRow>(sql`
    select g.id, g.name, g.languages, g.is_active as "isActive",
           coalesce((select json_agg(p.names order by p.position) from guide_product x join product p on p.id = x.product_id where x.guide_id = g.id), '[]') as "productNames",
           (select json_build_object('kind', l.kind, 'lastDate', l.last_date) from guide_leave l where l.guide_id = g.id and ${today}::date between l.first_date and l.last_date) as away,
           count(t.id) filter (where t.visit_date = ${today}::date)::int as "toursToday", count(t.id)::int as "toursInWeek",
           (select count(*)::int from guide_call c where c.guide_id = g.id and c.state = 'asked') as "openCalls"
      from guide g left join timeslot t on t.guide_id = g.id and t.visit_date between ${today}::date and ${today}::date + 6 and t.state in ('on_sale','closed','done')
     group by g.id order by g.is_active desc, g.name, g.id limit 300`);
  return { ok: true, guides: rows };
}

export type GuideFile = {
  id: string;
  name: string;
  languages: Locale[];
  productIds: string[];
  email: string | null;
  phone: string | null;
  locale: Locale;
  toursADay: number | null;
  isActive: boolean;
};

/** One guide's file for whoever keeps it; null for whatever there is not. Needs `groups.change` or `people.change`. */
export async function findGuideFile(ctx: Ctx, guideId: string): Promise<GuideFile | null> {
  if (!mayPlanGuides(ctx.actor) || !isUuid(guideId)) return null;
  const { rows } = await ctx.db.execute<GuideFile>(sql`
    select id, name, languages, email, phone, locale, tours_a_day as "toursADay", is_active as "isActive",
           array(select product_id::text from guide_product x where x.guide_id = g.id) as "productIds" from guide g where id = ${guideId}`);
  return rows[0] ?? null;
}

/** The weekly hours of a guide, by day. */
export async function listAvailabilityOf(
  db: Db,
  guideId: string,
): Promise<{ weekday: number; fromTime: WallTime; untilTime: WallTime }[]> {
  const { rows } = await db.execute<{ weekday: number; fromTime: WallTime; untilTime: WallTime }>(sql`
    select weekday, to_char(from_time, 'HH24:MI') as "fromTime", to_char(until_time, 'HH24:MI') as "untilTime"
      from guide_availability where guide_id = ${guideId} order by weekday, from_time`);
  return rows;
}

/** Leave that is not over, by date. */
export async function listLeaveOf(db: Db, guideId: string, today: IsoDate): Promise<GuideLeave[]> {
  const { rows } = await db.execute<GuideLeave>(sql`
    select id, kind, first_date::text as "firstDate", last_date::text as "lastDate" from guide_leave
     where guide_id = ${guideId} and last_date >= ${today}::date order by first_date limit 100`);
  return rows;
}

/** Who could be chosen for a tour, by name: those who speak its language. Whether they are free is the database's to say. */
export async function listGuideNames(db: Db, language: Locale | null): Promise<{ id: string; name: string }[]> {
  const { rows } = await db.execute<{ id: string; name: string }>(sql`
    select id, name from guide where is_active and (${language}::text is null or ${language}::text = any (languages)) order by name, id limit 300`);
  return rows;
}

/** The products that guides lead; other routes of one belong to it. */
export async function listGuidedProducts(db: Db): Promise<{ id: string; names: LocalizedText }[]> {
  const { rows } = await db.execute<{ id: string; names: LocalizedText }>(
    sql`select id, names from product where is_guided and is_active and variant_of_id is null order by position, id`,
  );
  return rows;
}
