import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerCall } from '#lib/groups/answer-call.ts';
import { changeGuide } from '#lib/groups/change-guide.ts';
import { endVisit } from '#lib/groups/end-visit.ts';
import { composeGuideMessage } from '#lib/groups/guide-mail.ts';
import { findGuideTour, listGuideTours } from '#lib/groups/guide-tours.ts';
import { listUnconfirmedGuides } from '#lib/groups/list-unconfirmed-guides.ts';
import { setGuideActive } from '#lib/groups/set-guide-active.ts';
import { endLeave, takeLeave } from '#lib/groups/take-leave.ts';
import { workGuides } from '#lib/groups/work-guides.ts';
import { armCrashPoint, type CrashPoint } from '#lib/platform/crash-point.ts';
import { newId } from '#lib/platform/ids.ts';
import { addDays } from '#lib/platform/time.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
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
let visitId: string;
let tour: AgreedTour;
const job = () => systemCtx(database.db, 'work_groups');
const staff = () => staffCtx(database.db);
const guide = (guideId: string) => guideCtx(database.db, guideId);
const answer = (guideId: string, said: 'accept' | 'decline') =>
  answerCall(guide(guideId), { timeslotId: tour.timeslotId, guideId, answer: said });
const leader = () => leaderOf(database.owner, tour.timeslotId);
const calls = () => callsOf(database.owner, museum, tour.timeslotId);
const no = (guideId: string | null) => museum.guides.indexOf(guideId ?? '') + 1;

const told = async () => (await guideMails(database.owner)).filter((mail) => mail.startsWith('guide_released')).length;

async function sound() {
  expect((await runInvariants(database.owner)).filter(({ violations }) => violations.length > 0)).toEqual([]);
}

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildGroupMuseum(database.owner, { guides: 4 });
  const agreed = await agreedTours(database.db, database.owner, museum);
  visitId = agreed.visitId;
  [tour] = agreed.tours as [AgreedTour];
});
afterAll(() => database.close());

