import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Db } from '#db/client.ts';
import { giveBackHold } from '#lib/booking/give-back-hold.ts';
import { type HoldRequest, holdPlaces } from '#lib/capacity/hold-places.ts';
import { seededRandom } from '#lib/demo/stripe-sandbox/random.ts';
import { hashLinkToken, newId, newOrderCode } from '#lib/platform/ids.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
// Times that overlap in one room: each hold locks its lane, several quarters of the room and the building, and the day.
const startTimes = ['10:00', '10:15', '10:30', '10:45', '11:00', '11:15', '11:30', '11:45'];

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, {
    startTimes,
    lanes: { public: 400 },
    peopleAtOnce: 400,
    buildingPeople: 400,
    dayCap: 10_000,
  });
});
afterAll(() => database.close());

function wish(timeslotId: string): HoldRequest {
  const orderId = newId();
  return {
    actorKind: 'visitor',
    actorId: null,
    orderId,
    code: newOrderCode(),
    linkHash: hashLinkToken(orderId).toString('hex'),
    requestKey: null,
    channel: 'web',
    lane: 'public',
    locale: 'az',
    currency: 'AZN',
    timeslotId,
    holdMinutes: 10,
    totalMinor: 500,
    lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: 1, unitPriceMinor: 500, taxMinor: 0 }],
  };
}

/** How often the database has had to break a ring of waiting transactions. */
async function deadlocks(): Promise<number> {
  const { rows } = await database.owner.execute<{ deadlocks: number }>(
    sql`select deadlocks::int from pg_stat_database where datname = current_database()`,
  );
  return rows[0]?.deadlocks ?? 0;
}

it('lets holds of several times at once, in any order, and their giving back never wait for each other in a ring', async () => {
  const before = await deadlocks();
  const random = seededRandom(8);
  const pick = () => museum.timeslots[Math.floor(random() * startTimes.length)] ?? '';
  const { db, close } = connect(database.appUrl, { most: 24 });
  const failed: unknown[] = [];
  await Promise.all(
    Array.from({ length: 24 }, async () => {
      for (let round = 0; round < 12; round += 1) {
        const wishes = [pick(), pick(), pick()].map(wish);
        const verdicts = await holdPlaces(db, wishes).catch((error) => void failed.push(sqlState(error)));
        const first = verdicts?.[0];
        if (first?.verdict === 'held') await giveBackHold(visitorCtx(db), { orderId: first.orderId });
      }
    }),
  );
  // Connections that end tell the statistics all they know.
  await close();
  expect(failed).toEqual([]);
  expect(await deadlocks()).toBe(before);
  const { rows } = await database.owner.execute(sql`
    select sum(held)::int as held from pool where kind = 'lane'`);
  expect(rows[0]).toEqual({ held: 24 * 12 * 2 });
}, 60_000);

it('control: the same rows taken in another order by two do make a ring', async () => {
  const before = await deadlocks();
  const { rows } = await database.owner.execute<{ id: number }>(
    sql`select id from pool where kind = 'lane' order by id limit 2`,
  );
  const [low = 0, high = 0] = rows.map(({ id }) => id);
  const { db, close } = connect(database.ownerUrl, { most: 2 });
  const both = Promise.withResolvers<void>();
  let first = 0;
  const take = (one: number, other: number) =>
    db.transaction(async (tx) => {
      await lock(tx as unknown as Db, one);
      first += 1;
      if (first === 2) both.resolve();
      await both.promise;
      await lock(tx as unknown as Db, other);
    });
  const ends = await Promise.allSettled([take(low, high), take(high, low)]);
  await close();
  const states = ends.map((end) => (end.status === 'rejected' ? sqlState(end.reason) : 'done'));
  expect(states.sort()).toEqual(['40P01', 'done']);
  await expect.poll(deadlocks).toBe(before + 1);
});

const lock = (db: Db, id: number) => db.execute(sql`update pool set status = status where id = ${id}`);
