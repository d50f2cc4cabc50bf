import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setting } from '#db/schema/platform.ts';
import { scheduleRule, timeslot } from '#db/schema/schedule.ts';
import { loadRolePermissions } from '#db/seed/roles.ts';
import { holdVisit } from '#lib/booking/hold-visit.ts';
import { getDayTimes } from '#lib/booking/month-calendar.ts';
import { sweepHolds } from '#lib/booking/sweep-holds.ts';
import { listAvailability } from '#lib/capacity/queries.ts';
import { findOnlineProduct } from '#lib/catalog/queries.ts';
import { newId } from '#lib/platform/ids.ts';
import { addDays, instantOf } from '#lib/platform/time.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { openDormantSlot } from '#lib/schedule/open-dormant-slot.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

const secret = 'release test secret';
let database: TestDatabase;
let museum: TestMuseum;
let made = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, { peopleAtOnce: 14, daysAhead: 10 });
});
afterAll(() => database.close());

const rowsOf = async <Row extends Record<string, unknown>>(query: ReturnType<typeof sql>) =>
  (await database.owner.execute<Row>(query)).rows;
const refusal = async (query: ReturnType<typeof sql>): Promise<string | null> =>
  database.db.execute(query).then(
    () => null,
    (error) => sqlState(error) ?? String(error),
  );

/** A time of its own day, made by a rule of its own, as the job makes them. */
async function makeTime(
  rule: Partial<typeof scheduleRule.$inferInsert>,
  daysAhead?: number,
): Promise<{ id: string; date: string }> {
  made += 1;
  const startTime = '10:30';
  const ruleId = newId();
  const date = addDays(museum.visitDate, (daysAhead ?? 30 + made) - 10);
  await database.owner.insert(scheduleRule).values({
    id: ruleId,
    productId: museum.productId,
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    startTimes: [startTime],
    lanes: { public: 10, schools: 15, official: 2, desk: 3 },
    validFrom: '2020-01-01',
    ...rule,
  });
  const startsAt = new Date(instantOf(date, startTime, museum.zone).getTime() + made * 60_000);
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  const id = newId();
  await database.owner
    .insert(timeslot)
    .values({ id, productId: museum.productId, scheduleRuleId: ruleId, visitDate: date, startTime, startsAt, endsAt });
  await database.db.execute(sql`select prepare_timeslots(array[${id}::uuid])`);
  return { id, date };
}

const lane = async (id: string, name: string) =>
  (
    await rowsOf<{ capacity: number; withheld: number; opensAt: string | null }>(
      sql`select capacity, withheld, opens_at as "opensAt" from pool where timeslot_id = ${id} and lane = ${name}`,
    )
  )[0];
const hold = (timeslotId: string, people: number) =>
  holdVisit(visitorCtx(database.db), { timeslotId, people, requestKey: newId() }, secret);
const sweep = () => sweepHolds(systemCtx(database.db, 'sweep'));
/** The moment of a time's next wave has come, by the database's clock. */
const waveComes = (id: string) =>
  database.owner.execute(sql`
    with r as (update pool_release set opens_at = now() - interval '1 second' where (pool_id, opens_at) in (
      select r.pool_id, min(r.opens_at) from pool_release r join pool p on p.id = r.pool_id
       where p.timeslot_id = ${id} and r.opened_at is null group by 1) returning pool_id, opens_at)
    update pool p set opens_at = r.opens_at from r where p.id = r.pool_id`);
const laneComes = (id: string) =>
  database.owner.execute(sql`update pool set opens_at = now() - interval '1 second'
    where timeslot_id = ${id} and lane <> 'public' and opens_at is not null`);

const waves = [
  { share: 80, daysBefore: 5, time: '10:00' },
  { share: 20, daysBefore: 0, time: '09:00' },
];

