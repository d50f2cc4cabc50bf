import { connect } from '#db/client.ts';
import { acceptPlan } from '#lib/groups/accept-plan.ts';
import { beginVisit } from '#lib/groups/begin-visit.ts';
import { offerVisit } from '#lib/groups/offer-visit.ts';
import { submitVisit } from '#lib/groups/submit-visit.ts';
import { newId } from '#lib/platform/ids.ts';
import { required } from '#lib/platform/result.ts';
import { addDays } from '#lib/platform/time.ts';
import { staffCtx, visitorCtx } from './contexts.ts';
import { contactOf, teacherCtx } from './group-museum.ts';
import { ask } from './museum-outside.ts';

export type ClassVisit = { visitId: string; token: string; code: string; visitDate: string };

/**
 * A class whose visit is agreed in the open museum, by the real verbs and without a browser: for tests of what comes after. Takes the
 * first day from so many on that schools may come.
 */
export async function agreedClass(
  options: { pupils?: number; teachers?: number; fromDay?: number; email?: string } = {},
): Promise<ClassVisit> {
  const { db, close } = connect(required(process.env.MUSEUM_OWNER_URL, 'an open museum'), {
    name: 'class-visit',
    most: 2,
  });
  try {
    const [today] = await ask<{ date: string; staff: string }>(
      `select (now() at time zone time_zone)::date::text as date, (select id from staff_member limit 1) as staff from museum`,
    );
    const refused = new Set<string>();
    for (let day = options.fromDay ?? 12; day < 60; day += 1) {
      const visitDate = addDays(required(today?.date, 'today'), day);
      const begun = await beginVisit(
        visitorCtx(db),
        {
          product: 'class-programme',
          tourLanguage: 'az',
          pupils: options.pupils ?? 20,
          teachers: options.teachers ?? 4,
          parents: 0,
          aides: 0,
          ageFrom: 14,
          ageUntil: 15,
          grades: 'IX',
          wishes: [{ visitDate, startTime: '10:30' }],
          requestKey: newId(),
        },
        'tests',
      );
      if (!begun.ok) {
        refused.add(JSON.stringify(begun));
        continue;
      }
      const { visitId, linkToken: token } = begun;
      const contact = contactOf({ email: options.email ?? `${visitId}@example.az` });
      await submitVisit(teacherCtx(db, visitId), { visitId, contact, rulesVersion: '1' });
      const offered = await offerVisit(staffCtx(db, { staffId: required(today?.staff, 'somebody') }), { visitId });
      if (!offered.ok) {
        refused.add(JSON.stringify(offered));
        continue;
      }
      const [plan] = await ask<{ id: string; date: string }>(
        `select p.id, min(t.visit_date)::text as date from group_plan p join group_offer o on o.id = p.offer_id join sub_group g on g.plan_id = p.id
           join timeslot t on t.id = g.timeslot_id where p.visit_id = $1 and o.state = 'open' group by p.id, p.rank order by p.rank limit 1`,
        [visitId],
      );
      if (!plan) continue;
      const taken = await acceptPlan(teacherCtx(db, visitId), { visitId, planId: plan.id });
      if (!taken.ok) continue;
      const [ticket] = await ask<{ code: string }>(
        'select k.short_code as code from ticket k join group_visit v on v.order_id = k.order_id where v.id = $1',
        [visitId],
      );
      return { visitId, token, code: required(ticket?.code, 'the party’s ticket').trim(), visitDate: plan.date };
    }
    throw new Error(`no day on which a class may come: ${[...refused].join(' ')}`);
  } finally {
    await close();
  }
}

/** Moves a class's times so that its first sub-group begins in so many minutes. */
export async function classBeginsIn(visitId: string, minutes: number): Promise<void> {
  await ask(
    `update timeslot t set starts_at = t.starts_at + m.by, ends_at = t.ends_at + m.by, guide_id = null,
            visit_date = ((t.starts_at + m.by) at time zone z.time_zone)::date,
            start_time = ((t.starts_at + m.by) at time zone z.time_zone)::time(0)
       from museum z, (select g.timeslot_id, now() + make_interval(mins => $2) - min(f.starts_at) over () as by
         from group_visit v join sub_group g on g.plan_id = v.plan_id join timeslot f on f.id = g.timeslot_id where v.id = $1) m
      where t.id = m.timeslot_id`,
    [visitId, minutes],
  );
}
