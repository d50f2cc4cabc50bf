import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '#db/client.ts';
import { holdVisit } from '#lib/booking/hold-visit.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
const startTimes = Array.from({ length: 9 }, (_, index) => `${9 + index}:00`.padStart(5, '0'));

beforeAll(async () => {
  // As many connections as a process of the web has.
  database = await createTestDatabase({ most: 8 });
  museum = await buildMuseum(database.owner, {
    startTimes,
    lanes: { public: 300 },
    peopleAtOnce: 300,
    buildingPeople: 300,
    dayCap: 10_000,
  });
});
afterAll(() => database.close());

const hold = (timeslotId: string) =>
  holdVisit(visitorCtx(database.db), { timeslotId, people: 1, requestKey: crypto.randomUUID() }, 'secret');

it('lets no other time wait while one is stuck; who wants that one is told to try again', async () => {
  const [stuck = '', ...others] = museum.timeslots;
  await Promise.all(museum.timeslots.map(hold));
  const owner = connect(database.ownerUrl, { most: 1 });
  const isStuck = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  // Somebody holds the row of this time's places and does not come back.
  const holder = owner.db.transaction(async (tx) => {
    await tx.execute(sql`select 1 from pool where timeslot_id = ${stuck} for update`);
    isStuck.resolve();
    await letGo.promise;
  });
  await isStuck.promise;
  // A crowd in front of the stuck time: together they have one connection, not all.
  const crowd = Array.from({ length: 64 }, () => hold(stuck).then(() => 'held', sqlState));
  const waits: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(
      others.map(async (timeslotId) => {
        const beganAt = performance.now();
        expect(await hold(timeslotId)).toMatchObject({ ok: true });
        waits.push(performance.now() - beganAt);
      }),
    );
  }
  expect(Math.max(...waits)).toBeLessThan(500);
  // The one lock that was waited for was given up in time: SQLSTATE 55P03, which the page says as "busy, try again".
  expect(new Set(await Promise.all(crowd))).toEqual(new Set(['55P03']));
  letGo.resolve();
  await holder;
  await owner.close();
  expect(await hold(stuck)).toMatchObject({ ok: true });
});
