import { type SQL, sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import type { FreeGuide, GuidedVisit } from './choose-guides.ts';

/** The active guides with what limits them within these dates, by id. One statement. */
export async function listFreeGuides(
  db: Db | Tx,
  dates: { fromDate: IsoDate; untilDate: IsoDate },
): Promise<FreeGuide[]> {
  const { rows } = await db.execute<FreeGuide>(sql`
    select g.id, g.languages, g.tours_a_day as "toursADay",
           (select json_agg(x.product_id) from guide_product x where x.guide_id = g.id) as "productIds",
           (select json_agg(json_build_object('weekday', a.weekday, 'fromTime', to_char(a.from_time, 'HH24:MI'), 'untilTime', to_char(a.until_time, 'HH24:MI')))
              from guide_availability a where a.guide_id = g.id) as hours,
           (select json_agg(json_build_object('firstDate', l.first_date, 'lastDate', l.last_date)) from guide_leave l
             where l.guide_id = g.id and l.last_date >= ${dates.fromDate}::date and l.first_date <= ${dates.untilDate}::date) as leave
      from guide g where g.is_active order by g.id`);
  return rows;
}

type VisitRow = Omit<GuidedVisit, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string };

/** Guided visits as guides are chosen for them: the times that `where` keeps (t: the time, p: its product), in their order. */
export async function listGuidedVisits(db: Db | Tx, where: SQL): Promise<GuidedVisit[]> {
  const { rows } = await db.execute<VisitRow>(sql`
    select t.id as "timeslotId", t.visit_date::text as "visitDate", t.starts_at as "startsAt", t.ends_at as "endsAt", t.language, t.guide_id as "guideId",
           to_char(t.start_time, 'HH24:MI') as "startTime", to_char(t.ends_at at time zone (select time_zone from museum), 'HH24:MI') as "endTime",
           coalesce(p.variant_of_id, p.id) as "productId",
           (select coalesce(json_agg(c.guide_id), '[]') from guide_call c where c.timeslot_id = t.id and c.state in ('declined','lapsed')) as "notGuideIds"
      from timeslot t join product p on p.id = t.product_id where ${where} order by t.starts_at, t.id`);
  return rows.map((row) => ({ ...row, startsAt: new Date(row.startsAt), endsAt: new Date(row.endsAt) }));
}
