import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptPlan } from '#lib/groups/accept-plan.ts';
import { addVisitFile } from '#lib/groups/add-visit-file.ts';
import { answerDayBefore } from '#lib/groups/answer-day-before.ts';
import { answerRequest } from '#lib/groups/answer-request.ts';
import { askAgain } from '#lib/groups/ask-again.ts';
import { askAnotherDay } from '#lib/groups/ask-another-day.ts';
import { askForSignIn, signInToken } from '#lib/groups/ask-for-sign-in.ts';
import { beginVisit } from '#lib/groups/begin-visit.ts';
import { changeRequest } from '#lib/groups/change-request.ts';
import { chooseTime } from '#lib/groups/choose-time.ts';
import { evaluateVisit, findEvaluation } from '#lib/groups/evaluate-visit.ts';
import { findInstitutions } from '#lib/groups/find-institutions.ts';
import { composeGroupMessage } from '#lib/groups/group-mail.ts';
import { listOwnVisits } from '#lib/groups/list-own-visits.ts';
import { listVisitStates } from '#lib/groups/list-states.ts';
import { listVisits } from '#lib/groups/list-visits.ts';
import { offerVisit } from '#lib/groups/offer-visit.ts';
import { forgetSignInLinks, openSignInLink } from '#lib/groups/open-sign-in-link.ts';
import { purgeDrafts } from '#lib/groups/purge-drafts.ts';
import { reportLate } from '#lib/groups/report-late.ts';
import { submitVisit } from '#lib/groups/submit-visit.ts';
import { findVisitFile, listVisitFiles } from '#lib/groups/visit-files.ts';
import { findVisit, listWishes } from '#lib/groups/visit-rows.ts';
import { findVisitTerms } from '#lib/groups/visit-terms.ts';
import { newId } from '#lib/platform/ids.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { required } from '#lib/platform/result.ts';
import { addDays, instantOf } from '#lib/platform/time.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import {
  buildGroupMuseum,
  contactOf,
  type GroupMuseum,
  partyOf,
  setBookingMode,
  submitted,
  teacherCtx,
} from '#tests/support/group-museum.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';

let database: TestDatabase;
let museum: GroupMuseum;
const teacher = (visitId: string, now?: Date) => ({ ...teacherCtx(database.db, visitId), ...(now ? { now } : {}) });
const stranger = () => visitorCtx(database.db);
const visitOf = async (visitId: string) => required(await findVisit(database.db, visitId), 'the visit');
const audits = async (visitId: string) => {
  const { rows } = await database.owner.execute<{ action: string }>(
    sql`select action from audit_log where object_id = ${visitId} order by id`,
  );
  return rows.map(({ action }) => action);
};
const inState = (visitId: string, state: string) =>
  database.owner.execute(sql`
    do $$ begin
      set local session_replication_role = replica;
      update group_visit set state = ${sql.raw(`'${state}'`)} where id = ${sql.raw(`'${visitId}'`)};
    end $$`);
