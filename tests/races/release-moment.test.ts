import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { holdPlaces } from '#lib/capacity/hold-places.ts';
import { hashLinkToken, newId, newOrderCode, orderLinkToken } from '#lib/platform/ids.ts';
import { examine } from '#lib/reports/doctor.ts';
import { matchWaiting } from '#lib/waiting/match-waiting.ts';
import { systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

// At the moment of a wave: buyers, sweepers and the neighbours' sale come together.
const buyers = 48;
const sweepers = 8;
let database: TestDatabase;
let museum: TestMuseum;

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, {
    lanes: { public: 10, schools: 15 },
    peopleAtOnce: 40,
    startTimes: ['10:30', '11:30', '12:30', '13:30'],
  });
});
afterAll(() => database.close());

/** Two of ten places are on sale, six open now, two tomorrow. */
async function atTheMoment(slot: number): Promise<void> {
  const timeslotId = museum.timeslots[slot];
  await database.owner.execute(sql`update pool set capacity = 2, withheld = 8, opens_at = now()
    where timeslot_id = ${timeslotId} and lane = 'public'`);
  await database.owner.execute(sql`insert into pool_release (pool_id, opens_at, places)
    select id, now() + v.days * interval '1 day', v.places from pool, (values (0, 6), (1, 2)) v(days, places)
     where timeslot_id = ${timeslotId} and lane = 'public'`);
}

async function rush(slot: number): Promise<{ held: number; capacity: number; withheld: number }> {
  const buy = async () => {
    const orderId = newId();
    const linkHash = hashLinkToken(orderLinkToken('a secret of the race', orderId, 1)).toString('hex');
    const [verdict] = await holdPlaces(database.db, [
      {
        actorKind: 'visitor',
        actorId: null,
        orderId,
        code: newOrderCode(),
        linkHash,
        requestKey: null,
        channel: 'web',
        lane: 'public',
        locale: 'az',
        currency: 'AZN',
        timeslotId: museum.timeslots[slot] ?? '',
        holdMinutes: 10,
        totalMinor: 0,
        lines: [{ ticketTypeId: museum.ticketTypes.free, quantity: 1, unitPriceMinor: 0, taxMinor: 0 }],
      },
    ]);
    return verdict?.verdict;
  };
  const sweep = () => database.db.execute(sql`select open_due(50)`);
  await Promise.all([...Array.from({ length: buyers }, buy), ...Array.from({ length: sweepers }, sweep)]);
  const { rows } = await database.owner.execute<{ held: number; capacity: number; withheld: number }>(sql`
    select held, capacity, withheld from pool where timeslot_id = ${museum.timeslots[slot]} and lane = 'public'`);
  return rows[0] ?? { held: 0, capacity: 0, withheld: 0 };
}

it('a wave opens once, and exactly what it has is sold, whoever opens it', async () => {
  await atTheMoment(0);
  expect(await rush(0)).toEqual({ held: 8, capacity: 8, withheld: 2 });
  expect(await examine(database.ownerUrl, () => undefined)).toBe(0);
});

/** A party of four has waited for a time since before its wave came; two workers look while everybody buys, or one after everybody has. */
async function rushWithList(slot: number, isAtOnce: boolean): Promise<{ offered: number; held: number }> {
  await atTheMoment(slot);
  const timeslotId = museum.timeslots[slot];
  const entryId = newId();
  await database.owner.execute(sql`
    insert into waiting_entry (id, link_hash, request_key, product_id, people, locale, email)
    values (${entryId}, sha256(${entryId}), ${newId()}, ${museum.productId}, 4, 'az', ${`${entryId}@example.az`})`);
  await database.owner.execute(sql`
    insert into waiting_wish (entry_id, visit_date, from_time, until_time)
    select ${entryId}, visit_date, start_time, start_time from timeslot where id = ${timeslotId}`);
  const match = () => matchWaiting(systemCtx(database.db, 'work_waiting'));
  if (isAtOnce) await Promise.all([rush(slot), match(), match()]);
  else await rush(slot).then(match);
  const { rows } = await database.owner.execute<{ offered: number; held: number }>(sql`
    select coalesce((select sum(people) from waiting_offer where entry_id = ${entryId} and state = 'open'), 0)::int as offered, held
      from pool where timeslot_id = ${timeslotId} and lane = 'public'`);
  return rows[0] ?? { offered: 0, held: 0 };
}

it('those who have waited get theirs of a wave before anybody who came for it', async () => {
  const { offered, held } = await rushWithList(2, true);
  expect(offered).toBe(4);
  expect(held).toBeGreaterThanOrEqual(6);
  expect(await examine(database.ownerUrl, () => undefined)).toBe(0);
});

it('control: opened by whoever comes first, the wave passes those who have waited by', async () => {
  const { rows } = await database.owner.execute<{ text: string }>(
    sql`select pg_get_functiondef('open_due(integer, bigint[])'::regprocedure) as text`,
  );
  const careless = (rows[0]?.text ?? '').replaceAll('and not list_goes_first(p.timeslot_id, p.opens_at)', '');
  expect(careless).not.toBe(rows[0]?.text);
  await database.owner.execute(sql.raw(careless));
  const { offered, held } = await rushWithList(3, false);
  expect(offered).toBe(0);
  expect(held).toBe(8);
  await database.owner.execute(sql.raw(rows[0]?.text ?? ''));
});

it('control: opened without a look at the clock, tomorrow’s wave is sold today', async () => {
  const { rows } = await database.owner.execute<{ text: string }>(
    sql`select pg_get_functiondef('open_slots(uuid[], bigint[])'::regprocedure) as text`,
  );
  const careless = (rows[0]?.text ?? '').replace(
    'and opened_at is null and opens_at <= now() returning',
    'and opened_at is null returning',
  );
  expect(careless).not.toBe(rows[0]?.text);
  await database.owner.execute(sql.raw(careless));
  await atTheMoment(1);
  expect(await rush(1)).toMatchObject({ held: 10 });
});