describe('a guide who is asked', () => {
  it('is asked once, by one mail with a link that opens the tour, however often the job runs', async () => {
    const [ran] = [await workGuides(job()), await workGuides(job())];
    expect(ran).toMatchObject({ guidesAsked: 1 });
    expect(await calls()).toEqual([`${no(tour.guideId)} asked`]);
    expect(await guideMails(database.owner)).toEqual([`guide_call guide${no(tour.guideId)}@example.az`]);
    const { rows } = await database.owner.execute<{ id: string; key: string }>(
      sql`select id, dedupe_key as key from message where kind = 'guide_call'`,
    );
    const mail = await composeGuideMessage(job(), {
      id: rows[0]?.id ?? '',
      kind: 'guide_call',
      orderId: null,
      locale: 'az',
      recipient: 'guide@example.az',
      dedupeKey: rows[0]?.key ?? '',
    });
    expect(mail?.text).toMatch(new RegExp(`/guide/[\\w-]{32}/tours/${tour.timeslotId}`));
    expect(mail?.text).toContain('20 nömrəli məktəb');
    expect(mail?.text).not.toMatch(/Aytən|000 00 00/);
    expect(await listUnconfirmedGuides(database.db, { now: new Date() })).toMatchObject([
      { timeslotId: tour.timeslotId, call: { state: 'asked' }, refusals: 0 },
    ]);
  });

  it('may not answer for others, nor others for them', async () => {
    const other = museum.guides.find((id) => id !== tour.guideId) ?? '';
    const wrong = { timeslotId: tour.timeslotId, guideId: tour.guideId, answer: 'accept' as const };
    const unknown = { ok: false, code: 'unknown_tour' };
    expect(await answerCall(guide(other), wrong)).toEqual(unknown);
    expect(await answerCall(visitorCtx(database.db), wrong)).toEqual(unknown);
    expect(await answerCall(guide(other), { ...wrong, guideId: other })).toEqual(unknown);
    expect(await answerCall(guide(other), { ...wrong, guideId: other, timeslotId: newId() })).toEqual(unknown);
    expect(await answerCall(guide(other), { ...wrong, guideId: other, timeslotId: '7' })).toEqual(unknown);
    expect(await findGuideTour(database.db, other, tour.timeslotId)).toBeNull();
  });

  it('says yes twice with one answer, then no: the next one is reserved and asked in the same step', async () => {
    const first = tour.guideId;
    expect(await answer(first, 'accept')).toEqual({ ok: true, isRepeat: false });
    expect(await answer(first, 'accept')).toEqual({ ok: true, isRepeat: true });
    expect(await listUnconfirmedGuides(database.db, { now: new Date() })).toEqual([]);
    expect(await answer(first, 'decline')).toEqual({ ok: true, isRepeat: false });
    const second = await leader();
    expect(second).not.toBe(first);
    expect(await calls()).toEqual([`${no(first)} declined`, `${no(second)} asked`]);
    expect(await answer(first, 'decline')).toEqual({ ok: true, isRepeat: true });
    expect(await answer(first, 'accept')).toEqual({ ok: false, code: 'over' });
    const { rows } = await database.owner.execute(
      sql`select action, actor_kind, after ->> 'guideId' as guide from audit_log where action = 'guide_changed'`,
    );
    expect(rows).toEqual([{ action: 'guide_changed', actor_kind: 'guide', guide: second }]);
    await sound();
  });

  it('who is silent is asked no more, the next one is, and the earlier one is told once', async () => {
    const before = await leader();
    await runOutCalls(database.owner, tour.timeslotId);
    expect(await workGuides(job())).toMatchObject({ calls: 1 });
    await workGuides(job());
    const after = await leader();
    expect(await calls()).toEqual([expect.stringContaining('declined'), `${no(before)} lapsed`, `${no(after)} asked`]);
    expect(await told()).toBe(1);
    expect(await answer(before ?? '', 'accept')).toEqual({ ok: false, code: 'over' });
  });

  it('with nobody left whoever was silent last keeps it, the museum is written to once, and a late yes counts', async () => {
    for (let round = 0; round < 2; round += 1) {
      await runOutCalls(database.owner, tour.timeslotId);
      await workGuides(job());
    }
    await workGuides(job());
    const last = await leader();
    expect(await calls()).toHaveLength(4);
    expect((await guideMails(database.owner)).filter((mail) => mail.startsWith('guide_missing'))).toHaveLength(1);
    expect(await listUnconfirmedGuides(database.db, { now: new Date(), visitId })).toMatchObject([
      { call: { state: 'lapsed' }, guide: { id: last }, refusals: 4 },
    ]);
    expect(await answer(last ?? '', 'accept')).toEqual({ ok: true, isRepeat: false });
    expect((await calls()).at(-1)).toBe(`${no(last)} accepted`);
    expect(await answer(last ?? '', 'decline')).toEqual({ ok: true, isRepeat: false });
    expect(await leader()).toBeNull();
    expect(await listUnconfirmedGuides(database.db, { now: new Date(), visitId })).toMatchObject([
      { guide: null, visit: { id: visitId } },
    ]);
    await sound();
  });
});

describe('a person who plans', () => {
  it('gives a tour to a guide, who is asked; the database refuses who may not', async () => {
    const [one = '', two = ''] = museum.guides;
    const change = (guideId: string | null, ctx = staff()) =>
      changeGuide(ctx, { timeslotId: tour.timeslotId, guideId });
    expect(await change(one, staffCtx(database.db, { permissions: ['groups.see'] }))).toMatchObject({
      code: 'forbidden',
    });
    expect(await change(newId())).toEqual({ ok: false, code: 'unknown_guide' });
    expect(await changeGuide(staff(), { timeslotId: newId(), guideId: one })).toMatchObject({ code: 'unknown_tour' });
    expect(await change(null)).toEqual({ ok: false, code: 'nobody' });
    await database.owner.execute(sql`update guide set tours_a_day = 0 where id = ${two}`);
    expect(await change(two)).toEqual({ ok: false, code: 'guide_not_free' });
    await database.owner.execute(sql`update guide set tours_a_day = null, languages = '{ru}' where id = ${two}`);
    expect(await change(two)).toEqual({ ok: false, code: 'guide_language' });
    await database.owner.execute(sql`update guide set languages = '{az}' where id = ${two}`);
    expect(await change(one)).toEqual({ ok: true, done: 'changed' });
    expect(await leader()).toBe(one);
    expect((await calls()).at(-1)).toBe('1 asked');
    expect(await answerCall(staff(), { timeslotId: tour.timeslotId, guideId: one, answer: 'accept' })).toMatchObject({
      ok: true,
    });
    await workGuides(job());
    const toldBefore = await told();
    expect(await change(two)).toEqual({ ok: true, done: 'changed' });
    expect((await calls()).slice(-2)).toEqual(['1 withdrawn', '2 asked']);
    await workGuides(job());
    await workGuides(job());
    expect(await told()).toBe(toldBefore + 1);
    await sound();
  });
});

