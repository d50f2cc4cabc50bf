import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { answerCall } from '#lib/groups/answer-call.ts';
import { changeGuide } from '#lib/groups/change-guide.ts';
import { takeLeave } from '#lib/groups/take-leave.ts';
import { lapseCalls, workGuides } from '#lib/groups/work-guides.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { staffCtx, systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildGroupMuseum, type GroupMuseum } from '#tests/support/group-museum.ts';
import {
  type AgreedTour,
  agreedTours,
  callsOf,
  guideCtx,
  guideMails,
  leaderOf,
  runOutCalls,
} from '#tests/support/guides.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';

let database: TestDatabase;
let museum: GroupMuseum;
let tour: AgreedTour;

beforeAll(() => useTestInstallation());
beforeEach(async () => {
  database = await createTestDatabase({ most: 20 });
  museum = await buildGroupMuseum(database.owner, { guides: 3 });
  const agreed = await agreedTours(database.db, database.owner, museum);
  [tour] = agreed.tours as [AgreedTour];
  await workGuides(job());
  return () => database.close();
});
afterAll(() => undefined);

const job = () => systemCtx(database.db, 'work_groups');
const times = <T>(length: number, work: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length }, work));
const answer = (said: 'accept' | 'decline', guideId = tour.guideId) =>
  answerCall(guideCtx(database.db, guideId), { timeslotId: tour.timeslotId, guideId, answer: said });
const leave = () =>
  takeLeave(guideCtx(database.db, tour.guideId), {
    guideId: tour.guideId,
    kind: 'illness',
    firstDate: museum.visitDate,
    lastDate: museum.visitDate,
  });
const calls = () => callsOf(database.owner, museum, tour.timeslotId);
const leader = () => leaderOf(database.owner, tour.timeslotId);

/** One live call at most, to whoever leads; nobody leads who is away; a mail for each call at most. */
async function sound() {
  const { rows } = await database.owner.execute(sql`
    select c.id from guide_call c join timeslot t on t.id = c.timeslot_id where c.state in ('asked','accepted') and t.guide_id is distinct from c.guide_id
    union all
    select t.id from timeslot t join guide_leave l on l.guide_id = t.guide_id and t.visit_date between l.first_date and l.last_date`);
  expect(rows).toEqual([]);
  const asked = (await guideMails(database.owner)).filter((mail) => mail.startsWith('guide_call'));
  expect(asked.length).toBeLessThanOrEqual((await calls()).length);
  expect((await runInvariants(database.owner)).filter(({ violations }) => violations.length)).toEqual([]);
}

it('a no that is said eight times at once sets one search going', async () => {
  const answers = await times(8, () => answer('decline'));
  expect(answers.filter((one) => one.ok && !one.isRepeat)).toHaveLength(1);
  expect(answers.every(({ ok }) => ok)).toBe(true);
  expect(await calls()).toEqual([expect.stringContaining('declined'), expect.stringContaining('asked')]);
  await sound();
});

it('a no, a yes and the end of the time at once: the call has one end, and somebody is asked or has said yes', async () => {
  await runOutCalls(database.owner, tour.timeslotId);
  await Promise.all([
    times(4, () => lapseCalls(job())),
    times(3, () => answer('decline')),
    times(3, () => answer('accept')),
  ]);
  const [first, second, ...more] = await calls();
  expect(more).toEqual([]);
  if (first?.endsWith('accepted')) expect(second).toBeUndefined();
  else expect(second).toMatch(/asked$/);
  await sound();
});

it('illness and a yes at the same moment: whoever is ill leads nothing, and the next is asked', async () => {
  const [taken] = await Promise.all([leave(), times(6, () => answer('accept'))]);
  expect(taken).toMatchObject({ ok: true });
  await workGuides(job());
  expect(await leader()).not.toBe(tour.guideId);
  expect((await calls())[0]).toMatch(/declined$/);
  expect(await answer('accept')).toMatchObject({ ok: false });
  await sound();
});

it('illness while people give the guide tours: not one of them stays', async () => {
  await answer('decline');
  const second = (await leader()) ?? '';
  const give = (guideId: string) => changeGuide(staffCtx(database.db), { timeslotId: tour.timeslotId, guideId });
  await Promise.all([leave(), times(4, () => give(tour.guideId)), times(2, () => give(second))]);
  await workGuides(job());
  expect(await leader()).not.toBe(tour.guideId);
  expect(await leader()).not.toBeNull();
  await sound();
});

it('with the guards off, a yes and a tour stand beside the leave of that day', async () => {
  await database.owner.execute(sql`alter table guide_call disable trigger guard_guide_call`);
  await database.owner.execute(sql`alter table timeslot disable trigger guard_guide`);
  expect(await leave()).toMatchObject({ ok: true });
  await database.owner.execute(sql`update timeslot set guide_id = ${tour.guideId} where id = ${tour.timeslotId}`);
  await database.owner.execute(
    sql`insert into guide_call (timeslot_id, guide_id, answer_until) values (${tour.timeslotId}, ${tour.guideId}, now() + interval '1 day')`,
  );
  await expect(sound()).rejects.toThrow();
});
