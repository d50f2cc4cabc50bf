import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Locale, LocalizedText } from '#lib/platform/locales.ts';
import { addDays, dateAt, type IsoDate, type WallTime } from '#lib/platform/time.ts';
import type { TimeslotState } from '#lib/schedule/values.ts';
import type { GuideCallState, VisitState } from './values.ts';

/** One tour as its guide needs it: never a pupil's name, the leader's telephone only on the day. */
export type GuideTour = {
  timeslotId: string;
  visitDate: IsoDate;
  startTime: WallTime;
  endTime: WallTime;
  startsAt: Date;
  endsAt: Date;
  state: TimeslotState;
  productNames: LocalizedText;
  meetingPoints: LocalizedText;
  /** In which rooms when, in minutes after the start. */
  route: { names: LocalizedText; startMinute: number; minutes: number }[];
  language: Locale | null;
  /** Still this guide's. */
  isMine: boolean;
  /** What the guide was asked last about this tour, and has said. */
  call: { id: string; state: GuideCallState; answerUntil: Date } | null;
  /** The party whose sub-group it is; null for a public tour. */
  party: {
    code: string;
    state: VisitState;
    school: string | null;
    /** Of how many sub-groups this is which. */
    no: number;
    of: number;
    people: number;
    adults: number;
    grades: string | null;
    ageFrom: number | null;
    ageUntil: number | null;
    theme: string | null;
    accessNeeds: string | null;
    bus: string | null;
    lateMinutes: number | null;
    leaderName: string | null;
    leaderPhone: string | null;
  } | null;
  /** People with a ticket for a public tour, and what they have told of their needs. */
  booked: number;
  needs: { people: number; text: string }[];
  report: { startedAt: Date | null; endedAt: Date | null; heads: number | null; note: string | null } | null;
};

type Row = Omit<GuideTour, 'startsAt' | 'endsAt' | 'call' | 'report'> & {
  startsAt: string;
  endsAt: string;
  call: { id: string; state: GuideCallState; answerUntil: string } | null;
  report: { startedAt: string | null; endedAt: string | null; heads: number | null; note: string | null } | null;
};

async function listTours(db: Db, guideId: string, where: SQL): Promise<GuideTour[]> {
  const { rows } = await db.execute<Row>(sql`
    select t.id as "timeslotId", t.visit_date::text as "visitDate", to_char(t.start_time, 'HH24:MI') as "startTime",
           to_char(t.ends_at at time zone m.time_zone, 'HH24:MI') as "endTime", t.starts_at as "startsAt", t.ends_at as "endsAt", t.state,
           p.names as "productNames", p.meeting_points as "meetingPoints", coalesce(v.tour_language, t.language) as language,
           t.guide_id is not distinct from ${guideId}::uuid as "isMine",
           (select coalesce(json_agg(json_build_object('names', s.names, 'startMinute', r.start_minute, 'minutes', r.minutes) order by r.step_no), '[]')
              from route_step r join space s on s.id = r.space_id where r.product_id = t.product_id) as route,
           (select json_build_object('id', c.id, 'state', c.state, 'answerUntil', c.answer_until) from guide_call c
             where c.timeslot_id = t.id and c.guide_id = ${guideId}::uuid order by c.id desc limit 1) as call,
           case when v.id is not null then json_build_object('code', v.code, 'state', v.state, 'school', i.name, 'no', g.no,
             'of', (select count(*) from sub_group x where x.plan_id = g.plan_id), 'people', g.people, 'adults', g.adults, 'grades', v.grades,
             'ageFrom', v.age_from, 'ageUntil', v.age_until, 'theme', v.theme, 'accessNeeds', v.access_needs, 'bus', v.bus, 'lateMinutes', v.late_minutes,
             'leaderName', coalesce(v.leader_name, v.booker_name),
             'leaderPhone', case when t.visit_date = (now() at time zone m.time_zone)::date and t.guide_id = ${guideId}::uuid then coalesce(v.leader_phone, v.phone) end) end as party,
           case when v.id is null then (select coalesce(sum(k.party_size), 0)::int from ticket k where k.timeslot_id = t.id and k.state <> 'revoked') else 0 end as booked,
           case when v.id is null then (select coalesce(jsonb_agg(jsonb_build_object('people', n.people, 'text', n.text)), '[]') from (
             select o.access_needs as text, sum(k.party_size)::int as people from ticket k join orders o on o.id = k.order_id
              where k.timeslot_id = t.id and k.state <> 'revoked' and o.access_needs is not null group by o.id order by o.code limit 50) n) else '[]' end as needs,
           case when e.timeslot_id is not null then json_build_object('startedAt', e.started_at, 'endedAt', e.ended_at, 'heads', e.heads, 'note', e.note) end as report
      from timeslot t join product p on p.id = t.product_id cross join museum m
      left join sub_group g on g.timeslot_id = t.id and g.is_live and exists (
        select 1 from group_visit a where a.plan_id = g.plan_id and is_agreed_visit(a.state))
      left join group_plan n on n.id = g.plan_id left join group_visit v on v.id = n.visit_id left join institution i on i.id = v.institution_id
      left join tour_report e on e.timeslot_id = t.id
     where ${where} order by t.starts_at, t.id limit 400`);
  const instant = (text: string | null | undefined) => (text ? new Date(text) : null);
  return rows.map((row) => ({
    ...row,
    startsAt: new Date(row.startsAt),
    endsAt: new Date(row.endsAt),
    call: row.call && { ...row.call, answerUntil: new Date(row.call.answerUntil) },
    report: row.report && {
      ...row.report,
      startedAt: instant(row.report.startedAt),
      endedAt: instant(row.report.endedAt),
    },
  }));
}