describe('waves', () => {
  it('are planned in the museum’s zone, and nothing is on sale before the first', async () => {
    const { id, date } = await makeTime({ releaseWaves: waves });
    const planned = await rowsOf<{ places: number; opensAt: string }>(sql`
      select places, r.opens_at as "opensAt" from pool_release r join pool p on p.id = r.pool_id where p.timeslot_id = ${id} order by 2`);
    expect(planned.map((row) => [row.places, new Date(row.opensAt)])).toEqual([
      [8, instantOf(addDays(date, -5), '10:00', museum.zone)],
      [2, instantOf(date, '09:00', museum.zone)],
    ]);
    expect(await lane(id, 'public')).toMatchObject({ capacity: 0, withheld: 10 });
    expect(await hold(id, 1)).toMatchObject({
      ok: false,
      code: 'full',
      opensAt: instantOf(addDays(date, -5), '10:00', museum.zone),
    });
  });

  it('open one after the other, at the moment itself, and only what they are', async () => {
    const { id, date } = await makeTime({ releaseWaves: waves });
    await waveComes(id);
    // Nobody has opened it yet: the page says it, and the first buyer gets it.
    const page = async () =>
      (
        await listAvailability(database.db, {
          productId: museum.productId,
          fromDate: date,
          untilDate: date,
          lane: 'public',
        })
      ).find((slot) => slot.timeslotId === id);
    expect(await page()).toMatchObject({ free: 8, opensAt: instantOf(date, '09:00', museum.zone) });
    expect(await hold(id, 6)).toMatchObject({ ok: true });
    expect(await lane(id, 'public')).toMatchObject({ capacity: 8, withheld: 2 });
    expect(await hold(id, 3)).toMatchObject({ ok: false, code: 'full', room: 2 });
    await waveComes(id);
    await sweep();
    await sweep();
    expect(await lane(id, 'public')).toMatchObject({ capacity: 10, withheld: 0, opensAt: null });
    expect(await page()).toMatchObject({ free: 4, opensAt: null });
  });

  it('cannot be passed by the app’s role with SQL of its own', async () => {
    const { id } = await makeTime({ releaseWaves: waves });
    for (const attempt of [
      sql`update pool set capacity = 10 where timeslot_id = ${id} and lane = 'public'`,
      sql`update pool set withheld = 0 where timeslot_id = ${id}`,
      sql`update pool set opens_at = now() where timeslot_id = ${id}`,
      sql`update pool_release set opens_at = now()`,
      sql`delete from pool_release`,
      sql`select plan_releases(array[${id}::uuid])`,
      sql`select make_pools(array[${id}::uuid], null)`,
    ]) {
      expect(await refusal(attempt)).toBe('42501');
    }
    await database.db.execute(sql`select open_due(100)`);
    expect(await lane(id, 'public')).toMatchObject({ capacity: 0, withheld: 10 });
    expect(
      await refusal(sql`with o as (insert into orders (id, code, link_hash, state, channel, lane, locale, currency, total_minor, expires_at)
          values (${newId()}, 'RAWSQL1', sha256('raw'), 'held', 'web', 'public', 'az', 'AZN', 0, now() + interval '5 minutes') returning id)
        insert into claim (order_id, pool_set_id, quantity, state) select o.id, s.id, 1, 'held' from o, pool_set s
         where s.timeslot_id = ${id} and s.lane = 'public'`),
    ).toBe('23514');
  });

  it('come from the setting that holds on the visit’s date, unless the rule has its own', async () => {
    await database.owner.insert(setting).values([
      { key: 'release_waves', validFrom: '2020-01-01', value: [] },
      { key: 'release_waves', validFrom: addDays(museum.visitDate, 5), value: waves },
    ]);
    expect(await lane((await makeTime({}, 10)).id, 'public')).toMatchObject({ capacity: 10, withheld: 0 });
    expect(await lane((await makeTime({}, 15)).id, 'public')).toMatchObject({ capacity: 0, withheld: 10 });
    expect(await lane((await makeTime({ releaseWaves: [] }, 15)).id, 'public')).toMatchObject({ capacity: 10 });
    await database.owner.execute(sql`delete from setting where key = 'release_waves'`);
  });

  it('that would come after the start go with the one before, and past ones are on sale at once', async () => {
    const late = [waves[0], { share: 20, daysBefore: 0, time: '18:00' }] as typeof waves;
    const { id } = await makeTime({ releaseWaves: late }, 10);
    expect(
      await rowsOf(sql`select places from pool_release r join pool p on p.id = r.pool_id where p.timeslot_id = ${id}`),
    ).toEqual([{ places: 10 }]);
    expect(await lane((await makeTime({ releaseWaves: waves }, 3)).id, 'public')).toMatchObject({
      capacity: 8,
      withheld: 2,
    });
  });

  it('are shares that make a whole, or are refused', async () => {
    for (const plan of [
      [{ share: 80, daysBefore: 1, time: '10:00' }],
      [{ share: 100, daysBefore: 1, time: '25:00' }],
      [{ share: 100, time: '10:00' }],
      {},
    ]) {
      const attempt = sql`insert into setting (key, valid_from, value) values ('release_waves', '2030-01-01', ${JSON.stringify(plan)}::jsonb)`;
      expect(await refusal(attempt)).toBe('23514');
    }
    for (const plan of [{ public: 3 }, { schools: 0 }, []]) {
      const attempt = sql`insert into setting (key, valid_from, value) values ('lane_opening_hours', '2030-01-01', ${JSON.stringify(plan)}::jsonb)`;
      expect(await refusal(attempt)).toBe('23514');
    }
  });

  it('show on the day’s page as a time that opens later, not as a full one', async () => {
    const { date } = await makeTime({ releaseWaves: waves }, 20);
    const product = await findOnlineProduct(database.db, 'full-route');
    if (!product) throw new Error('no product');
    const day = await getDayTimes(database.db, { product, date, people: 2, now: new Date(), zone: museum.zone });
    expect(day.times.map((time) => time.state)).toEqual(['later']);
    expect(day.opensAt).toEqual(instantOf(addDays(date, -5), '10:00', museum.zone));
  });
});

