import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import { getSettings, getZone } from '#lib/platform/settings.ts';
import { addDays, dateAt, type IsoDate, type WallTime } from '#lib/platform/time.ts';
import { agreedStates, type GuideCallState } from './values.ts';

const agreed = sql.raw(`(${agreedStates.map((state) => `'${state}'`).join(',')})`);

/** A tour to come whose guide has not said yes, or that has none. */
export type UnconfirmedTour = {
  timeslotId: string;
  visitDate: IsoDate;
  startTime: WallTime;
  productNames: LocalizedText;
  /** Null for a public tour. */
  visit: { id: string; code: string; school: string | null; subGroupId: string; no: number; people: number } | null;
  guide: { id: string; name: string } | null;
  /** What the guide was asked last; null: not asked yet, or nobody to ask. */
  call: { state: GuideCallState; answerUntil: Date } | null;
  /** Guides who have said no or nothing. */
  refusals: number;
};

/**
 * The manager's view of guides (requirements 6.9): tours of agreed visits, and public tours where guides are asked for them or where
 * nobody leads, that nobody has said yes to. Those without anybody first, then by time; at most `most`. `visitId`: of one visit alone.
 */
export async function listUnconfirmedGuides(
  db: Db,
  options: { now: Date; visitId?: string; most?: number },
): Promise<UnconfirmedTour[]> {
  const today = dateAt(options.now, (await getZone(db)) ?? 'UTC');
  const settings = await getSettings(db, today);
  const publicUntil = options.visitId === undefined ? addDays(today, settings.guide_ask_days_before) : '2000-01-01';
  const isAsked = settings.guide_ask_public_tours > 0;
  const { rows } = await db.execute<
    Omit<UnconfirmedTour, 'call'> & { call: { state: GuideCallState; answerUntil: string } | null }
  >(sql`
    with open as (
      select t.id, v.id as visit_id, g.id as sub_group_id from group_visit v join sub_group g on g.plan_id = v.plan_id and g.is_live
        join timeslot t on t.id = g.timeslot_id
       where v.state in ${agreed} and not v.has_own_guide and t.starts_at > now() and t.state in ('on_sale','closed')
         and (${options.visitId ?? null}::uuid is null or v.id = ${options.visitId ?? null}::uuid)
      union all
      select t.id, null, null from timeslot t join product p on p.id = t.product_id
       where t.visit_date between ${today}::date and ${publicUntil}::date and t.starts_at > now() and t.state in ('on_sale','closed')
         and p.is_guided and p.booking_mode = 'order' and (t.guide_id is null or ${isAsked})
    )
    select t.id as "timeslotId", t.visit_date::text as "visitDate", to_char(t.start_time, 'HH24:MI') as "startTime", p.names as "productNames",
           case when v.id is not null then json_build_object('id', v.id, 'code', v.code, 'school', i.name, 'subGroupId', g.id, 'no', g.no, 'people', g.people) end as visit,
           case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as guide,
           (select json_build_object('state', c.state, 'answerUntil', c.answer_until) from guide_call c where c.timeslot_id = t.id and c.guide_id = t.guide_id
             order by c.id desc limit 1) as call,
           (select count(distinct c.guide_id)::int from guide_call c where c.timeslot_id = t.id and c.state in ('declined','lapsed')) as refusals
      from open join timeslot t on t.id = open.id join product p on p.id = t.product_id left join group_visit v on v.id = open.visit_id
      left join sub_group g on g.id = open.sub_group_id left join institution i on i.id = v.institution_id left join guide u on u.id = t.guide_id
     where not exists (select 1 from guide_call c where c.timeslot_id = t.id and c.state = 'accepted')
     order by t.guide_id is not null, t.starts_at, g.no limit ${options.most ?? 100}`);
  return rows.map((row) => ({
    ...row,
    call: row.call && { ...row.call, answerUntil: new Date(row.call.answerUntil) },
  }));
}