/**
 * The tours that a guide leads on these dates, in order of time: agreed visits and public tours. A time that is only held for an offer is
 * nobody's tour yet. Requirements 6.9.
 */
export function listGuideTours(
  db: Db,
  guideId: string,
  dates: { fromDate: IsoDate; untilDate: IsoDate },
): Promise<GuideTour[]> {
  return listTours(
    db,
    guideId,
    sql`t.guide_id = ${guideId}::uuid and t.visit_date between ${dates.fromDate}::date and ${dates.untilDate}::date and t.state in ('on_sale','closed','done')
      and (g.id is not null or not exists (select 1 from sub_group h where h.timeslot_id = t.id and h.is_live))`,
  );
}

/** One tour that this guide leads, or was asked to lead; null for every other. */
export async function findGuideTour(db: Db, guideId: string, timeslotId: string): Promise<GuideTour | null> {
  if (!isUuid(timeslotId)) return null;
  const tours = await listTours(
    db,
    guideId,
    sql`t.id = ${timeslotId}::uuid and (exists (select 1 from guide_call c where c.timeslot_id = t.id and c.guide_id = ${guideId}::uuid)
      or (t.guide_id = ${guideId}::uuid and (g.id is not null or not exists (select 1 from sub_group h where h.timeslot_id = t.id and h.is_live))))`,
  );
  return tours[0] ?? null;
}

/** What a guide leads on these dates and has not begun: what leave would take away. */
export async function listToursBetween(
  ctx: { db: unknown; now: Date },
  guideId: string,
  dates: { fromDate: IsoDate; untilDate: IsoDate },
): Promise<GuideTour[]> {
  const tours = await listGuideTours(ctx.db as Db, guideId, dates);
  return tours.filter(({ startsAt, state }) => startsAt > ctx.now && state !== 'done');
}

/** Everything that a guide leads from this moment on, as far ahead as anything is on sale. */
export function listToursToCome(ctx: { db: unknown; now: Date }, guideId: string): Promise<GuideTour[]> {
  const yesterday = addDays(dateAt(ctx.now, 'UTC'), -1);
  return listToursBetween(ctx, guideId, { fromDate: yesterday, untilDate: addDays(yesterday, 700) });
}

/** How many calls of a guide wait for an answer. */
export async function countOpenCalls(db: Db, guideId: string): Promise<number> {
  const { rows } = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from guide_call where guide_id = ${guideId} and state = 'asked'`,
  );
  return rows[0]?.n ?? 0;
}
