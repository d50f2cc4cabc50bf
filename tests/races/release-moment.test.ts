import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { holdPlaces } from '#lib/capacity/hold-places.ts';
import { hashLinkToken, newId, newOrderCode, orderLinkToken } from '#lib/platform/ids.ts';
import { examine } from '#lib/reports/doctor.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

// At the moment of a wave: buyers, sweepers and the neighbours' sale come together.
const buyers = 48;
const sweepers = 8;
let database: TestDatabase;
let museum: TestMuseum;

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, { lanes: { public: 10, schools: 15 }, peopleAtOnce: 40 });
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

it('control: opened without a look at the clock, tomorrow’s wave is sold today', async () => {
  const { rows } = await database.owner.execute<{ text: string }>(
    sql`select pg_get_functiondef('open_due(integer, bigint[])'::regprocedure) as text`,
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
