import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { WallTime } from '#lib/platform/time.ts';
import type { GuideCallState } from './values.ts';

/** A sub-group of an agreed visit with whoever leads it, and what they have answered. */
export type LedSubGroup = {
  timeslotId: string;
  no: number;
  startTime: WallTime;
  isToCome: boolean;
  guide: { id: string; name: string } | null;
  call: { state: GuideCallState; answerUntil: Date } | null;
  refusals: number;
};

/** Who leads the sub-groups of an agreed visit, in their order. */
export async function listVisitGuides(db: Db, visitId: string): Promise<LedSubGroup[]> {
  const { rows } = await db.execute<
    Omit<LedSubGroup, 'call'> & { call: { state: GuideCallState; answerUntil: string } | null }
  >(sql`
    select t.id as "timeslotId", g.no, to_char(t.start_time, 'HH24:MI') as "startTime", t.starts_at > now() and t.state in ('on_sale','closed') as "isToCome",
           case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as guide,
           (select json_build_object('state', c.state, 'answerUntil', c.answer_until) from guide_call c where c.timeslot_id = t.id and c.guide_id = t.guide_id
             order by c.id desc limit 1) as call,
           (select count(distinct c.guide_id)::int from guide_call c where c.timeslot_id = t.id and c.state in ('declined','lapsed')) as refusals
      from group_visit v join sub_group g on g.plan_id = v.plan_id and g.is_live join timeslot t on t.id = g.timeslot_id left join guide u on u.id = t.guide_id
     where v.id = ${visitId} order by t.starts_at, g.no`);
  return rows.map((row) => ({
    ...row,
    call: row.call && { ...row.call, answerUntil: new Date(row.call.answerUntil) },
  }));
}