const agreed = async (party: Parameters<typeof submitted>[2] = {}) => {
  const visitId = await submitted(database.db, museum, { pupils: 12, teachers: 2, ...party });
  expect(await offerVisit(staffCtx(database.db), { visitId })).toMatchObject({ ok: true });
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select p.id from group_plan p join group_offer o on o.id = p.offer_id where p.visit_id = ${visitId} order by p.rank limit 1`,
  );
  expect(await acceptPlan(teacher(visitId), { visitId, planId: rows[0]?.id ?? '' })).toMatchObject({ ok: true });
  return visitId;
};

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildGroupMuseum(database.owner, { starts: 16 });
});
afterAll(() => database.close());

describe('a request before it is agreed', () => {
  it('hears at once whether its wishes can work, and changes its party', async () => {
    const far = addDays(museum.visitDate, 30);
    const begun = await beginVisit(
      stranger(),
      partyOf(museum, {
        wishes: [
          { visitDate: museum.visitDate, startTime: '10:30' },
          { visitDate: museum.visitDate, startTime: '08:00' },
          { visitDate: far, startTime: '10:00' },
        ],
      }),
      'secret',
    );
    if (!begun.ok) throw new Error(begun.code);
    const { visitId } = begun;
    const product = required(await findVisitTerms(database.db, 'class', new Date()), 'terms').product;
    const ask = async () =>
      answerRequest(database.db, {
        visit: await visitOf(visitId),
        product,
        wishes: await listWishes(database.db, visitId),
        now: new Date(),
        zone: museum.zone,
      });
    const answered = await ask();
    expect(answered).toMatchObject({ ok: true });
    if (!answered.ok) return;
    expect(answered.answers.map(({ kind }) => kind)).toEqual(['possible', 'prevented', 'not_planned']);
    expect(answered.answers[1]).toMatchObject({ limits: [{ limit: 'no_start' }], nearest: { startMinute: 600 } });

    const { product: _, requestKey: __, ...party } = partyOf(museum, { pupils: 30, teachers: 3 });
    expect(await changeRequest(stranger(), { visitId, party })).toEqual({ ok: false, code: 'unknown_visit' });
    expect(await changeRequest(teacher(visitId), { visitId, party: { ...party, teachers: 1 } })).toMatchObject({
      code: 'party',
      party: { code: 'too_few_adults', needed: 2 },
    });
    expect(await changeRequest(teacher(visitId), { visitId, party })).toEqual({ ok: true, state: 'draft' });
    expect(await visitOf(visitId)).toMatchObject({ pupils: 30, teachers: 3 });
    expect(await listWishes(database.db, visitId)).toHaveLength(1);
    expect(await audits(visitId)).toEqual(['group_begun', 'group_request_changed']);
  });

  it('answers a question by changing or by sending again; not when its days are over', async () => {
    const visitId = await submitted(database.db, museum, { pupils: 10, teachers: 1 });
    expect(await askAgain(teacher(visitId), { visitId })).toEqual({ ok: false, code: 'wrong_state' });
    await inState(visitId, 'needs_info');
    expect(await askAgain(stranger(), { visitId })).toEqual({ ok: false, code: 'unknown_visit' });
    const later = new Date(Date.now() + 60 * 86_400_000);
    expect(await askAgain(teacher(visitId, later), { visitId })).toEqual({ ok: false, code: 'wishes_over' });
    expect(await askAgain(teacher(visitId), { visitId })).toEqual({ ok: true });
    await inState(visitId, 'expired');
    const { product: _, requestKey: __, ...party } = partyOf(museum, { pupils: 10, teachers: 1 });
    expect(await changeRequest(teacher(visitId), { visitId, party })).toEqual({ ok: true, state: 'submitted' });
    await inState(visitId, 'offered');
    expect(await changeRequest(teacher(visitId), { visitId, party })).toEqual({ ok: false, code: 'wrong_state' });
    await inState(visitId, 'submitted');
    expect((await listVisitStates(database.db, visitId)).map(({ state }) => state)).toContain('submitted');
  });

  it('finds its school however it is written', async () => {
    await submitted(
      database.db,
      museum,
      { pupils: 10, teachers: 1 },
      { institutionName: '132–134 nömrəli məktəb-lisey' },
    );
    const found = await findInstitutions(database.db, '132-134 NOMRELI MEKTEB');
    expect(found[0]).toMatchObject({ name: '132–134 nömrəli məktəb-lisey' });
    expect(await findInstitutions(database.db, '%')).toEqual([]);
    expect(await findInstitutions(database.db, 'Zzyzx')).toEqual([]);
  });

  it('is forgotten when it was never sent', async () => {
    const begun = await beginVisit(stranger(), partyOf(museum, { pupils: 9, teachers: 1 }), 'secret');
    if (!begun.ok) throw new Error(begun.code);
    await database.owner.execute(
      sql`update group_visit set made_at = now() - interval '73 hours' where id = ${begun.visitId}`,
    );
    expect(await purgeDrafts(systemCtx(database.db))).toEqual({ forgotten: 1 });
    expect(await purgeDrafts(systemCtx(database.db))).toEqual({ forgotten: 0 });
    expect(await visitOf(begun.visitId)).toMatchObject({ state: 'expired', reason: 'not_sent', grades: null });
    expect(await listWishes(database.db, begun.visitId)).toEqual([]);
    const late = { visitId: begun.visitId, contact: contactOf(), rulesVersion: '1' };
    expect(await submitVisit(teacher(begun.visitId), late)).toEqual({ ok: false, code: 'unknown_visit' });
    expect(await audits(begun.visitId)).toEqual(['group_begun', 'group_draft_forgotten']);
  });
});

describe('where the rules allow it', () => {
  it('a time that is free in everything is agreed at once, and moved to another', async () => {
    const visitId = await submitted(database.db, museum, { pupils: 13, teachers: 1 });
    const at = { visitId, date: museum.visitDate, time: '13:00' };
    expect(await chooseTime(teacher(visitId), at)).toEqual({ ok: false, code: 'not_instant' });
    await setBookingMode(database.owner, museum, 'instant');
    expect(await chooseTime(stranger(), at)).toEqual({ ok: false, code: 'unknown_visit' });
    expect(await chooseTime(teacher(visitId), { ...at, time: '08:00' })).toEqual({ ok: false, code: 'time_gone' });
    expect(await chooseTime(teacher(visitId), { ...at, date: 'soon' })).toEqual({ ok: false, code: 'time_gone' });
    expect(await chooseTime(teacher(visitId), at)).toEqual({ ok: true, isMoved: false });
    expect(await visitOf(visitId)).toMatchObject({ state: 'confirmed' });
    const other = await submitted(database.db, museum, { pupils: 13, teachers: 1 });
    expect(await chooseTime(teacher(other), { ...at, visitId: other })).toEqual({ ok: false, code: 'time_gone' });
    expect(await chooseTime(teacher(visitId), { ...at, time: '13:30' })).toEqual({ ok: true, isMoved: true });
    const late = teacher(visitId, new Date(Date.now() + 18 * 86_400_000));
    expect(await chooseTime(late, at)).toMatchObject({ ok: false, code: 'too_late', days: 3 });
    await setBookingMode(database.owner, museum, 'request');
    expect(await audits(visitId)).toEqual(expect.arrayContaining(['group_booked_at_once', 'group_moved']));
  });
});

describe('an agreed visit', () => {
  let visitId: string;
  const onDay = (time: string, days = 0) =>
    teacher(visitId, instantOf(addDays(museum.visitDate, days), time, museum.zone));
  it('asks for another day and keeps what it has', async () => {
    visitId = await agreed();
    const wishes = [{ visitDate: addDays(museum.visitDate, 7), startTime: '11:00' }];
    expect(await askAnotherDay(stranger(), { visitId, wishes })).toEqual({ ok: false, code: 'unknown_visit' });
    expect(await askAnotherDay(teacher(visitId), { visitId, wishes: [] })).toMatchObject({ code: 'bad_input' });
    const past = [{ visitDate: '2020-01-01', startTime: '11:00' }];
    expect(await askAnotherDay(teacher(visitId), { visitId, wishes: past })).toMatchObject({ code: 'wishes' });
    const later = [{ visitDate: addDays(museum.visitDate, 14), startTime: '11:00' }];
    expect(await askAnotherDay(onDay('09:00', -2), { visitId, wishes: later })).toEqual({
      ok: false,
      code: 'too_late',
      days: 3,
    });
    expect(await askAnotherDay(teacher(visitId), { visitId, wishes })).toEqual({ ok: true });
    const asked = await visitOf(visitId);
    expect(asked).toMatchObject({ state: 'confirmed', moveAskedAt: expect.any(Date) });
    const isOpen = async () => {
      const listed = await listVisits(staffCtx(database.db), { view: 'open', monday: museum.visitDate });
      return listed.ok && listed.rows.some(({ id }) => id === visitId);
    };
    expect(await isOpen(), 'stands in the queue').toBe(true);
    expect(await askAnotherDay(teacher(visitId), { visitId, wishes: null })).toEqual({ ok: true });
    expect(await visitOf(visitId)).toMatchObject({ moveAskedAt: null });
    expect(await isOpen()).toBe(false);
  });

  it('takes letters by their first bytes, and nothing else', async () => {
    const pdf = new TextEncoder().encode('%PDF-1.7 məktub');
    const add = (bytes: Uint8Array, ctx = teacher(visitId)) =>
      addVisitFile(ctx, { visitId, kind: 'letter', fileName: '../məktub.exe', bytes });
    expect(await add(pdf, stranger())).toEqual({ ok: false, code: 'unknown_visit' });
    expect(await add(new Uint8Array())).toEqual({ ok: false, code: 'file_missing' });
    expect(await add(new TextEncoder().encode('MZ programme'))).toEqual({ ok: false, code: 'file_executable' });
    expect(await add(new TextEncoder().encode('<script>'))).toEqual({ ok: false, code: 'file_type' });
    const large = new Uint8Array(10 * 1024 * 1024 + 1);
    large.set(pdf);
    expect(await add(large)).toEqual({ ok: false, code: 'file_too_large' });
    const added = await add(pdf);
    if (!added.ok) throw new Error(added.code);
    expect(await listVisitFiles(teacher(visitId), visitId)).toMatchObject([
      { fileName: 'məktub.pdf', size: pdf.length },
    ]);
    const file = await findVisitFile(teacher(visitId), { visitId, fileId: added.fileId });
    expect(file?.bytes.equals(Buffer.from(pdf))).toBe(true);
    expect(await findVisitFile(stranger(), { visitId, fileId: added.fileId })).toBeNull();
    for (let one = 1; one < 8; one += 1) await add(pdf);
    expect(await add(pdf)).toEqual({ ok: false, code: 'too_many_files', most: 8 });
  });

  it('answers the day before, and says on the day that the bus is late', async () => {
    const say = (answer: 'coming' | 'fewer', ctx = onDay('10:00', -1), people?: number) =>
      answerDayBefore(ctx, { visitId, answer, people });
    expect(await say('coming', { ...stranger(), now: onDay('10:00', -1).now })).toEqual({
      ok: false,
      code: 'unknown_visit',
    });
    expect(await say('coming', onDay('10:00', -3))).toEqual({ ok: false, code: 'too_early' });
    expect(await say('fewer')).toEqual({ ok: false, code: 'people_missing', most: 13 });
    expect(await say('fewer', onDay('10:00', -1), 14)).toMatchObject({ code: 'people_missing' });
    expect(await say('coming')).toEqual({ ok: true });
    expect(await say('fewer', onDay('10:00', -1), 12)).toEqual({ ok: true });
    expect(await visitOf(visitId)).toMatchObject({ dayAnswer: 'fewer', dayPeople: 12, state: 'confirmed' });
    expect(await say('coming', onDay('19:00'))).toEqual({ ok: false, code: 'wrong_state' });

    const late = (minutes: number, ctx = onDay('09:30')) => reportLate(ctx, { visitId, minutes });
    expect(await late(20, { ...stranger(), now: onDay('09:30').now })).toEqual({ ok: false, code: 'unknown_visit' });
    expect(await late(20, onDay('09:30', -1))).toEqual({ ok: false, code: 'not_today' });
    for (const minutes of [-1, 241, 1.5, Number.NaN])
      expect(await late(minutes)).toEqual({ ok: false, code: 'minutes_missing' });
    expect(await late(20)).toEqual({ ok: true });
    expect(await visitOf(visitId)).toMatchObject({ lateMinutes: 20 });
    expect(await late(0)).toEqual({ ok: true });
    expect(await visitOf(visitId)).toMatchObject({ lateMinutes: null });
  });

  it('ends by the answer "we cannot come", in the same step', async () => {
    const other = await agreed();
    const ctx = teacher(other, instantOf(addDays(museum.visitDate, -1), '10:00', museum.zone));
    expect(await answerDayBefore(ctx, { visitId: other, answer: 'cancel', reason: 'illness' })).toEqual({ ok: true });
    expect(await visitOf(other)).toMatchObject({
      state: 'cancelled_by_group',
      dayAnswer: 'cancel',
      reason: 'illness',
    });
    expect(await answerDayBefore(ctx, { visitId: other, answer: 'coming' })).toMatchObject({ code: 'wrong_state' });
  });

  it('is evaluated once, after it is over', async () => {
    const tell = (answers: number[], ctx = teacher(visitId)) => evaluateVisit(ctx, { visitId, answers, words: ' ' });
    expect(await tell([5, 5, 5, 5, 5])).toEqual({ ok: false, code: 'wrong_state' });
    await inState(visitId, 'completed');
    expect(await tell([5, 5, 5, 5, 5], stranger() as ReturnType<typeof teacher>)).toMatchObject({
      code: 'unknown_visit',
    });
    expect(await tell([5, 5, 6, 5, 5])).toEqual({ ok: false, code: 'answers_missing' });
    expect(await tell([5, 4])).toEqual({ ok: false, code: 'answers_missing' });
    expect(await tell([5, 4, 3, 2, 1])).toEqual({ ok: true, isRepeat: false });
    expect(await tell([1, 1, 1, 1, 1])).toEqual({ ok: true, isRepeat: true });
    expect(await findEvaluation(database.db, visitId)).toEqual({ answers: [5, 4, 3, 2, 1], words: null });
    expect(await visitOf(visitId)).toMatchObject({ state: 'evaluated' });
  });
});

describe('all visits of an address', () => {
  it('are opened by a link that is mailed, once, within minutes; unknown addresses get the same answer and no mail', async () => {
    const secret = orderLinkSecret();
    const ask = (email: string, requestKey = newId()) =>
      askForSignIn(stranger(), { email, requestKey, client: '192.0.2.7' }, secret);
    const key = newId();
    expect(await ask('AYTEN@example.az', key)).toEqual({ ok: true });
    const unknown = newId();
    expect(await ask('nobody@example.az', unknown)).toEqual({ ok: true });
    expect(await ask('nobody')).toEqual({ ok: false, code: 'email', why: 'email_malformed' });
    for (let one = 0; one < 2; one += 1) await ask('ayten@example.az');
    expect(await ask('ayten@example.az')).toMatchObject({ ok: false, code: 'too_often' });

    const message = (linkId: string, recipient: string) => ({
      id: newId(),
      kind: 'group_sign_in' as const,
      orderId: null,
      locale: 'az' as const,
      recipient,
      dedupeKey: `group_sign_in:${linkId}`,
    });
    const token = signInToken(secret, key);
    const mail = await composeGroupMessage(systemCtx(database.db), message(key, 'AYTEN@example.az'));
    expect(mail?.text).toContain(`/az/groups/account/enter/${token}`);
    expect(await composeGroupMessage(systemCtx(database.db), message(unknown, 'nobody@example.az'))).toBeNull();
    const { rows } = await database.owner.execute<{ kept: string }>(
      sql`select row_to_json(l)::text || (select string_agg(row_to_json(m)::text, ' ') from message m) as kept from sign_in_link l limit 1`,
    );
    expect(rows[0]?.kept, 'the secret stands nowhere').not.toContain(token);

    expect(await openSignInLink(stranger(), { token: 'A'.repeat(32) })).toEqual({ ok: false, code: 'link_over' });
    expect(await openSignInLink(stranger(), { token: 7 })).toEqual({ ok: false, code: 'link_over' });
    const opened = await Promise.all([1, 2, 3].map(() => openSignInLink(stranger(), { token })));
    expect(opened.filter(({ ok }) => ok)).toEqual([{ ok: true, email: 'AYTEN@example.az' }]);
    await database.owner.execute(
      sql`update sign_in_link set made_at = now() - interval '20 minutes', expires_at = now() - interval '1 minute'`,
    );
    const old = await openSignInLink(stranger(), { token: signInToken(secret, unknown) });
    expect(old).toEqual({ ok: false, code: 'link_over' });
    await database.owner.execute(
      sql`update sign_in_link set made_at = now() - interval '3 days', expires_at = now() - interval '3 days' + interval '10 minutes'`,
    );
    expect(await forgetSignInLinks(systemCtx(database.db))).toEqual({ links: 4 });

    const visits = await listOwnVisits(database.db, 'ayten@EXAMPLE.az');
    expect(visits.length).toBeGreaterThan(3);
    expect(visits.every(({ state }) => state !== 'draft')).toBe(true);
    expect(await listOwnVisits(database.db, 'nobody@example.az')).toEqual([]);
  });
});