describe('a guide who falls ill', () => {
  it('is refused dates that are none, and others cannot say it', async () => {
    const [, two = ''] = museum.guides;
    const leave = (changes: object, ctx = guide(two)) =>
      takeLeave(ctx, {
        guideId: two,
        kind: 'illness',
        firstDate: museum.visitDate,
        lastDate: museum.visitDate,
        ...changes,
      });
    for (const [changes, code] of [
      [{ kind: 'holiday' }, 'kind_missing'],
      [{ firstDate: '2026-02-30' }, 'date_missing'],
      [{ lastDate: addDays(museum.visitDate, -1) }, 'dates_order'],
      [{ firstDate: '2020-01-01', lastDate: '2020-01-02' }, 'past'],
      [{ lastDate: addDays(museum.visitDate, 400) }, 'too_long'],
      [{ shown: 7 }, 'tours_changed'],
    ] as const) {
      expect(await leave(changes)).toMatchObject({ ok: false, code });
    }
    expect(await leave({}, guide(museum.guides[0] ?? ''))).toEqual({ ok: false, code: 'unknown_guide' });
    expect(await leave({}, visitorCtx(database.db))).toEqual({ ok: false, code: 'unknown_guide' });
    expect(await leave({ guideId: newId() }, staff())).toEqual({ ok: false, code: 'unknown_guide' });
  });

  it('gives up the tours of these days to whoever is free, who is asked; leads nothing then, and may be back sooner', async () => {
    const [, two = ''] = museum.guides;
    const fifth = newId();
    await database.owner.execute(
      sql`insert into guide (id, name, languages, email) values (${fifth}, 'Guide 5', '{az}', 'guide5@example.az')`,
    );
    museum.guides.push(fifth);
    expect(await answer(two, 'accept')).toMatchObject({ ok: true });
    const dates = { firstDate: addDays(museum.visitDate, -1), lastDate: addDays(museum.visitDate, 1) };
    const taken = await takeLeave(guide(two), { guideId: two, kind: 'illness', ...dates, shown: 1 });
    expect(taken).toMatchObject({ ok: true, tours: 1, replaced: 1 });
    expect(await leader()).toBe(fifth);
    expect((await calls()).slice(-2)).toEqual(['2 declined', '5 asked']);
    expect(await takeLeave(guide(two), { guideId: two, kind: 'illness', ...dates })).toEqual({
      ok: false,
      code: 'overlaps',
    });
    expect(await changeGuide(staff(), { timeslotId: tour.timeslotId, guideId: two })).toEqual({
      ok: false,
      code: 'guide_not_free',
    });
    const leaveId = taken.ok ? taken.leaveId : '';
    expect(await endLeave(guide(fifth), { guideId: fifth, leaveId })).toEqual({ ok: false, code: 'unknown_leave' });
    expect(await endLeave(guide(two), { guideId: two, leaveId })).toEqual({ ok: true });
    expect(await endLeave(guide(two), { guideId: two, leaveId })).toEqual({ ok: false, code: 'unknown_leave' });
    await sound();
  });

  it('and nobody else is left: the tour stands on the board, and the museum is told', async () => {
    const fifth = museum.guides[4] ?? '';
    const before = (await guideMails(database.owner)).filter((mail) => mail.startsWith('guide_missing')).length;
    await database.owner.execute(sql`update guide set is_active = false where id = ${museum.guides[2]}`);
    const taken = await takeLeave(staff(), {
      guideId: fifth,
      kind: 'illness',
      firstDate: museum.visitDate,
      lastDate: museum.visitDate,
    });
    expect(taken).toMatchObject({ ok: true, tours: 1, replaced: 0 });
    expect(await leader()).toBeNull();
    await workGuides(job());
    const missing = (await guideMails(database.owner)).filter((mail) => mail.startsWith('guide_missing'));
    expect(missing).toHaveLength(before + 1);
    await database.owner.execute(sql`delete from guide_leave`);
    await database.owner.execute(sql`update guide set is_active = true`);
  });
});

