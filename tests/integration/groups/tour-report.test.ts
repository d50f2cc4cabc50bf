import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findGuideByLink } from '#lib/groups/find-guide.ts';
import { renderGuideCalendar } from '#lib/groups/guide-calendar.ts';
import { guideHours } from '#lib/groups/guide-hours.ts';
import { findGuideTour } from '#lib/groups/guide-tours.ts';
import { reportTour } from '#lib/groups/report-tour.ts';
import { saveAvailability } from '#lib/groups/save-availability.ts';
import { renewGuideLink, saveGuide } from '#lib/groups/save-guide.ts';
import { workGuides } from '#lib/groups/work-guides.ts';
import { newId, orderLinkToken } from '#lib/platform/ids.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { required } from '#lib/platform/result.ts';
import { dateAt } from '#lib/platform/time.ts';
import { assignGuides } from '#lib/schedule/assign-guides.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildGroupMuseum, type GroupMuseum } from '#tests/support/group-museum.ts';
import { type AgreedTour, agreedTours, guideCtx, guideMails } from '#tests/support/guides.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';

let database: TestDatabase;
let museum: GroupMuseum;
let visitId: string;
let tours: AgreedTour[];
const staff = () => staffCtx(database.db);

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildGroupMuseum(database.owner, { guides: 4 });
  const agreed = await agreedTours(database.db, database.owner, museum, { pupils: 24, teachers: 3 });
  ({ visitId, tours } = agreed);
});
afterAll(() => database.close());

const report = (tour: AgreedTour, changes: object) =>
  reportTour(guideCtx(database.db, tour.guideId), { timeslotId: tour.timeslotId, guideId: tour.guideId, ...changes });
const state = async () =>
  (await database.owner.execute<{ state: string }>(sql`select state from group_visit where id = ${visitId}`)).rows[0]
    ?.state;

it('a tour is told on its day, by its guide, with no more heads than the rooms hold; the visit follows', async () => {
  const [one, two] = [required(tours[0], 'a tour'), required(tours[1], 'another')];
  const stranger = museum.guides.find((id) => !tours.some(({ guideId }) => guideId === id)) ?? '';
  expect(await report(one, { moment: 'start' })).toEqual({ ok: false, code: 'too_early' });
  expect(await findGuideTour(database.db, one.guideId, one.timeslotId)).toMatchObject({
    party: { school: '20 nömrəli məktəb', leaderPhone: null, of: 2 },
  });
  const guide = { id: one.guideId, name: 'Guide', locale: 'ru' as const, linkVersion: 1 };
  const feed = (await renderGuideCalendar(database.db, guide, new Date())).replace(/\r\n /g, '');
  expect(feed).toContain(`UID:tour-${one.timeslotId}@museum.test`);
  expect(feed).toContain('20 nömrəli məktəb');
  expect(feed).not.toMatch(/Aytən|000 00 00/);
  // The day has come, and the party is here.
  for (const [minutes, { timeslotId }] of [
    [50, one],
    [49, two],
  ] as const) {
    await database.owner.execute(sql`
      update timeslot t set starts_at = now() - make_interval(mins => ${minutes}), ends_at = now() + make_interval(mins => ${60 - minutes}),
        visit_date = (now() at time zone m.time_zone)::date, start_time = ((now() - make_interval(mins => ${minutes})) at time zone m.time_zone)::time(0)
        from museum m where t.id = ${timeslotId}`);
  }
  expect((await findGuideTour(database.db, one.guideId, one.timeslotId))?.party?.leaderPhone).toBe('+994 50 000 00 00');
  expect(await report(one, { guideId: stranger })).toEqual({ ok: false, code: 'unknown_tour' });
  const strange = { timeslotId: one.timeslotId, guideId: stranger, moment: 'start' as const };
  expect(await reportTour(guideCtx(database.db, stranger), strange)).toEqual({ ok: false, code: 'unknown_tour' });
  expect(await reportTour(visitorCtx(database.db), { ...strange, guideId: one.guideId })).toMatchObject({ ok: false });
  for (const [changes, code] of [
    [{ startTime: '25:00' }, 'time_malformed'],
    [{ startTime: '10:00', endTime: '09:00' }, 'time_order'],
    [{ heads: 'many' }, 'heads_malformed'],
    [{ heads: '-1' }, 'heads_malformed'],
    [{ heads: '20' }, 'heads_too_many'],
    [{ note: 'x'.repeat(1001) }, 'note_too_long'],
  ] as const) {
    expect(await report(one, changes)).toMatchObject({ ok: false, code });
  }
  expect(await report(one, { moment: 'start' })).toEqual({ ok: true });
  expect(await state()).toBe('confirmed');
  await database.owner.execute(sql`update group_visit set state = 'arrived' where id = ${visitId}`);
  expect(await report(one, { moment: 'start' })).toEqual({ ok: true });
  expect(await state()).toBe('in_progress');
  expect(await report(one, { moment: 'end' })).toEqual({ ok: true });
  expect(await state()).toBe('in_progress');
  expect(await report(two, { moment: 'start' })).toEqual({ ok: true });
  expect(await report(two, { moment: 'end' })).toEqual({ ok: true });
  expect(await state()).toBe('completed');
  const { report: told } = required(await findGuideTour(database.db, two.guideId, two.timeslotId), 'the tour');
  expect(told).toMatchObject({ heads: null, note: null });
  const { rows } = await database.owner.execute(
    sql`select action from audit_log where action in ('group_in_progress','group_completed') order by id`,
  );
  expect(rows).toEqual([{ action: 'group_in_progress' }, { action: 'group_completed' }]);
});

