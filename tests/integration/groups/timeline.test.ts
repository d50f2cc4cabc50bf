import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerDayBefore } from '#lib/groups/answer-day-before.ts';
import { closeVisits } from '#lib/groups/close-visits.ts';
import { endVisit } from '#lib/groups/end-visit.ts';
import { listCalls } from '#lib/groups/list-calls.ts';
import { runVisitSteps } from '#lib/groups/run-steps.ts';
import { addDays } from '#lib/platform/time.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { agreedVisit, needFields, visitStartsIn } from '#tests/support/agreed-visit.ts';
import { staffCtx, systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildGroupMuseum, type GroupMuseum, teacherCtx } from '#tests/support/group-museum.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';

let database: TestDatabase;
let museum: GroupMuseum;
const job = () => systemCtx(database.db, 'work_groups');

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildGroupMuseum(database.owner);
});
afterAll(() => database.close());

const stateOf = async (visitId: string) => {
  const { rows } = await database.owner.execute<{ state: string; isFinal: boolean }>(
    sql`select state, finalised_at is not null as "isFinal" from group_visit where id = ${visitId}`,
  );
  return rows[0];
};
const mailsOf = async (visitId: string) => {
  const { rows } = await database.owner.execute<{ kind: string }>(
    sql`select kind from message where visit_id = ${visitId} and kind not in ('group_received','group_offer','group_confirmed','group_cancelled','group_paper') order by id`,
  );
  return rows.map(({ kind }) => kind);
};
const outcomes = async (visitId: string) => {
  const { rows } = await database.owner.execute<{ step: string; outcome: string }>(
    sql`select step, outcome from visit_step where visit_id = ${visitId} and done_at is not null order by due_at, step`,
  );
  return Object.fromEntries(rows.map(({ step, outcome }) => [step, outcome]));
};
/** The clock as the owner moves it: what lies up to so many days ahead of now is due. */
const daysPass = (visitId: string, days: number) =>
  database.owner.execute(
    sql`update visit_step set due_at = due_at - make_interval(days => ${days}) where visit_id = ${visitId} and done_at is null`,
  );

describe('the timeline', () => {
  it('is planned when a visit is agreed and runs each step once, one mail for each', async () => {
    const visitId = await agreedVisit(database.db, museum, { pupils: 9, teachers: 1 });
    const { rows } = await database.owner.execute<{ steps: number; reminder: string }>(sql`
      select count(*)::int as steps, (min(due_at) filter (where step = 'reminder') at time zone ${museum.zone})::date::text as reminder
        from visit_step where visit_id = ${visitId}`);
    expect(rows).toEqual([{ steps: 11, reminder: addDays(museum.visitDate, -10) }]);
    expect(await runVisitSteps(job())).toEqual({ steps: 0 });
    await daysPass(visitId, 11);
    expect(await runVisitSteps(job())).toEqual({ steps: 1 });
    expect(await mailsOf(visitId)).toEqual(['group_reminder']);
    await daysPass(visitId, 3);
    await Promise.all([runVisitSteps(job()), runVisitSteps(job())]);
    expect(await runVisitSteps(job())).toEqual({ steps: 0 });
    // No list is needed: what was asked for is there.
    expect(await stateOf(visitId)).toEqual({ state: 'ready', isFinal: false });
    await daysPass(visitId, 2);
    await runVisitSteps(job());
    expect(await stateOf(visitId)).toEqual({ state: 'ready', isFinal: true });
    expect(await mailsOf(visitId)).toEqual(['group_reminder', 'group_final_count']);
    await expect(
      database.db.execute(sql`update visit_step set done_at = null, outcome = null where visit_id = ${visitId}`),
    ).rejects.toMatchObject({ cause: { constraint: 'step_once' } });
    await endVisit(teacherCtx(database.db, visitId), { visitId, as: 'cancelled_by_group', reason: 'illness' });
    await daysPass(visitId, 60);
    await runVisitSteps(job());
    expect(await mailsOf(visitId)).toEqual(['group_reminder', 'group_final_count']);
    expect(await outcomes(visitId)).toMatchObject({ day_before: 'not_needed', thanks: 'not_needed', purge: 'done' });
  });

  it('asks the day before, and has whoever is silent telephoned until they have answered', async () => {
    const visitId = await agreedVisit(database.db, museum, { pupils: 9, teachers: 1 }, { phone: '+994 50 111 22 33' });
    const office = staffCtx(database.db);
    const called = async () => {
      const found = await listCalls(office);
      return found.ok ? found.rows : [];
    };
    await database.owner.execute(
      sql`update visit_step set done_at = now(), outcome = 'done' where visit_id = ${visitId} and step in ('reminder','names_due','final_count','invoice','names_frozen')`,
    );
    const isDue = (step: string) =>
      database.owner.execute(
        sql`update visit_step set due_at = now() - interval '1 minute' where visit_id = ${visitId} and step = ${step}`,
      );
    await isDue('day_before');
    await runVisitSteps(job());
    expect(await mailsOf(visitId)).toEqual(['group_day_before']);
    expect(await listCalls(staffCtx(database.db, { permissions: ['names.see'] }))).toEqual({
      ok: false,
      code: 'forbidden',
    });
    expect(await called()).toEqual([]);
    await isDue('call_list');
    await runVisitSteps(job());
    expect(await called()).toMatchObject([{ visitId, phone: '+994 50 111 22 33', people: 10 }]);
    const tomorrow = { ...office, now: new Date(Date.now() + 19 * 86_400_000) };
    expect(await answerDayBefore(tomorrow, { visitId, answer: 'coming' })).toEqual({ ok: true });
    expect(await called()).toEqual([]);
    await endVisit(office, { visitId, as: 'cancelled_by_museum', reason: 'technical' });
  });

  it('catches up at once for a late booking, in order, in one mail that says all that is due', async () => {
    await needFields(database.owner, museum, ['name']);
    const visitId = await agreedVisit(database.db, museum, { pupils: 9, teachers: 1 });
    await daysPass(visitId, 19);
    await runVisitSteps(job());
    expect(await mailsOf(visitId)).toEqual(['group_due']);
    expect(await stateOf(visitId)).toEqual({ state: 'names_due', isFinal: true });
    // Nobody has come when it is over: nobody is thanked.
    await visitStartsIn(database.owner, visitId, -200);
    expect(await closeVisits(job())).toEqual({ completed: 0, noShows: 1 });
    expect(await closeVisits(job())).toEqual({ completed: 0, noShows: 0 });
    await daysPass(visitId, 10);
    await runVisitSteps(job());
    expect(await mailsOf(visitId)).toEqual(['group_due']);
    expect((await stateOf(visitId))?.state).toBe('no_show');
    const broken = (await runInvariants(database.owner)).filter(({ violations }) => violations.length > 0);
    expect(broken).toEqual([]);
  });
});
