import { sql } from 'drizzle-orm';
import type { LocalizedText } from '#lib/platform/locales.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import { agreedStates, type GuideCallState } from './values.ts';
import { lockVisit } from './visit-rows.ts';

/** A time that somebody leads or should lead, with its rows locked in the order that everybody keeps: visit, time, call. */
export type GuideSlot = {
  timeslotId: string;
  visitId: string | null;
  subGroupId: string | null;
  visitDate: IsoDate;
  startTime: WallTime;
  productNames: LocalizedText;
  isGroup: boolean;
  /** Somebody of the museum has to lead it: an agreed visit that brings nobody, or a public tour. */
  needsGuide: boolean;
  /** It takes place, and has not begun. */
  isToCome: boolean;
  minutesLeft: number;
  guideId: string | null;
  /** Why whoever leads it is not there that day. */
  awayFor: string | null;
  /** Its calls, the newest first. */
  calls: { id: string; guideId: string; state: GuideCallState; isDue: boolean }[];
};

/** Locks a time and all that is decided about its guide with it; null where there is none. */
export async function lockGuideSlot(tx: TxCtx, timeslotId: string): Promise<GuideSlot | null> {
  const { rows: parties } = await tx.db.execute<{ visitId: string; subGroupId: string }>(sql`
    select p.visit_id as "visitId", g.id as "subGroupId" from sub_group g join group_plan p on p.id = g.plan_id
     where g.timeslot_id = ${timeslotId} and g.is_live`);
  const visit = parties[0] ? await lockVisit(tx.db, parties[0].visitId) : null;
  const locked = await tx.db.execute(sql`select 1 from timeslot where id = ${timeslotId} for no key update`);
  if (locked.rowCount === 0) return null;
  await tx.db.execute(
    sql`select 1 from guide_call where timeslot_id = ${timeslotId} and state in ('asked','accepted') for update`,
  );
  // Read anew: what was locked may have changed while it was waited for.
  const { rows } = await tx.db.execute<
    Omit<GuideSlot, 'visitId' | 'subGroupId' | 'needsGuide' | 'isGroup'> & {
      subGroupId: string | null;
      planId: string | null;
      isPublic: boolean;
    }
  >(sql`
    select t.id as "timeslotId", t.visit_date::text as "visitDate", to_char(t.start_time, 'HH24:MI') as "startTime", p.names as "productNames",
           p.is_guided and p.booking_mode = 'order' as "isPublic", g.id as "subGroupId", g.plan_id as "planId", t.guide_id as "guideId",
           t.state in ('on_sale','closed') and t.starts_at > now() as "isToCome", (extract(epoch from t.starts_at - now()) / 60)::float8 as "minutesLeft",
           case when not u.is_active then 'inactive' else (select kind from guide_leave l where l.guide_id = u.id and t.visit_date between l.first_date and l.last_date) end as "awayFor",
           (select coalesce(json_agg(json_build_object('id', c.id, 'guideId', c.guide_id, 'state', c.state, 'isDue', c.answer_until <= now()) order by c.id desc), '[]')
              from guide_call c where c.timeslot_id = t.id) as calls
      from timeslot t join product p on p.id = t.product_id left join guide u on u.id = t.guide_id
      left join sub_group g on g.timeslot_id = t.id and g.is_live where t.id = ${timeslotId}`);
  const [row] = rows;
  if (!row) return null;
  const { planId, isPublic, ...slot } = row;
  // The party has moved meanwhile: nothing is decided about a time whose visit is not locked.
  if (slot.subGroupId !== (parties[0]?.subGroupId ?? null)) return null;
  const isAgreed =
    visit !== null && (agreedStates as readonly string[]).includes(visit.state) && visit.planId === planId;
  return {
    ...slot,
    visitId: visit?.id ?? null,
    isGroup: visit !== null,
    needsGuide: visit ? isAgreed && !visit.hasOwnGuide : isPublic,
  };
}
