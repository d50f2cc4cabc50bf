import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelTimeslot } from '#lib/booking/cancel-timeslot.ts';
import { answerWishes } from '#lib/groups/answer-wishes.ts';
import { askForInfo } from '#lib/groups/ask-for-info.ts';
import { bookAtOnce } from '#lib/groups/book-at-once.ts';
import { endGroupOffer } from '#lib/groups/end-group-offer.ts';
import { endVisit } from '#lib/groups/end-visit.ts';
import { type BoardView, listVisits } from '#lib/groups/list-visits.ts';
import { markNoShow } from '#lib/groups/mark-no-show.ts';
import { moveVisit } from '#lib/groups/move-visit.ts';
import { offerVisit } from '#lib/groups/offer-visit.ts';
import { planByKeys } from '#lib/groups/plan-by-keys.ts';
import { planKey } from '#lib/groups/plan-key.ts';
import { sendVisitMailAgain } from '#lib/groups/send-visit-mail-again.ts';
import { takeDownVisit } from '#lib/groups/take-down-visit.ts';
import { getVisitHistory } from '#lib/groups/visit-history.ts';
import { findVisit } from '#lib/groups/visit-rows.ts';
import { newId } from '#lib/platform/ids.ts';
import { required } from '#lib/platform/result.ts';
import { constraintOf } from '#lib/platform/transaction.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { staffCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import {
  buildGroupMuseum,
  contactOf,
  type GroupMuseum,
  partyOf,
  submitted,
  teacherCtx,
} from '#tests/support/group-museum.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';

let database: TestDatabase;
let museum: GroupMuseum;
const staff = () => staffCtx(database.db);
const nobody = () => staffCtx(database.db, { permissions: ['groups.see'] });

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildGroupMuseum(database.owner, { guides: 5 });
});
afterAll(() => database.close());

const small = { pupils: 12, teachers: 1, parents: 0, aides: 0 };
const stateOf = async (visitId: string) => (await findVisit(database.db, visitId))?.state;
const plansOf = async (visitId: string) => {
  const visit = required(await findVisit(database.db, visitId), 'the visit');
  const { found } = await answerWishes(database.db, visit, null, new Date());
  if (!found?.ok) throw new Error('nothing can be planned');
  return found.plans;
};
const listed = async (view: BoardView, q?: string) => {
  const found = await listVisits(staff(), { view, q, monday: museum.visitDate });
  if (!found.ok) throw new Error(found.code);
  return found;
};
const sound = async () => {
  const broken = (await runInvariants(database.owner)).filter(({ violations }) => violations.length > 0);
  expect(broken).toEqual([]);
};
const messagesOf = async (visitId: string) => {
  const { rows } = await database.owner.execute<{ kind: string; id: string }>(
    sql`select kind, id from message where visit_id = ${visitId} order by queued_at, kind`,
  );
  return rows;
};

describe('a request at the telephone', () => {
  it('says all that is wrong at once, is one request however often it is sent, and is told to the school', async () => {
    const party = partyOf(museum, small);
    const contact = contactOf();
    const wrong = await takeDownVisit(
      staff(),
      {
        party: { ...party, pupils: '' as never },
        contact: { ...contact, email: 'x', acceptsRules: false as never },
        rulesVersion: 't',
      },
      'secret',
    );
    expect(wrong).toMatchObject({ faults: { email: 'email_malformed', acceptsRules: 'rules_missing' } });
    expect(await takeDownVisit(nobody(), { party, contact, rulesVersion: 't' }, 'secret')).toEqual({
      ok: false,
      code: 'forbidden',
    });
    const first = await takeDownVisit(staff(), { party, contact, rulesVersion: 't' }, 'secret');
    expect(await takeDownVisit(staff(), { party, contact, rulesVersion: 't' }, 'secret')).toEqual(first);
    if (!first.ok) return;
    expect(await stateOf(first.visitId)).toBe('submitted');
    const history = await getVisitHistory(staff(), first.visitId);
    if (!history.ok) throw new Error(history.code);
    expect(history.moments.map(({ by, messages }) => [by.name, messages.map(({ kind }) => kind)])).toEqual([
      ['Education', []],
      ['Education', ['group_received']],
    ]);
    expect(await endVisit(staff(), { visitId: first.visitId, as: 'declined', reason: 'rules' })).toEqual({ ok: true });
  });
});

