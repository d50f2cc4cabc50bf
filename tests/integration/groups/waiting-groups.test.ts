import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptPlan } from '#lib/groups/accept-plan.ts';
import { answerWishes } from '#lib/groups/answer-wishes.ts';
import { beginVisit } from '#lib/groups/begin-visit.ts';
import { endGroupOffer } from '#lib/groups/end-group-offer.ts';
import { endVisit } from '#lib/groups/end-visit.ts';
import { listVisits } from '#lib/groups/list-visits.ts';
import { matchGroupWaiting } from '#lib/groups/match-group-waiting.ts';
import { offerVisit } from '#lib/groups/offer-visit.ts';
import { getVisitHistory } from '#lib/groups/visit-history.ts';
import { findVisit } from '#lib/groups/visit-rows.ts';
import { waitListVisit } from '#lib/groups/wait-list-visit.ts';
import { required } from '#lib/platform/result.ts';
import { addDays } from '#lib/platform/time.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { listRefusedDemand } from '#lib/reports/list-refused-demand.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildGroupMuseum, type GroupMuseum, partyOf, submitted, teacherCtx } from '#tests/support/group-museum.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';

let database: TestDatabase;
let museum: GroupMuseum;
const staff = () => staffCtx(database.db);
const nobody = () => staffCtx(database.db, { permissions: ['groups.see'] });
const job = () => systemCtx(database.db, 'work_groups');

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildGroupMuseum(database.owner, { guides: 5 });
});
afterAll(() => database.close());

const stateOf = async (visitId: string) => (await findVisit(database.db, visitId))?.state;
const plansOf = async (visitId: string) => {
  const visit = required(await findVisit(database.db, visitId), 'the visit');
  const { found } = await answerWishes(database.db, visit, null, new Date());
  if (!found?.ok) throw new Error('nothing can be planned');
  return found.plans;
};
const listed = async (view: 'waiting') => {
  const found = await listVisits(staff(), { view, monday: museum.visitDate });
  if (!found.ok) throw new Error(found.code);
  return found;
};
const sound = async () => {
  const broken = (await runInvariants(database.owner)).filter(({ violations }) => violations.length > 0);
  expect(broken).toEqual([]);
};

describe('the waiting list of groups', () => {
  it('offers what comes free to the first by rank whom it fits; who is passed over keeps the rank and reads why', async () => {
    const all = await submitted(database.db, museum, { pupils: 58, teachers: 5 });
    expect(await offerVisit(staff(), { visitId: all, plans: (await plansOf(all)).slice(0, 1) })).toMatchObject({
      ok: true,
    });
    await acceptPlan(teacherCtx(database.db, all), { visitId: all, planId: await onlyPlan(all) });
    const wishes = [{ visitDate: museum.visitDate, startTime: '10:30' }];
    const large = await submitted(database.db, museum, { pupils: 70, teachers: 5, isFlexible: false, wishes });
    const first = await submitted(database.db, museum, { pupils: 55, teachers: 4, isFlexible: false, wishes });
    const second = await submitted(database.db, museum, { pupils: 50, teachers: 4, isFlexible: false, wishes });
    for (const visitId of [large, first, second])
      expect(await waitListVisit(staff(), { visitId })).toEqual({ ok: true });
    expect(await waitListVisit(nobody(), { visitId: first })).toEqual({ ok: false, code: 'forbidden' });
    expect(await matchGroupWaiting(job())).toEqual({ offered: 0 });
    expect((await listed('waiting')).rows.map(({ id, place }) => [id, place])).toEqual([
      [large, 1],
      [first, 2],
      [second, 3],
    ]);
    expect(await whyPassed(first)).toBe('rooms');

    // One guide falls ill and the class with all guides does not come: five sub-groups find a leader no more.
    await endVisit(staff(), { visitId: all, as: 'cancelled_by_museum', reason: 'technical' });
    await database.owner.execute(sql`insert into guide_leave (guide_id, first_date, last_date, kind, made_by)
      values (${museum.guides[4]}, ${museum.visitDate}, ${museum.visitDate}, 'illness', 'test')`);
    expect(await matchGroupWaiting(job())).toEqual({ offered: 1 });
    expect(await matchGroupWaiting(job())).toEqual({ offered: 0 });
    expect([await stateOf(large), await stateOf(first), await stateOf(second)]).toEqual([
      'waitlisted',
      'offered',
      'waitlisted',
    ]);
    expect(await whyPassed(large)).toBe('rooms');
    expect(await whyPassed(second)).toBe('others_first');

    // Not taken: it is offered to the next, and to this one never again.
    expect(await endGroupOffer(teacherCtx(database.db, first), { visitId: first, as: 'declined' })).toEqual({
      ok: true,
    });
    await waitListVisit(staff(), { visitId: first });
    expect(await matchGroupWaiting(job())).toEqual({ offered: 1 });
    expect(await stateOf(second)).toBe('offered');
    await endVisit(staff(), { visitId: second, as: 'declined', reason: 'other' });
    await matchGroupWaiting(job());
    expect(await whyPassed(first)).toBe('offered_before');
    await sound();
  });

  it('counts a day on which the museum is closed, once a form, and a request that nothing can be planned for', async () => {
    const counted = async () => {
      const { rows } = await database.owner.execute<{ why: string }>(
        sql`select why from refused_demand where channel = 'school' order by id desc`,
      );
      return rows.map(({ why }) => why);
    };
    const before = (await counted()).length;
    const closed = addDays(museum.visitDate, 1);
    await database.owner.execute(
      sql`insert into closure (visit_date, kind, reasons) values (${closed}, 'closed', '{"az":"x","en":"x","ru":"x"}')`,
    );
    const party = partyOf(museum, { pupils: 13, teachers: 1, wishes: [{ visitDate: closed, startTime: '10:00' }] });
    for (let twice = 0; twice < 2; twice += 1)
      expect(await beginVisit(visitorCtx(database.db), party, 'secret')).toMatchObject({ code: 'wishes' });
    expect((await counted()).slice(0, -before)).toEqual(['group_closed']);
    const wishes = [{ visitDate: museum.visitDate, startTime: '13:37' }];
    await submitted(database.db, museum, { pupils: 13, teachers: 1, isFlexible: false, wishes });
    expect((await counted())[0]).toBe('group_no_start');
    await database.owner.execute(sql`delete from refused_demand where why in ('group_closed', 'group_no_start')`);
  });

  it('counts whom it could not be offered to, once a visit, by the limit, beside everybody else', async () => {
    const found = await listRefusedDemand(staffCtx(database.db, { permissions: ['reports.see'] }));
    if (!found.ok) throw new Error(found.code);
    expect(found.groups.map(({ why, asked }) => [why, asked])).toEqual([['group_rooms', 3]]);
    expect(found.groups.every(({ languages }) => languages.includes('az'))).toBe(true);
    expect(found.weeks.reduce((sum, week) => sum + week.groupPeople, 0)).toBe(
      found.groups.reduce((sum, row) => sum + row.people, 0),
    );
  });
});

const whyPassed = async (visitId: string) => {
  const history = await getVisitHistory(staff(), visitId);
  return history.ok ? history.passedOver?.why : null;
};
const onlyPlan = async (visitId: string) => {
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select p.id from group_plan p join group_offer o on o.id = p.offer_id where o.visit_id = ${visitId} and o.state = 'open'`,
  );
  return required(rows[0]?.id, 'the plan');
};