it('a guide with tours to come is not taken off without a word; then each tour finds somebody, and nothing is lost', async () => {
  const [one = ''] = museum.guides;
  expect(await changeGuide(staff(), { timeslotId: tour.timeslotId, guideId: one })).toMatchObject({ ok: true });
  const newcomer = newId();
  await database.owner.execute(
    sql`insert into guide (id, name, languages, email) values (${newcomer}, 'Guide 6', '{az}', 'guide6@example.az')`,
  );
  museum.guides.push(newcomer);
  const off = (changes: object, ctx = staff()) => setGuideActive(ctx, { guideId: one, isActive: false, ...changes });
  expect(await off({}, staffCtx(database.db, { permissions: ['groups.see'] }))).toMatchObject({ code: 'forbidden' });
  expect(await off({ guideId: newId() })).toMatchObject({ code: 'unknown_guide' });
  expect(await off({})).toMatchObject({ code: 'has_tours', tours: [{ timeslotId: tour.timeslotId }] });
  expect(await leader()).toBe(one);
  expect(await off({ seekSubstitutes: true })).toEqual({ ok: true, tours: 1, replaced: 1 });
  expect(await leader()).toBe(newcomer);
  expect(await answer(one, 'accept')).toEqual({ ok: false, code: 'over' });
  expect(await setGuideActive(staff(), { guideId: one, isActive: true })).toMatchObject({ ok: true });
});

it.each<CrashPoint>(['guides.answering', 'guides.seeking', 'guides.after_leave', 'guides.lapsing'])(
  'whoever dies at %s leaves nothing half done: the next run makes it whole, with each mail once',
  async (point) => {
    await database.owner.execute(sql`delete from guide_leave`);
    const { rows } = await database.owner.execute<{ id: string }>(
      sql`insert into guide (name, languages, email) select 'Spare ' || n, '{az}', n || ${`${point}@example.az`} from generate_series(1, 2) n returning id`,
    );
    museum.guides.push(...rows.map(({ id }) => id));
    const [one = ''] = rows.map(({ id }) => id);
    expect(await changeGuide(staff(), { timeslotId: tour.timeslotId, guideId: one })).toMatchObject({ ok: true });
    const died = new Error('died');
    armCrashPoint(point, () => {
      throw died;
    });
    const day = { firstDate: museum.visitDate, lastDate: museum.visitDate };
    if (point === 'guides.lapsing') await runOutCalls(database.owner, tour.timeslotId);
    const dies = {
      'guides.after_leave': () => takeLeave(guide(one), { guideId: one, kind: 'illness', ...day }),
      'guides.lapsing': () => workGuides(job()),
    }[point as string];
    await expect((dies ?? (() => answer(one, 'decline')))()).rejects.toBe(died);
    await sound();
    if (point.endsWith('answering') || point.endsWith('seeking')) {
      expect(await leader()).toBe(one);
      await answer(one, 'decline');
    } else await workGuides(job());
    await workGuides(job());
    expect(await leader()).not.toBe(one);
    expect(await leader()).not.toBeNull();
    const mails = await guideMails(database.owner);
    expect(mails.filter((mail) => mail === `guide_call 1${point}@example.az`)).toHaveLength(1);
    await sound();
  },
);

it('a visit that is called off asks nobody any more, and its guide is told', async () => {
  const last = (await leader()) ?? '';
  await workGuides(job());
  const before = await told();
  expect(
    await listGuideTours(database.db, last, { fromDate: museum.visitDate, untilDate: museum.visitDate }),
  ).toHaveLength(1);
  await endVisit(staff(), { visitId, as: 'cancelled_by_museum', reason: 'closed' });
  await workGuides(job());
  expect((await calls()).at(-1)).toContain('withdrawn');
  expect(await told()).toBe(before + 1);
  expect(await answer(last, 'accept')).toEqual({ ok: false, code: 'over' });
  expect(await listGuideTours(database.db, last, { fromDate: museum.visitDate, untilDate: museum.visitDate })).toEqual(
    [],
  );
  await sound();
});
