import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import { agreedStates, type ListField, type VisitState } from './values.ts';

/** One visit whose names the post needs, in counts: no name stands here. */
export type ListRow = {
  visitId: string;
  code: string;
  state: VisitState;
  school: string | null;
  productNames: LocalizedText;
  fields: ListField[];
  visitDate: IsoDate;
  startTime: WallTime;
  people: number;
  sent: number;
  cleared: number;
  notCleared: number;
};

/**
 * The lists of the visits of so many days from a date on, by day and start, with how many names they have and how many are cleared
 * (requirements 6.8). Needs `names.see`. At most 300.
 */
export async function listLists(
  ctx: Ctx,
  input: { fromDate: IsoDate; days: number } | { visitId: string },
): Promise<{ ok: true; rows: ListRow[] } | { ok: false; code: 'forbidden' }> {
  if (!can(ctx.actor, 'names.see')) return { ok: false, code: 'forbidden' };
  const which =
    'visitId' in input
      ? sql`v.id = ${input.visitId}`
      : sql`v.id in (select v2.id from timeslot t2 join sub_group g2 on g2.timeslot_id = t2.id join group_visit v2 on v2.plan_id = g2.plan_id
              where t2.visit_date between ${input.fromDate}::date and ${input.fromDate}::date + ${input.days}::integer)`;
  const { rows } = await (ctx.db as Db).execute<ListRow>(sql`
    select v.id as "visitId", v.code, v.state, i.name as school, p.names as "productNames", p.list_fields as fields, s.visit_date::text as "visitDate",
           to_char(s.start_time, 'HH24:MI') as "startTime", v.pupils + v.teachers + v.parents + v.aides as people,
           n.sent, n.cleared, n.not_cleared as "notCleared"
      from group_visit v join product p on p.id = v.product_id left join institution i on i.id = v.institution_id
      join lateral (select t.visit_date, t.start_time, t.starts_at from sub_group g join timeslot t on t.id = g.timeslot_id where g.plan_id = v.plan_id
                     order by t.starts_at, g.no limit 1) s on true
      cross join lateral (select count(*)::int as sent, count(*) filter (where state = 'cleared')::int as cleared,
             count(*) filter (where state = 'not_cleared')::int as not_cleared from visit_name where visit_id = v.id and state <> 'replaced') n
     where ${which} and v.state = any(${sql.param([...agreedStates])}::text[]) and cardinality(p.list_fields) > 0
     order by s.starts_at, v.code limit 300`);
  return { ok: true, rows };
}
