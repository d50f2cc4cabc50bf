import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { acceptPlan } from '#lib/groups/accept-plan.ts';
import { answerWishes } from '#lib/groups/answer-wishes.ts';
import { askForInfo } from '#lib/groups/ask-for-info.ts';
import { endVisit } from '#lib/groups/end-visit.ts';
import { markNoShow } from '#lib/groups/mark-no-show.ts';
import { matchGroupWaiting } from '#lib/groups/match-group-waiting.ts';
import { moveVisit } from '#lib/groups/move-visit.ts';
import { offerVisit } from '#lib/groups/offer-visit.ts';
import { resizeVisit } from '#lib/groups/resize-visit.ts';
import { findVisit } from '#lib/groups/visit-rows.ts';
import { waitListVisit } from '#lib/groups/wait-list-visit.ts';
import { armCrashPoint, type CrashPoint } from '#lib/platform/crash-point.ts';
import { required } from '#lib/platform/result.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { staffCtx, systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildGroupMuseum, type GroupMuseum, submitted, teacherCtx } from '#tests/support/group-museum.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';

let database: TestDatabase;
let museum: GroupMuseum;
let visitId: string;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildGroupMuseum(database.owner);
});
afterAll(() => database.close());
beforeEach(async () => {
  visitId = await submitted(database.db, museum, { pupils: 20, teachers: 2 });
});

const staff = () => staffCtx(database.db);
const plans = async () => {
  const visit = required(await findVisit(database.db, visitId), 'the visit');
  const { found } = await answerWishes(database.db, visit, null, new Date());
  return found?.ok ? found.plans : [];
};
const plan = async (index = 0) => required((await plans())[index], 'a plan');
const offer = async () => offerVisit(staff(), { visitId, plans: [await plan()] });
const planId = async () => {
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select p.id from group_plan p where p.visit_id = ${visitId} order by made_at desc limit 1`,
  );
  return rows[0]?.id ?? '';
};
const accept = async () => acceptPlan(teacherCtx(database.db, visitId), { visitId, planId: await planId() });
const agree = async () => {
  await offer();
  await accept();
};
const begin = async () => {
  await agree();
  await database.owner.execute(sql`alter table timeslot disable trigger guard_guide`);
  await database.owner.execute(sql`update timeslot t set starts_at = t.starts_at - interval '30 days' from sub_group g
    where g.timeslot_id = t.id and g.plan_id = (select plan_id from group_visit where id = ${visitId})`);
  await database.owner.execute(sql`alter table timeslot enable trigger guard_guide`);
};
const wait = () => waitListVisit(staff(), { visitId });

/** Everything that the tables hold of the visit: what is half done shows. */
async function everything(): Promise<unknown> {
  const { rows } = await database.owner.execute(sql`
    select v.state, v.plan_id, v.pupils, (select count(*)::int from group_offer where visit_id = v.id and state = 'open') as offers,
           (select count(*)::int from message where visit_id = v.id) as messages, (select count(*)::int from visit_event where visit_id = v.id) as events,
           (select count(*)::int from audit_log where object_id = v.id::text) as audited,
           (select jsonb_agg(jsonb_build_array(c.state, c.quantity) order by c.id) from claim c join sub_group g on g.id = c.sub_group_id
              join group_plan p on p.id = g.plan_id where p.visit_id = v.id) as claims
      from group_visit v where v.id = ${visitId}`);
  return rows[0];
}

const count = { pupils: 18, teachers: 2, parents: 0, aides: 0 };
const steps: [CrashPoint, prepare: () => Promise<unknown>, act: () => Promise<unknown>, state: string][] = [
  ['groups.offering', async () => undefined, offer, 'offered'],
  ['groups.accepting', offer, accept, 'confirmed'],
  ['groups.moving', agree, async () => moveVisit(staff(), { visitId, plan: await plan(3) }), 'confirmed'],
  ['groups.resizing', agree, () => resizeVisit(staff(), { visitId, count }), 'confirmed'],
  [
    'groups.ending',
    agree,
    () => endVisit(staff(), { visitId, as: 'cancelled_by_museum', reason: 'technical' }),
    'cancelled_by_museum',
  ],
  ['groups.asking', async () => undefined, () => askForInfo(staff(), { visitId, reason: 'ages' }), 'needs_info'],
  ['groups.wait_listing', offer, wait, 'waitlisted'],
  ['groups.missing', begin, () => markNoShow(staff(), { visitId }), 'no_show'],
];

it.each(steps)(
  'whoever dies at %s leaves nothing half done, and the next one does it whole',
  async (point, prepare, act, state) => {
    await prepare();
    const before = await everything();
    armCrashPoint(point, () => {
      throw new Error('crash');
    });
    await expect(act()).rejects.toThrow('crash');
    expect(await everything()).toEqual(before);
    await act();
    expect((await findVisit(database.db, visitId))?.state).toBe(state);
    const broken = (await runInvariants(database.owner)).filter(({ violations }) => violations.length > 0);
    expect(broken).toEqual([]);
    // Room for the next.
    const as = state === 'confirmed' ? 'cancelled_by_museum' : 'declined';
    await endVisit(staff(), { visitId, as, reason: 'other' });
  },
);

it('whoever dies after an offer from the waiting list has made it once', async () => {
  await wait();
  armCrashPoint('groups.matching', () => {
    throw new Error('crash');
  });
  const job = systemCtx(database.db, 'work_groups');
  await expect(matchGroupWaiting(job)).rejects.toThrow('crash');
  expect((await findVisit(database.db, visitId))?.state).toBe('offered');
  await matchGroupWaiting(job);
  const { rows } = await database.owner.execute<{ n: number }>(
    sql`select count(*)::int as n from message where visit_id = ${visitId} and kind = 'group_offer'`,
  );
  expect(rows[0]?.n).toBe(1);
});