describe('lanes that open to the public', () => {
  const opening = { schools: 48, official: 48 };

  it('give what they do not use, as much as the rooms could take, and keep what they have', async () => {
    const { id } = await makeTime({ laneOpeningHours: opening });
    await database.owner.execute(sql`
      with o as (insert into orders (id, code, link_hash, state, channel, lane, locale, currency, total_minor, expires_at)
        values (${newId()}, 'SCHOOL1', sha256('school'), 'held', 'school', 'schools', 'az', 'AZN', 0, now() + interval '5 minutes') returning id)
      insert into claim (order_id, pool_set_id, quantity, state) select o.id, s.id, 2, 'held' from o, pool_set s
       where s.timeslot_id = ${id} and s.lane = 'schools'`);
    await sweep();
    expect(await lane(id, 'public')).toMatchObject({ capacity: 10 });
    await laneComes(id);
    await sweep();
    await sweep();
    // The room takes 14 people at once: four more than the public's ten, of seventeen that schools and officials promised.
    expect(await lane(id, 'public')).toMatchObject({ capacity: 14 });
    const [sum] = await rowsOf<{ all: number }>(
      sql`select sum(capacity)::int as all from pool where timeslot_id = ${id} and kind = 'lane'`,
    );
    expect(sum?.all).toBe(30);
    expect(await lane(id, 'desk')).toMatchObject({ capacity: 3 });
    expect(await hold(id, 6)).toMatchObject({ ok: true });
    expect(await hold(id, 6)).toMatchObject({ ok: true });
    expect(await hold(id, 1)).toMatchObject({ ok: false, code: 'full', room: 0 });
    const [audit] = await rowsOf(
      sql`select after from audit_log where action = 'lane_opened' and object_id = ${id} limit 1`,
    );
    expect(audit).toMatchObject({ after: { places: 4 } });
  });

  it('are the public’s from the moment on, for the page and for the first buyer', async () => {
    const { id, date } = await makeTime({ lanes: { public: 2, schools: 12 }, laneOpeningHours: opening });
    expect(await hold(id, 3)).toMatchObject({ ok: false, code: 'full' });
    await laneComes(id);
    const slots = await listAvailability(database.db, {
      productId: museum.productId,
      fromDate: date,
      untilDate: date,
      lane: 'public',
    });
    const others = await rowsOf<{ taken: number }>(sql`select max(held + sold)::int as taken from pool p
      where p.kind = 'space' and p.id in (select pool_id from pool_set_member m join pool_set s on s.id = m.pool_set_id where s.timeslot_id = ${id})`);
    expect(slots.find((slot) => slot.timeslotId === id)?.free).toBe(14 - (others[0]?.taken ?? 0));
  });

  it('that can give nothing stand in nobody’s way: a sweeper with little time opens what can open', async () => {
    await sweep();
    const stuck = await makeTime({ lanes: { public: 14, schools: 5 }, laneOpeningHours: opening });
    await laneComes(stuck.id);
    await database.owner.execute(
      sql`update pool set opens_at = opens_at - interval '1 hour' where timeslot_id = ${stuck.id}`,
    );
    const lanes = await makeTime({ lanes: { public: 2, schools: 5 }, laneOpeningHours: opening });
    await laneComes(lanes.id);
    const wave = await makeTime({ releaseWaves: waves });
    await waveComes(wave.id);
    const once = async () =>
      (await database.db.execute<{ opened: number }>(sql`select open_due(1) as opened`)).rows[0]?.opened;
    expect(await once()).toBe(1);
    expect(await lane(wave.id, 'public')).toMatchObject({ capacity: 8, withheld: 2 });
    expect(await once()).toBe(1);
    expect(await lane(lanes.id, 'public')).toMatchObject({ capacity: 7 });
    expect(await once()).toBe(0);
  });

  it('are at the clock’s distance from the start, by the setting', async () => {
    await database.owner
      .insert(setting)
      .values({ key: 'lane_opening_hours', validFrom: '2020-01-01', value: { schools: 72 } });
    const { id } = await makeTime({}, 30);
    const [row] = await rowsOf<{ hours: number }>(sql`
      select extract(epoch from t.starts_at - p.opens_at)::int / 3600 as hours from pool p join timeslot t on t.id = p.timeslot_id
       where t.id = ${id} and p.lane = 'schools'`);
    expect(row?.hours).toBe(72);
    expect(await lane(id, 'official')).toMatchObject({ opensAt: null });
    await database.owner.execute(sql`delete from setting where key = 'lane_opening_hours'`);
  });
});

