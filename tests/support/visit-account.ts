import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { acceptPlan } from '#lib/groups/accept-plan.ts';
import type { ContactInput, PartyInput } from '#lib/groups/input.ts';
import { offerVisit } from '#lib/groups/offer-visit.ts';
import { required } from '#lib/platform/result.ts';
import { staffCtx } from './contexts.ts';
import { type GroupMuseum, submitted, teacherCtx } from './group-museum.ts';

/** A visit that was asked for, offered and taken. */
export async function agreedVisit(
  db: Db,
  museum: GroupMuseum,
  party: Partial<PartyInput> = {},
  contact: Partial<ContactInput> = {},
): Promise<{ visitId: string; orderId: string }> {
  const visitId = await submitted(db, museum, { pupils: 20, teachers: 2, ...party }, contact);
  const offered = await offerVisit(staffCtx(db), { visitId });
  if (!offered.ok) throw new Error(JSON.stringify(offered));
  const { rows } = await db.execute<{ id: string }>(sql`
    select p.id from group_plan p join group_offer o on o.id = p.offer_id where p.visit_id = ${visitId} and o.state = 'open' order by p.rank limit 1`);
  const taken = await acceptPlan(teacherCtx(db, visitId), { visitId, planId: required(rows[0]?.id, 'a plan') });
  if (!taken.ok) throw new Error(JSON.stringify(taken));
  return { visitId, orderId: taken.orderId };
}

/** Lets a visit take place: so many came, and the tour is over. */
export async function takePlace(owner: Db, visitId: string, heads: number, state = 'completed'): Promise<void> {
  await owner.execute(sql`
    update timeslot set starts_at = starts_at - interval '40 days', ends_at = ends_at - interval '40 days'
     where id in (select g.timeslot_id from sub_group g join group_visit v on v.plan_id = g.plan_id where v.id = ${visitId})`);
  if (state !== 'no_show') {
    await owner.execute(sql`
      insert into tour_report (timeslot_id, guide_id, heads) select g.timeslot_id, g.guide_id, case when g.no = 1 then ${heads}::int else 0 end
        from sub_group g join group_visit v on v.plan_id = g.plan_id where v.id = ${visitId}`);
  }
  const steps = state === 'no_show' ? ['no_show'] : ['arrived', 'completed'];
  for (const step of steps) await owner.execute(sql`update group_visit set state = ${step} where id = ${visitId}`);
}

/** A visit's money in one look. */
export async function accountOf(owner: Db, visitId: string) {
  const { rows } = await owner.execute(sql`
    select v.state, a.billed, a.received, v.account_closed_at is not null as closed, o.state as "order",
      (select coalesce(array_agg(d.kind || ' ' || d.total_minor order by d.issued_at, d.id), '{}') from account_document d where d.visit_id = v.id) as papers,
      (select coalesce(array_agg(p.provider || ' ' || p.state || ' ' || p.captured_minor order by p.created_at, p.id), '{}') from payment p where p.order_id = o.id) as payments,
      (select coalesce(array_agg(r.reason || ' ' || r.state || ' ' || r.amount_minor order by r.created_at, r.id), '{}') from refund r where r.order_id = o.id) as refunds,
      (select coalesce(sum(amount_minor), 0)::int from ledger_entry where order_id = o.id and kind not in ('fee')) as ledger,
      (select string_agg(k.state, ' ') from ticket k where k.order_id = o.id) as tickets
     from group_visit v left join orders o on o.id = v.order_id cross join lateral visit_account(v.id) a where v.id = ${visitId}`);
  return rows[0];
}