it('the hours of a month are those that were told, else those that were planned, for whoever may see them', async () => {
  const [one] = tours as [AgreedTour];
  await database.owner.execute(
    sql`update tour_report set started_at = now() - interval '45 minutes', ended_at = now(), heads = 13 where timeslot_id = ${one.timeslotId}`,
  );
  await database.owner.execute(sql`delete from tour_report where timeslot_id = ${tours[1]?.timeslotId}`);
  await database.owner.execute(
    sql`update timeslot set starts_at = starts_at - interval '30 minutes', ends_at = ends_at - interval '30 minutes' where id = ${tours[1]?.timeslotId}`,
  );
  const month = dateAt(new Date(), museum.zone).slice(0, 7);
  const found = await guideHours(staff(), { month });
  expect(found.ok && found.guides.filter(({ tours: led }) => led > 0)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        guideId: one.guideId,
        tours: 1,
        plannedMinutes: 60,
        actualMinutes: 45,
        heads: 13,
        unreported: 0,
      }),
      expect.objectContaining({
        guideId: tours[1]?.guideId,
        tours: 1,
        plannedMinutes: 60,
        actualMinutes: 60,
        unreported: 1,
      }),
    ]),
  );
  expect(await guideHours(staffCtx(database.db, { permissions: ['groups.see'] }), { month })).toMatchObject({
    code: 'forbidden',
  });
  expect(await guideHours(staff(), { month: '2026-13' })).toMatchObject({ ok: false, code: 'bad_month' });
  const own = await guideHours(guideCtx(database.db, one.guideId), { month, guideId: one.guideId });
  expect(own).toMatchObject({ ok: true, guides: [{ guideId: one.guideId }], tours: [{ timeslotId: one.timeslotId }] });
  const others = await guideHours(guideCtx(database.db, one.guideId), { month, guideId: tours[1]?.guideId });
  expect(others).toMatchObject({ ok: false, code: 'forbidden' });
});

