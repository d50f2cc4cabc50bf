import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { hashLinkToken, isLinkToken, isUuid } from '#lib/platform/ids.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import { findVisit, type GroupVisit, type GroupWish, listWishes } from './visit-rows.ts';

export type SubGroupView = {
  id: string;
  no: number;
  people: number;
  adults: number;
  timeslotId: string;
  startTime: WallTime;
  endTime: WallTime;
  startsAt: Date;
  endsAt: Date;
  route: LocalizedText;
  guideId: string | null;
  guideName: string | null;
};
export type PlanView = { id: string; rank: number; visitDate: IsoDate; subGroups: SubGroupView[] };

/** One visit as pages and mails tell it, whoever reads. */
export type VisitView = {
  visit: GroupVisit;
  product: {
    code: string;
    names: LocalizedText;
    meetingPoints: LocalizedText;
    listFields: string[];
    bookingMode: string;
  };
  institution: { id: string; name: string; kind: string; district: string | null } | null;
  wishes: GroupWish[];
  /** Open, with its plans in order. */
  offer: { id: string; expiresAt: Date; words: string | null; plans: PlanView[] } | null;
  /** What was agreed. */
  agreed: PlanView | null;
  order: { id: string; code: string; state: string; totalMinor: number; currency: string; linkVersion: number } | null;
  ticket: { id: string; shortCode: string; partySize: number; admittedPeople: number; tokenVersion: number } | null;
};

type PlanRow = Omit<PlanView, 'subGroups'> & {
  offerId: string | null;
  subGroups: (Omit<SubGroupView, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string })[];
};

/** A visit by its id, or null. Three statements whatever its size. */
export async function findVisitView(db: Db, visitId: string): Promise<VisitView | null> {
  const visit = await findVisit(db, visitId);
  if (!visit) return null;
  const [facts, wishes, plans] = await Promise.all([
    db.execute<
      Pick<VisitView, 'product' | 'institution' | 'order' | 'ticket'> & {
        offer: { id: string; expiresAt: string; words: string | null } | null;
      }
    >(sql`
      select json_build_object('code', p.code, 'names', p.names, 'meetingPoints', p.meeting_points, 'listFields', p.list_fields, 'bookingMode', p.booking_mode) as product,
             case when i.id is not null then json_build_object('id', i.id, 'name', i.name, 'kind', i.kind, 'district', i.district) end as institution,
             case when o.id is not null then json_build_object('id', o.id, 'code', o.code, 'state', o.state, 'totalMinor', o.total_minor, 'currency', o.currency,
               'linkVersion', o.link_version) end as "order",
             case when k.id is not null then json_build_object('id', k.id, 'shortCode', k.short_code, 'partySize', k.party_size,
               'admittedPeople', k.admitted_people, 'tokenVersion', k.token_version) end as ticket,
             case when f.id is not null then json_build_object('id', f.id, 'expiresAt', f.expires_at, 'words', f.words) end as offer
        from group_visit v join product p on p.id = v.product_id left join institution i on i.id = v.institution_id
        left join orders o on o.id = v.order_id left join ticket k on k.order_id = o.id and k.state <> 'revoked'
        left join group_offer f on f.visit_id = v.id and f.state = 'open' where v.id = ${visit.id} limit 1`),
    listWishes(db, visit.id),
    db.execute<PlanRow>(sql`
      select p.id, p.rank, p.offer_id as "offerId", min(t.visit_date)::text as "visitDate",
             json_agg(json_build_object('id', g.id, 'no', g.no, 'people', g.people, 'adults', g.adults, 'timeslotId', t.id,
               'startTime', to_char(t.start_time, 'HH24:MI'), 'endTime', to_char(t.start_time + (t.ends_at - t.starts_at), 'HH24:MI'),
               'startsAt', t.starts_at, 'endsAt', t.ends_at, 'route', r.names, 'guideId', coalesce(t.guide_id, g.guide_id), 'guideName', u.name)
               order by t.starts_at, g.no) as "subGroups"
        from group_plan p join sub_group g on g.plan_id = p.id join timeslot t on t.id = g.timeslot_id join product r on r.id = t.product_id
        left join guide u on u.id = coalesce(t.guide_id, g.guide_id)
       where p.visit_id = ${visit.id} and (p.id = ${visit.planId}::uuid or g.is_live) group by p.id order by p.rank`),
  ]);
  const row = facts.rows[0];
  if (!row) return null;
  const views = plans.rows.map(({ offerId, ...plan }) => ({ offerId, plan: asView(plan) }));
  const { offer } = row;
  return {
    visit,
    product: row.product,
    institution: row.institution,
    wishes: wishes.map((wish) => ({ ...wish, startTime: wish.startTime.slice(0, 5) })),
    offer: offer && {
      ...offer,
      expiresAt: new Date(offer.expiresAt),
      plans: views.filter(({ offerId }) => offerId === offer.id).map(({ plan }) => plan),
    },
    agreed: views.find(({ plan }) => plan.id === visit.planId)?.plan ?? null,
    order: row.order,
    ticket: row.ticket,
  };
}

const asView = (plan: Omit<PlanRow, 'offerId'>): PlanView => ({
  ...plan,
  subGroups: plan.subGroups.map((group) => ({
    ...group,
    startsAt: new Date(group.startsAt),
    endsAt: new Date(group.endsAt),
  })),
});

/** The visit that a link opens; unknown, altered and foreign links look alike: null. */
export async function findVisitByLink(db: Db, token: string): Promise<VisitView | null> {
  if (!isLinkToken(token)) return null;
  const { rows } = await db.execute<{ id: string }>(
    sql`select id from group_visit where link_hash = ${hashLinkToken(token)}`,
  );
  const id = rows[0]?.id;
  return isUuid(id) ? findVisitView(db, id) : null;
}