describe('a dormant time', () => {
  let staffId: string;
  beforeEach(async () => {
    staffId = newId();
    await loadRolePermissions(database.owner);
    await database.owner.execute(sql`
      insert into staff_member (id, email, name) values (${staffId}, ${`${staffId}@example.az`}, 'Leyla')`);
    await database.owner.execute(
      sql`insert into staff_role (staff_member_id, role) values (${staffId}, 'duty_manager')`,
    );
  });

  it('draws on nothing and sells nothing until a manager opens it, with a reason that is kept', async () => {
    const { id } = await makeTime({ isDormant: true, releaseWaves: waves }, 25);
    expect(await rowsOf(sql`select state from timeslot where id = ${id}`)).toEqual([{ state: 'dormant' }]);
    expect(await lane(id, 'public')).toBeUndefined();
    expect(await hold(id, 1)).toMatchObject({ ok: false, code: 'not_on_sale' });
    const input = { timeslotId: id, reason: 'demand', note: 'Forty people asked' } as const;
    expect(await openDormantSlot(visitorCtx(database.db), input)).toEqual({ ok: false, code: 'forbidden' });
    expect(await openDormantSlot(staffCtx(database.db, { staffId }), { ...input, note: ' ' })).toEqual({
      ok: false,
      code: 'note_missing',
    });
    expect(await openDormantSlot(staffCtx(database.db, { staffId }), input)).toEqual({ ok: true });
    expect(await rowsOf(sql`select state from timeslot where id = ${id}`)).toEqual([{ state: 'on_sale' }]);
    expect(await lane(id, 'public')).toMatchObject({ capacity: 0, withheld: 10 });
    expect(
      await rowsOf(sql`select reason, note, staff_member_id as by from slot_opening where timeslot_id = ${id}`),
    ).toEqual([{ reason: 'demand', note: 'Forty people asked', by: staffId }]);
    expect(
      await rowsOf(sql`select actor_id as by from audit_log where action = 'timeslot_opened' and object_id = ${id}`),
    ).toEqual([{ by: staffId }]);
    expect(await openDormantSlot(staffCtx(database.db, { staffId }), input)).toEqual({
      ok: false,
      code: 'not_dormant',
    });
  });

  it('is opened in no other way', async () => {
    const { id } = await makeTime({ isDormant: true }, 26);
    expect(await refusal(sql`update timeslot set state = 'draft' where id = ${id}`)).toBe('MU015');
    expect(await refusal(sql`update timeslot set state = 'on_sale' where id = ${id}`)).toMatch(/^MU0(02|15)$/);
    expect(
      await refusal(
        sql`insert into slot_opening (timeslot_id, reason, note, staff_member_id) values (${id}, 'other', 'me', ${staffId})`,
      ),
    ).toBe('42501');
    expect(await refusal(sql`select open_dormant_slot(${id}, 'other', 'nobody acts')`)).toBe('MU015');
    await database.db.execute(sql`select prepare_timeslots(array[${id}::uuid])`);
    expect(await lane(id, 'public')).toBeUndefined();
  });
});
