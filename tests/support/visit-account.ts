import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { required } from '#lib/platform/result.ts';
import { agreedVisit } from './agreed-visit.ts';
import type { GroupMuseum } from './group-museum.ts';

/** A visit of 20 pupils and 2 teachers, or as told, that was offered and taken; with its order on account. */
export async function visitOnAccount(
  db: Db,
  museum: GroupMuseum,
  party: Parameters<typeof agreedVisit>[2] = {},
  contact: Parameters<typeof agreedVisit>[3] = {},
): Promise<{ visitId: string; orderId: string }> {
  const visitId = await agreedVisit(db, museum, { pupils: 20, teachers: 2, ...party }, contact);
  const { rows } = await db.execute<{ orderId: string }>(
    sql`select order_id as "orderId" from group_visit where id = ${visitId}`,
  );
  return { visitId, orderId: required(rows[0]?.orderId, 'the order of a visit') };
}

/** Lets a visit take place: so many came, and the tour is over. */
export async function takePlace(owner: Db, visitId: string, heads: number, state = 'completed'): Promise<void> {
  await owner.execute(sql`
    update timeslot set starts_at = starts_at - interval '40 days', ends_at = ends_at - interval '40 days'
     where id in (select g.timeslot_id from sub_group g join group_visit v on v.plan_id = g.plan_id where v.id = ${visitId})`);
  if (state !== 'no_show') {
    // Told on a day that has not come by the calendar: without the guard of days.
    await owner.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql`
        insert into tour_report (timeslot_id, guide_id, heads) select g.timeslot_id, g.guide_id, case when g.no = 1 then ${heads}::int else 0 end
          from sub_group g join group_visit v on v.plan_id = g.plan_id where v.id = ${visitId}`);
    });
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
