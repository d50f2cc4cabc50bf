import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { acceptPlan } from '#lib/groups/accept-plan.ts';
import { beginVisit } from '#lib/groups/begin-visit.ts';
import { bookAtOnce } from '#lib/groups/book-at-once.ts';
import { endGroupOffer, lapseGroupOffers } from '#lib/groups/end-group-offer.ts';
import { endVisit } from '#lib/groups/end-visit.ts';
import { moveVisit } from '#lib/groups/move-visit.ts';
import { offerVisit } from '#lib/groups/offer-visit.ts';
import { planForVisit } from '#lib/groups/plan-for-visit.ts';
import { resizeVisit } from '#lib/groups/resize-visit.ts';
import { submitVisit } from '#lib/groups/submit-visit.ts';
import { asPlanWishes, findVisit, listWishes } from '#lib/groups/visit-rows.ts';
import { findVisitTerms } from '#lib/groups/visit-terms.ts';
import { required } from '#lib/platform/result.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { addDays } from '#lib/platform/time.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
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

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildGroupMuseum(database.owner);
});
afterAll(() => database.close());

/** What a visit has, as the tables say. */
async function standing(visitId: string) {
  const { rows } = await database.owner.execute<Record<string, unknown>>(sql`
    select v.state, o.state as order_state, o.total_minor, (select sum(party_size)::int from ticket k where k.order_id = o.id and k.state = 'valid') as ticket_people,
      (select array_agg(g.people order by g.no) from sub_group g where g.plan_id = v.plan_id) as sizes,
      (select count(*)::int from claim c join sub_group g on g.id = c.sub_group_id join group_plan p on p.id = g.plan_id where p.visit_id = v.id and c.state = 'held') as held,
      (select count(*)::int from claim c join sub_group g on g.id = c.sub_group_id join group_plan p on p.id = g.plan_id where p.visit_id = v.id and c.state = 'sold') as sold,
      (select count(*)::int from timeslot t join sub_group g on g.timeslot_id = t.id where g.plan_id = v.plan_id and t.guide_id is not null) as guides
     from group_visit v left join orders o on o.id = v.order_id where v.id = ${visitId}`);
  return rows[0];
}
const planOf = async (visitId: string, rank = 1) => {
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select p.id from group_plan p join group_offer o on o.id = p.offer_id where p.visit_id = ${visitId} and o.state = 'open' and p.rank = ${rank}`,
  );
  return required(rows[0]?.id, 'an offered plan');
};
const publicRoom = async (start: string) => {
  const { rows } = await database.owner.execute<{ room: number }>(sql`
    select min(p.capacity + p.overbook - p.held - p.sold)::int as room from pool_set s join pool_set_member m on m.pool_set_id = s.id join pool p on p.id = m.pool_id
     where s.timeslot_id = ${museum.publicSlots[start]} and s.lane = 'public' and s.is_current`);
  return rows[0]?.room;
};
const sound = async () => {
  const broken = (await runInvariants(database.owner)).filter(({ violations }) => violations.length > 0);
  expect(broken).toEqual([]);
};

describe('a request', () => {
  it('is refused with what is wrong: the numbers, the days, the product', async () => {
    const ctx = visitorCtx(database.db);
    const begin = (changes: Parameters<typeof partyOf>[1]) => beginVisit(ctx, partyOf(museum, changes), 'secret');
    expect(await begin({ pupils: 1, teachers: 0 })).toEqual({
      ok: false,
      code: 'party',
      party: { code: 'party_too_small', minimum: 7 },
    });
    expect(await begin({ pupils: 500, teachers: 50 })).toMatchObject({
      code: 'party',
      party: { code: 'party_too_large', maximum: 120 },
    });
    expect(await begin({ pupils: 8, teachers: 9 })).toMatchObject({
      code: 'party',
      party: { code: 'more_adults_than_pupils' },
    });
    expect(await begin({ pupils: 58, teachers: 1 })).toMatchObject({
      code: 'party',
      party: { code: 'too_few_adults', needed: 4 },
    });
    expect(await begin({ product: 'walk' })).toEqual({ ok: false, code: 'unknown_product' });
    expect(await begin({ pupils: Number.NaN })).toMatchObject({
      code: 'bad_input',
      faults: { pupils: 'number_missing' },
    });
    await database.owner.execute(
      sql`insert into school_break (first_date, last_date, names) values (${addDays(museum.visitDate, 10)}, ${addDays(museum.visitDate, 20)}, '{"az":"Tətil"}')`,
    );
    const dates = [addDays(museum.visitDate, -60), addDays(museum.visitDate, -18), addDays(museum.visitDate, 12)];
    const wishes = dates.map((visitDate) => ({ visitDate, startTime: '10:00' }));
    expect(await begin({ wishes })).toMatchObject({
      code: 'wishes',
      wishes: [{ code: 'past' }, { code: 'too_soon' }, { code: 'school_break' }],
    });
  });

  it('is one request however often its form is sent, holds nothing, and knows its school again', async () => {
    const input = partyOf(museum);
    const first = await beginVisit(visitorCtx(database.db), input, 'secret');
    const again = await beginVisit(visitorCtx(database.db), input, 'secret');
    expect(first).toMatchObject({ ok: true, isRepeat: false });
    expect(again).toEqual({ ...first, isRepeat: true });
    if (!first.ok) return;
    const foreign = await submitVisit(visitorCtx(database.db), {
      visitId: first.visitId,
      contact: contactOf(),
      rulesVersion: '1',
    });
    expect(foreign).toEqual({ ok: false, code: 'unknown_visit' });
    const bad = await submitVisit(teacherCtx(database.db, first.visitId), {
      visitId: first.visitId,
      contact: contactOf({ email: 'nobody', institutionName: '' }),
      rulesVersion: '1',
    });
    expect(bad).toMatchObject({ code: 'bad_input', faults: { email: 'email_malformed' } });
    await submitted(database.db, museum);
    await submitted(database.db, museum, {}, { institutionName: '20 NÖMRƏLİ  MƏKTƏB' });
    const { rows } = await database.owner.execute(sql`select count(*)::int as n from institution`);
    expect(rows).toEqual([{ n: 1 }]);
    expect(await standing(first.visitId)).toMatchObject({ state: 'draft', held: 0, sold: 0 });
  });
});

describe('58 pupils and 5 teachers', () => {
  let visitId: string;
  it('are offered plans that are held for them, and seen by nobody else', async () => {
    visitId = await submitted(database.db, museum);
    const before = await publicRoom('10:30');
    const offered = await offerVisit(staff(), { visitId, words: 'Buyurun' });
    expect(offered).toMatchObject({ ok: true });
    expect(before).toBe(12);
    // 13 pupils and adults and their guide in rooms of 16
    expect(await publicRoom('10:30')).toBe(2);
    expect(await standing(visitId)).toMatchObject({ state: 'offered', sold: 0 });
    expect(await offerVisit(staff(), { visitId })).toEqual({ ok: false, code: 'wrong_state' });
    expect(await offerVisit(visitorCtx(database.db), { visitId })).toEqual({ ok: false, code: 'forbidden' });
    await sound();
  });

  it('take one by their link: five sub-groups of 13 and 12, five guides, one ticket, one order on account', async () => {
    const planId = await planOf(visitId);
    expect(await acceptPlan(visitorCtx(database.db), { visitId, planId })).toEqual({ ok: false, code: 'unknown_plan' });
    const taken = await acceptPlan(teacherCtx(database.db, visitId), { visitId, planId });
    expect(taken).toMatchObject({ ok: true, isRepeat: false });
    expect(await acceptPlan(teacherCtx(database.db, visitId), { visitId, planId })).toMatchObject({
      ok: true,
      isRepeat: true,
    });
    expect(await standing(visitId)).toEqual({
      state: 'confirmed',
      order_state: 'on_account',
      total_minor: 58 * 200,
      ticket_people: 63,
      sizes: [13, 13, 13, 12, 12],
      held: 0,
      sold: 10,
      guides: 5,
    });
    await sound();
  });

  it('are fewer, then more as far as there is room; never without their adults', async () => {
    const teacher = teacherCtx(database.db, visitId);
    const count = { pupils: 50, teachers: 5, parents: 0, aides: 0 };
    expect(await resizeVisit(teacher, { visitId, count })).toEqual({ ok: true, isSame: false, people: 55 });
    expect(await standing(visitId)).toMatchObject({
      ticket_people: 55,
      sizes: [11, 11, 11, 11, 11],
      total_minor: 10_000,
    });
    expect(await resizeVisit(teacher, { visitId, count: { ...count, teachers: 2 } })).toMatchObject({
      code: 'party',
      party: { needed: 4 },
    });
    expect(await resizeVisit(teacher, { visitId, count: { ...count, pupils: 80, teachers: 6 } })).toEqual({
      ok: false,
      code: 'needs_new_plan',
      most: 75,
    });
    // Somebody else takes what is left of the rooms.
    for (const start of ['10:00', '10:15', '10:30', '10:45', '11:00', '11:15', '11:30', '11:45']) {
      const room = (await publicRoom(start)) ?? 0;
      if (room > 0) {
        const lines = [{ ticketTypeId: museum.ticketTypes.adult, quantity: Math.min(room, 6) }];
        await holdTickets(
          visitorCtx(database.db),
          { timeslotId: museum.publicSlots[start] ?? '', lines, channel: 'web', lane: 'public' },
          'secret',
        );
      }
    }
    expect(await resizeVisit(teacher, { visitId, count: { ...count, pupils: 68, teachers: 5 } })).toEqual({
      ok: false,
      code: 'no_room',
    });
    expect(await standing(visitId)).toMatchObject({ ticket_people: 55 });
    const late = { ...teacher, now: new Date(Date.now() + 18 * 86_400_000) };
    expect(await resizeVisit(late, { visitId, count: { ...count, pupils: 51 } })).toMatchObject({
      code: 'frozen',
      days: 3,
    });
    expect(await resizeVisit(late, { visitId, count: { ...count, pupils: 40 } })).toMatchObject({
      code: 'final',
      days: 5,
    });
    expect(await resizeVisit(staff(), { visitId, count: { ...count, pupils: 49 } })).toMatchObject({ ok: true });
    await sound();
  });

  it('move in one step, their ticket stays', async () => {
    const before = await database.owner.execute(
      sql`select k.short_code from ticket k join group_visit v on v.order_id = k.order_id where v.id = ${visitId}`,
    );
    await database.owner.execute(sql`update orders set expires_at = now() - interval '1 minute' where state = 'held'`);
    const visit = required(await findVisit(database.db, visitId), 'the visit');
    const terms = required(await findVisitTerms(database.db, 'class', new Date()), 'terms');
    const wishes = asPlanWishes(await listWishes(database.db, visitId)).map((wish) => ({
      ...wish,
      startMinute: 10 * 60 + 45,
    }));
    await database.owner.execute(sql`select release_run_out(100)`);
    const found = await planForVisit(database.db, {
      visit,
      product: terms.product,
      wishes,
      settings: await getSettings(database.db, museum.visitDate),
    });
    if (!found.ok) throw new Error(found.code);
    const plan = required(found.plans[0], 'a plan at 10:45');
    expect(plan.startMinute).toBe(10 * 60 + 45);
    expect(await moveVisit(visitorCtx(database.db), { visitId, plan })).toEqual({ ok: false, code: 'forbidden' });
    expect(await moveVisit(staff(), { visitId, plan })).toMatchObject({ ok: true });
    expect(await standing(visitId)).toMatchObject({
      state: 'confirmed',
      ticket_people: 54,
      sizes: [14, 14, 13, 13],
      sold: 8,
      guides: 4,
    });
    const after = await database.owner.execute(
      sql`select k.short_code from ticket k join group_visit v on v.order_id = k.order_id where v.id = ${visitId}`,
    );
    expect(after.rows).toEqual(before.rows);
    await sound();
  });

  it('cancel: places, guides and the ticket are nobody’s', async () => {
    const teacher = teacherCtx(database.db, visitId);
    expect(await endVisit(teacher, { visitId, as: 'cancelled_by_museum', reason: 'other' })).toEqual({
      ok: false,
      code: 'unknown_visit',
    });
    expect(await endVisit(teacher, { visitId, as: 'cancelled_by_group', reason: 'illness' })).toEqual({ ok: true });
    expect(await standing(visitId)).toMatchObject({
      state: 'cancelled_by_group',
      order_state: 'cancelled',
      ticket_people: null,
      sold: 0,
      guides: 0,
    });
    expect(await endVisit(teacher, { visitId, as: 'cancelled_by_group', reason: 'illness' })).toEqual({
      ok: false,
      code: 'wrong_state',
    });
    const { rows } = await database.owner.execute<{ step: string }>(
      sql`select to_state as step from visit_event where visit_id = ${visitId} and machine = 'group_visit' order by id`,
    );
    expect(rows.map(({ step }) => step)).toEqual(['draft', 'submitted', 'offered', 'confirmed', 'cancelled_by_group']);
    await sound();
  });
});

describe('an offer', () => {
  it('that runs out or is declined gives everything back, and the request lives on', async () => {
    const visitId = await submitted(database.db, museum, { pupils: 20, teachers: 2 });
    expect(await offerVisit(staff(), { visitId })).toMatchObject({ ok: true, plans: 3 });
    const planId = await planOf(visitId);
    await database.owner.execute(
      sql`update group_offer set offered_at = now() - interval '4 days', expires_at = now() - interval '1 day' where visit_id = ${visitId} and state = 'open'`,
    );
    expect(await acceptPlan(teacherCtx(database.db, visitId), { visitId, planId })).toEqual({
      ok: false,
      code: 'offer_over',
    });
    expect(await lapseGroupOffers(systemCtx(database.db))).toEqual({ lapsed: 1 });
    expect(await lapseGroupOffers(systemCtx(database.db))).toEqual({ lapsed: 0 });
    expect(await standing(visitId)).toMatchObject({ state: 'expired', held: 0 });
    const again = await submitVisit(teacherCtx(database.db, visitId), {
      visitId,
      contact: contactOf(),
      rulesVersion: '1',
    });
    expect(again).toMatchObject({ ok: true });
    await offerVisit(staff(), { visitId });
    expect(await endGroupOffer(visitorCtx(database.db), { visitId, as: 'declined' })).toEqual({
      ok: false,
      code: 'unknown_visit',
    });
    expect(await endGroupOffer(teacherCtx(database.db, visitId), { visitId, as: 'declined' })).toEqual({ ok: true });
    expect(await standing(visitId)).toMatchObject({ state: 'submitted', held: 0 });
    expect(await endVisit(staff(), { visitId, as: 'declined', reason: 'no_guide' })).toEqual({ ok: true });
    await sound();
  });
});

describe('where it is agreed at once', () => {
  it('everything is claimed in one transaction, or nothing', async () => {
    const [one, two] = [
      await submitted(database.db, museum, { pupils: 13, teachers: 1 }),
      await submitted(database.db, museum, { pupils: 13, teachers: 1 }),
    ];
    const visit = required(await findVisit(database.db, one), 'the visit');
    const { product } = required(await findVisitTerms(database.db, 'class', new Date()), 'terms');
    const settings = await getSettings(database.db, museum.visitDate);
    const wishes = asPlanWishes(await listWishes(database.db, one));
    const found = await planForVisit(database.db, { visit, product, wishes, settings });
    const plan = required(found.ok ? found.plans[0] : null, 'a plan');
    expect(await bookAtOnce(staff(), { visitId: one, plan })).toMatchObject({ ok: true });
    expect(await bookAtOnce(staff(), { visitId: two, plan })).toEqual({ ok: false, code: 'time_taken' });
    expect(await standing(one)).toMatchObject({ state: 'confirmed', sold: 2, held: 0 });
    expect(await standing(two)).toMatchObject({ state: 'submitted', sold: 0, held: 0 });
    await sound();
  });
});