describe('what a manager does', () => {
  it('picks plans: one offer for those who go together, and whoever is second is told', async () => {
    const visitId = await submitted(database.db, museum, small);
    const plans = await plansOf(visitId);
    const [first, second] = plans.map(planKey);
    expect(first).toMatch(/T10:30~13\.0$/);
    const pick = (keys: string[], isOne = false) => planByKeys(staff(), { visitId, keys, isOne });
    expect(await pick([])).toMatchObject({ code: 'nothing_picked' });
    expect(await pick(['2026-02-30T10:00'])).toMatchObject({ code: 'nothing_picked' });
    expect(await pick([first, second] as string[], true)).toMatchObject({ code: 'too_many' });
    expect(await pick([`${first}-1.0`])).toMatchObject({ code: 'plan_gone', key: `${first}-1.0` });
    expect(await planByKeys(nobody(), { visitId, keys: [first ?? ''], isOne: true })).toMatchObject({
      code: 'forbidden',
    });
    const picked = await pick([first, second] as string[]);
    if (!picked.ok) throw new Error(picked.code);
    expect(picked.plans).toHaveLength(2);
    const seen = 'submitted' as const;
    expect(await offerVisit(staff(), { visitId, plans: picked.plans, words: 'Buyurun', seen })).toMatchObject({
      ok: true,
    });
    // The second manager had the same page open.
    expect(await offerVisit(staff(), { visitId, plans: picked.plans, seen })).toEqual({
      ok: false,
      code: 'wrong_state',
    });
    const [plan] = picked.plans;
    if (!plan) throw new Error('no plan');
    expect(await bookAtOnce(staff(), { visitId, plan, seen })).toEqual({ ok: false, code: 'wrong_state' });
    expect(await askForInfo(staff(), { visitId, reason: 'ages', seen })).toEqual({ ok: false, code: 'wrong_state' });
    expect(await endVisit(staff(), { visitId, as: 'declined', reason: 'other', seen })).toEqual({
      ok: false,
      code: 'wrong_state',
    });
    expect((await listed('offered')).rows.map(({ id }) => id)).toContain(visitId);
    expect(await endGroupOffer(staff(), { visitId, as: 'withdrawn' })).toEqual({ ok: true });
    await sound();
  });

  it('asks, and sends a message again once a form', async () => {
    const visitId = await submitted(database.db, museum, small);
    expect(await askForInfo(nobody(), { visitId, reason: 'ages' })).toEqual({ ok: false, code: 'forbidden' });
    expect(await askForInfo(staff(), { visitId, reason: 'shoes' as never })).toEqual({
      ok: false,
      code: 'reason_missing',
    });
    expect(await askForInfo(staff(), { visitId, reason: 'ages', seen: 'submitted' })).toEqual({ ok: true });
    expect(await findVisit(database.db, visitId)).toMatchObject({ state: 'needs_info', reason: 'ages' });
    const message = required(
      (await messagesOf(visitId)).find(({ kind }) => kind === 'group_needs_info'),
      'the question',
    );
    const again = { visitId, messageId: message.id, requestKey: newId() };
    expect(await sendVisitMailAgain(staff(), again)).toMatchObject({ ok: true, isRepeat: false });
    expect(await sendVisitMailAgain(staff(), again)).toMatchObject({ ok: true, isRepeat: true });
    expect(await sendVisitMailAgain(staff(), { ...again, messageId: newId() })).toMatchObject({
      code: 'unknown_message',
    });
    expect((await messagesOf(visitId)).filter(({ kind }) => kind === 'group_needs_info')).toHaveLength(2);
    expect(await endVisit(staff(), { visitId, as: 'declined', reason: 'rules' })).toEqual({ ok: true });
  });

  it('agrees at once, moves what has not moved meanwhile, offers another time beside it, and knows who did not come', async () => {
    const visitId = await submitted(database.db, museum, small);
    const [plan, other] = await plansOf(visitId);
    if (!plan || !other) throw new Error('no plans');
    expect(await bookAtOnce(nobody(), { visitId, plan })).toEqual({ ok: false, code: 'unknown_visit' });
    expect(await bookAtOnce(staff(), { visitId, plan, seen: 'submitted' })).toMatchObject({ ok: true });
    expect(await bookAtOnce(staff(), { visitId, plan })).toEqual({ ok: false, code: 'wrong_state' });
    const seenPlanId = (await findVisit(database.db, visitId))?.planId ?? '';
    expect(await moveVisit(staff(), { visitId, plan: other, seenPlanId: newId() })).toEqual({
      ok: false,
      code: 'wrong_state',
    });
    expect(await moveVisit(staff(), { visitId, plan: other, seenPlanId })).toMatchObject({ ok: true });
    expect((await listed('guides')).rows.find(({ id }) => id === visitId)?.openGuides).toBe(1);
    expect(await markNoShow(staff(), { visitId })).toEqual({ ok: false, code: 'too_early' });

    const taken = other.subGroups[0]?.timeslotId ?? '';
    const cancelling = { timeslotId: taken, reason: 'technical' as const, note: 'Heating', delayHours: 0 };
    expect(await cancelTimeslot(staff(), cancelling)).toEqual({ ok: false, code: 'has_group', visitId });
    const byHand = await database.owner
      .execute(sql`update timeslot set state = 'cancelling' where id = ${taken}`)
      .catch(constraintOf);
    expect(byHand).toBe('timeslot_has_group');

    // Held beside its own: only what its own guide and rooms leave.
    const [far] = (await plansOf(visitId)).filter(({ startMinute }) => startMinute === 11 * 60 + 45).map(planKey);
    const beside = await planByKeys(staff(), { visitId, keys: [far ?? ''], isOne: false });
    if (!beside.ok) throw new Error(beside.code);
    expect(await offerVisit(staff(), { visitId, plans: beside.plans, seen: 'confirmed' })).toMatchObject({ ok: true });
    expect(await stateOf(visitId)).toBe('rescheduled');
    expect(await endGroupOffer(teacherCtx(database.db, visitId), { visitId, as: 'declined' })).toEqual({ ok: true });
    expect(await stateOf(visitId)).toBe('confirmed');
    await database.owner.execute(sql`alter table timeslot disable trigger guard_guide`);
    await database.owner.execute(sql`update timeslot set starts_at = now() - interval '1 hour' where id = ${taken}`);
    await database.owner.execute(sql`alter table timeslot enable trigger guard_guide`);
    expect(await markNoShow(nobody(), { visitId })).toEqual({ ok: false, code: 'forbidden' });
    expect(await markNoShow(staff(), { visitId, seen: 'confirmed' })).toEqual({ ok: true });
    expect(await stateOf(visitId)).toBe('no_show');
    await sound();
  });

  it('finds what waits by age, and a school however its name is written', async () => {
    const older = await submitted(database.db, museum, small, { institutionName: 'Əliağa Vahid məktəbi' });
    const newer = await submitted(database.db, museum, small);
    await askForInfo(staff(), { visitId: older, reason: 'dates' });
    const { rows, counts } = await listed('open');
    const ids = rows.map(({ id }) => id);
    // Who waits for our answer stands before who waits for theirs.
    expect(ids.indexOf(newer)).toBeLessThan(ids.indexOf(older));
    expect(counts.open).toBe(rows.length);
    expect((await listed('open', 'eliaga vahid')).rows.map(({ id }) => id)).toEqual([older]);
    expect((await listed('all', "' or 1=1 --")).rows).toEqual([]);
    for (const visitId of [older, newer]) await endVisit(staff(), { visitId, as: 'declined', reason: 'other' });
    expect(
      await listVisits(staffCtx(database.db, { permissions: [] }), { view: 'all', monday: museum.visitDate }),
    ).toEqual({
      ok: false,
      code: 'forbidden',
    });
  });
});