it('a guide’s file is kept with what is wrong beside its field; the link is sent, and a new one ends it', async () => {
  const file = {
    name: ' Nigar  Quliyeva ',
    languages: ['az' as const],
    productIds: [museum.classProductId],
    email: 'nigar@example.az',
    phone: '',
    locale: 'ru' as const,
    toursADay: '2',
  };
  const save = (changes: object, ctx = staff()) => saveGuide(ctx, { ...file, ...changes }, orderLinkSecret());
  expect(await save({}, staffCtx(database.db, { permissions: ['groups.see'] }))).toEqual({
    ok: false,
    code: 'forbidden',
  });
  expect(await save({ name: ' ', languages: [], email: 'nobody', phone: 'call me', toursADay: '21' })).toEqual({
    ok: false,
    code: 'bad_input',
    faults: {
      name: 'name_missing',
      languages: 'languages_missing',
      email: 'email_malformed',
      phone: 'phone_malformed',
      toursADay: 'tours_malformed',
    },
  });
  expect(await save({ productIds: [newId()] })).toEqual({ ok: false, code: 'unknown_product' });
  expect(await save({ guideId: newId() })).toEqual({ ok: false, code: 'unknown_guide' });
  const made = await save({});
  if (!made.ok) throw new Error(made.code);
  const { guideId } = made;
  expect((await guideMails(database.owner)).at(-1)).toBe('guide_link nigar@example.az');
  const token = (version: number) => orderLinkToken(orderLinkSecret(), guideId, version);
  expect(await findGuideByLink(database.db, token(1))).toMatchObject({ name: 'Nigar Quliyeva', locale: 'ru' });
  expect(await renewGuideLink(staff(), { guideId }, orderLinkSecret())).toEqual({ ok: true });
  expect(await findGuideByLink(database.db, token(1))).toBeNull();
  expect(await findGuideByLink(database.db, token(2))).toMatchObject({ id: guideId });
  expect(await save({ guideId, email: '', toursADay: '', productIds: [] })).toMatchObject({ ok: true });
  expect(await renewGuideLink(staff(), { guideId }, orderLinkSecret())).toEqual({ ok: false, code: 'no_address' });
  expect(await renewGuideLink(staff(), { guideId: newId() }, orderLinkSecret())).toMatchObject({
    code: 'unknown_guide',
  });
});

it('weekly hours are kept with what is wrong beside its day, and the database gives no tour outside them', async () => {
  const guideId = museum.guides[3] ?? '';
  const save = (
    days: { weekday: number; fromTime: string; untilTime: string }[],
    ctx = guideCtx(database.db, guideId),
  ) => saveAvailability(ctx, { guideId, days });
  expect(await save([{ weekday: 2, fromTime: '12:00', untilTime: '09:00' }])).toEqual({
    ok: false,
    code: 'bad_times',
    faults: { 2: 'time_order' },
  });
  expect(await save([], guideCtx(database.db, museum.guides[0] ?? ''))).toEqual({ ok: false, code: 'unknown_guide' });
  expect(
    await save([1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromTime: '16:00', untilTime: '18:00' }))),
  ).toEqual({ ok: true, days: 7 });
  await expect(
    database.owner.execute(sql`update timeslot set guide_id = ${guideId} where id = ${museum.classSlots['11:45']}`),
  ).rejects.toThrow();
  expect(await save([])).toEqual({ ok: true, days: 0 });
});

it('public tours are given to nobody who is away, limited or has said no; and their guides are asked where the setting says so', async () => {
  await database.owner.execute(sql`update product set is_guided = true where id = ${museum.productId}`);
  const [one = '', two = '', three = '', four = ''] = museum.guides;
  await database.owner.execute(sql`update guide set is_active = id in (${one}, ${two}, ${three}, ${four})`);
  await database.owner.execute(
    sql`insert into guide_leave (guide_id, first_date, last_date, kind, made_by) values (${one}, ${museum.visitDate}, ${museum.visitDate}, 'leave', 'test')`,
  );
  await database.owner.execute(sql`update guide set tours_a_day = 0 where id = ${two}`);
  await database.owner.execute(sql`insert into guide_product values (${three}, ${museum.classProductId})`);
  const assigned = await assignGuides(systemCtx(database.db));
  expect(assigned).toMatchObject({ ok: true, assigned: expect.any(Number) });
  const led = async () =>
    (
      await database.owner.execute<{ id: string }>(sql`
      select distinct guide_id as id from timeslot where product_id = ${museum.productId} and guide_id is not null`)
    ).rows;
  expect(await led()).toEqual([{ id: four }]);
  expect(await workGuides(systemCtx(database.db))).toMatchObject({ guidesAsked: 0 });
  await database.owner.execute(sql`
    insert into setting (key, valid_from, value) values ('guide_ask_public_tours', '2020-01-01', '1'), ('guide_ask_days_before', '2020-01-01', '60')`);
  const asked = await workGuides(systemCtx(database.db));
  expect(asked.guidesAsked).toBe(assigned.ok ? assigned.assigned : 0);
});
