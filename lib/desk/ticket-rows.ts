import { type SQL, sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { type Locale, type LocalizedText, localized } from '#lib/platform/locales.ts';
import { settingDefaults } from '#lib/platform/settings.ts';
import type { CheckInRules, TicketFacts } from '#lib/tickets/decide-check-in.ts';
import type { TicketState } from '#lib/tickets/values.ts';
import type { SubGroupFacts } from './sub-groups.ts';

/** The party whose one code a ticket is: a school's or a group's visit. */
export type GroupFacts = {
  visitId: string;
  school: string | null;
  counts: { pupils: number; teachers: number; parents: number; aides: number };
  /** What it said the day before, and how late it says the bus is. */
  dayAnswer: string | null;
  /** How many come, where it said that fewer do. */
  dayPeople: number | null;
  lateMinutes: number | null;
  subGroups: SubGroupFacts[];
};

/** A ticket with all that the door asks of it. */
export type TicketRow = {
  ticketId: string;
  orderId: string;
  orderCode: string;
  contactName: string | null;
  phone: string | null;
  accessNeeds: string | null;
  shortCode: string;
  holderName: string | null;
  typeName: string;
  language: string | null;
  startTime: string;
  facts: TicketFacts;
  group: GroupFacts | null;
};

type Raw = {
  id: string;
  order_id: string;
  order_code: string;
  contact_name: string | null;
  phone: string | null;
  access_needs: string | null;
  short_code: string;
  holder_name: string | null;
  state: TicketState;
  token_version: number;
  party_size: number;
  admitted_people: number;
  is_paid: boolean;
  visit_date: string;
  start_time: string;
  starts_ms: string;
  ends_ms: string;
  language: string | null;
  product_id: string;
  product_names: LocalizedText;
  type_names: LocalizedText;
  documents: LocalizedText;
  eligibilities: LocalizedText;
  is_verified: boolean;
  admissions: TicketFacts['admissions'] | null;
  group: GroupFacts | null;
};

/**
 * Tickets with their order, time, type and admissions, in the desk's language. Of a time that is cancelled none is good now. `where` may name t (ticket), o (order),
 * s (timeslot), v (group visit) and i (institution). At most `most` rows, in order of time and order.
 */
export async function listTicketRows(db: Db | Tx, locale: Locale, where: SQL, most: number): Promise<TicketRow[]> {
  const { rows } = await db.execute<Raw>(sql`
    select t.id, t.order_id, o.code as order_code, coalesce(v.leader_name, o.contact_name) as contact_name,
           coalesce(v.leader_phone, o.phone) as phone, coalesce(o.access_needs, v.access_needs) as access_needs, t.short_code, t.holder_name, t.token_version,
           case when t.state = 'valid' and s.state in ('cancelling','cancelled') then 'suspended' else t.state end as state,
           t.party_size, t.admitted_people, o.state in ('paid','partially_refunded','disputed','on_account') as is_paid, s.visit_date,
           to_char(s.start_time, 'HH24:MI') as start_time, extract(epoch from s.starts_at) * 1000 as starts_ms,
           extract(epoch from s.ends_at) * 1000 as ends_ms, s.language, s.product_id, p.names as product_names,
           y.names as type_names, y.documents, y.eligibilities, y.is_verified_at_entry as is_verified,
           (select json_agg(json_build_object('admittedAtMs', floor(extract(epoch from a.admitted_at) * 1000), 'station', c.station,
                                              'people', a.people) order by a.id)
              from admission a join scan c on c.id = a.scan_id where a.ticket_id = t.id) as admissions,
           case when v.id is not null then json_build_object('visitId', v.id, 'school', i.name, 'dayAnswer', v.day_answer, 'dayPeople', v.day_people, 'lateMinutes', v.late_minutes,
             'counts', json_build_object('pupils', v.pupils, 'teachers', v.teachers, 'parents', v.parents, 'aides', v.aides),
             'subGroups', (select coalesce(json_agg(json_build_object('id', g.id, 'no', g.no, 'startTime', to_char(gs.start_time, 'HH24:MI'),
                 'startsAtMs', floor(extract(epoch from gs.starts_at) * 1000), 'endsAtMs', floor(extract(epoch from gs.ends_at) * 1000), 'guideName', u.name,
                 'people', g.people, 'arrivedPeople', (select coalesce(sum(x.people), 0) from sub_group_arrival x where x.sub_group_id = g.id))
                 order by gs.starts_at, g.no), '[]')
               from sub_group g join timeslot gs on gs.id = g.timeslot_id left join guide u on u.id = coalesce(gs.guide_id, g.guide_id)
              where g.plan_id = v.plan_id)) end as "group"
      from ticket t join orders o on o.id = t.order_id join timeslot s on s.id = t.timeslot_id
      join product p on p.id = s.product_id join ticket_type y on y.id = t.ticket_type_id
      left join group_visit v on v.order_id = o.id left join institution i on i.id = v.institution_id
     where ${where}
     order by s.starts_at, o.code, t.order_line_id, t.unit_no
     limit ${most}`);
  return rows.map((row) => toTicketRow(row, locale));
}

function toTicketRow(row: Raw, locale: Locale): TicketRow {
  const document = localized(row.documents, locale) || localized(row.eligibilities, locale);
  return {
    ticketId: row.id,
    orderId: row.order_id,
    orderCode: row.order_code,
    contactName: row.contact_name,
    phone: row.phone,
    accessNeeds: row.access_needs,
    shortCode: row.short_code,
    holderName: row.holder_name,
    typeName: localized(row.type_names, locale),
    language: row.language,
    startTime: row.start_time,
    group: row.group,
    facts: {
      state: row.state,
      tokenVersion: row.token_version,
      isOrderPaid: row.is_paid,
      partySize: row.party_size,
      admittedPeople: row.admitted_people,
      admissions: row.admissions ?? [],
      visitDate: row.visit_date,
      startsAtMs: Number(row.starts_ms),
      endsAtMs: Number(row.ends_ms),
      productId: row.product_id,
      productName: localized(row.product_names, locale),
      // A class is known by its school and its list: nobody is asked at the door.
      documents: row.is_verified && document && !row.group ? [document] : [],
    },
  };
}

/** The museum's zone and its rules of arrival as they hold today. One round trip. */
export async function getDeskRules(db: Db | Tx, now: Date): Promise<{ rules: CheckInRules; today: string }> {
  const { rows } = await db.execute<{
    zone: string;
    today: string;
    early: number | null;
    grace: number | null;
    shortened: number | null;
  }>(sql`
    select m.time_zone as zone, d.today::text as today, setting_at('admit_early_minutes', d.today) as early,
           setting_at('admit_grace_minutes', d.today) as grace, setting_at('late_shortened_minutes', d.today) as shortened
      from museum m cross join lateral (select (${now.toISOString()}::timestamptz at time zone m.time_zone)::date as today) d`);
  const [row] = rows;
  if (!row) throw new Error('no museum');
  return { rules: { zone: row.zone, ...arrivalRules(row) }, today: row.today };
}

function arrivalRules(row: { early: number | null; grace: number | null; shortened: number | null }) {
  return {
    earlyMinutes: row.early ?? settingDefaults.admit_early_minutes,
    graceMinutes: row.grace ?? settingDefaults.admit_grace_minutes,
    lateShortenedMinutes: row.shortened ?? settingDefaults.late_shortened_minutes,
  };
}
