import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import { comingStates } from './values.ts';

export type CallRow = {
  visitId: string;
  code: string;
  school: string | null;
  visitDate: IsoDate;
  startTime: WallTime;
  people: number;
  bookerName: string | null;
  phone: string | null;
  leaderName: string | null;
  leaderPhone: string | null;
};

/**
 * Whom to telephone: groups that were asked the day before and have not answered by the hour of the call list (requirements 6.10). Whoever
 * answers, by the buttons or at the telephone, is off it. Needs `groups.change`. At most 200.
 */
export async function listCalls(ctx: Ctx): Promise<{ ok: true; rows: CallRow[] } | { ok: false; code: 'forbidden' }> {
  if (!can(ctx.actor, 'groups.change')) return { ok: false, code: 'forbidden' };
  const { rows } = await (ctx.db as Db).execute<CallRow>(sql`
    select v.id as "visitId", v.code, i.name as school, t.visit_date::text as "visitDate", to_char(t.start_time, 'HH24:MI') as "startTime",
           v.pupils + v.teachers + v.parents + v.aides as people, v.booker_name as "bookerName", v.phone, v.leader_name as "leaderName",
           v.leader_phone as "leaderPhone"
      from group_visit v left join institution i on i.id = v.institution_id
      join visit_step s on s.visit_id = v.id and s.step = 'call_list' and s.outcome = 'done'
      join lateral (select t.visit_date, t.start_time, t.starts_at from sub_group g join timeslot t on t.id = g.timeslot_id where g.plan_id = v.plan_id
                     order by t.starts_at limit 1) t on true
     where v.day_answer is null and v.state = any(${sql.param([...comingStates])}::text[]) and t.starts_at > ${ctx.now.toISOString()}
     order by t.starts_at, v.code limit 200`);
  return { ok: true, rows };
}
