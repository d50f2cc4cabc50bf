import { eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { product } from '#db/schema/catalog.ts';
import { acceptPlan } from '#lib/groups/accept-plan.ts';
import { offerVisit } from '#lib/groups/offer-visit.ts';
import type { ListField } from '#lib/groups/values.ts';
import { required } from '#lib/platform/result.ts';
import { staffCtx } from './contexts.ts';
import { type GroupMuseum, submitted, teacherCtx } from './group-museum.ts';

/** A visit that was asked for, offered and agreed. */
export async function agreedVisit(
  db: Db,
  museum: GroupMuseum,
  party: Parameters<typeof submitted>[2] = {},
  contact: Parameters<typeof submitted>[3] = {},
): Promise<string> {
  const visitId = await submitted(db, museum, party, contact);
  const offered = await offerVisit(staffCtx(db), { visitId });
  if (!offered.ok) throw new Error(JSON.stringify(offered));
  const { rows } = await db.execute<{ id: string }>(
    sql`select p.id from group_plan p join group_offer o on o.id = p.offer_id where p.visit_id = ${visitId} and o.state = 'open' and p.rank = 1`,
  );
  const taken = await acceptPlan(teacherCtx(db, visitId), { visitId, planId: required(rows[0]?.id, 'a plan') });
  if (!taken.ok) throw new Error(JSON.stringify(taken));
  return visitId;
}

/** What the security post needs of each person. */
export const needFields = (owner: Db, museum: GroupMuseum, listFields: ListField[]) =>
  owner.update(product).set({ listFields }).where(eq(product.id, museum.classProductId));

/** The owner moves a visit's times, as the clock would: its first start is so many minutes from now. */
export async function visitStartsIn(owner: Db, visitId: string, minutes: number): Promise<void> {
  // One after the other, from the last or the first, so that no guide is at two places on the way.
  await owner.execute(sql`
    update timeslot t set starts_at = t.starts_at + m.by, ends_at = t.ends_at + m.by, guide_id = null,
           visit_date = ((t.starts_at + m.by) at time zone z.time_zone)::date,
           start_time = ((t.starts_at + m.by) at time zone z.time_zone)::time(0)
      from museum z, (select g.timeslot_id, now() + make_interval(mins => ${minutes}) - min(f.starts_at) over () as by
        from group_visit v join sub_group g on g.plan_id = v.plan_id join timeslot f on f.id = g.timeslot_id where v.id = ${visitId}) m
     where t.id = m.timeslot_id`);
}
