import { gunzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { giveBackHold } from '#lib/booking/give-back-hold.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { holdVisit } from '#lib/booking/hold-visit.ts';
import { findAvailabilityVersion } from '#lib/capacity/availability-version.ts';
import { listAvailability } from '#lib/capacity/queries.ts';
import { newId } from '#lib/platform/ids.ts';
import { addDays } from '#lib/platform/time.ts';
import { staffCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { runOutOfTime } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { packPage } from '../../../scripts/web/plain/pack-page.ts';
import { createPageMemory, mostAgeMs } from '../../../scripts/web/plain/page-memory.ts';

let database: TestDatabase;
let museum: TestMuseum;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  count += 1;
  museum = await buildMuseum(database.owner, {
    code: `route-${count}`,
    daysAhead: 3 + count,
    lanes: { public: 8, desk: 3 },
    buildingPeople: 100,
  });
});

const slot = () => museum.timeslots[0] ?? '';
const version = (date = museum.visitDate) => findAvailabilityVersion(database.db, { date });

async function hold(people = 2): Promise<{ orderId: string; linkToken: string }> {
  const result = await holdVisit(
    visitorCtx(database.db),
    { timeslotId: slot(), people, requestKey: newId() },
    'link-secret',
  );
  if (!result.ok) throw new Error(result.code);
  return result;
}

/** Another word for the day and for all days, and the same one for every other day. */
async function expectOther(act: () => Promise<unknown>): Promise<void> {
  const other = addDays(museum.visitDate, 1);
  const read = () => Promise.all([version(), findAvailabilityVersion(database.db, 'all_days'), version(other)]);
  const before = await read();
  expect(await read()).toEqual(before);
  await act();
  const after = await read();
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  expect(after[2]).toBe(before[2]);
}

describe('the version of what can be taken', () => {
  it('is another after places are held, given back, and run out of time', async () => {
    let orderId = '';
    await expectOther(async () => {
      ({ orderId } = await hold());
    });
    await expectOther(() => giveBackHold(visitorCtx(database.db), { orderId }));
    const late = await hold();
    await runOutOfTime(database.owner, late.orderId);
    await expectOther(() => database.owner.execute(sql`select release_run_out(100, null)`));
  });

  it('is another after the desk has taken some, from a lane of its own', async () => {
    await expectOther(async () => {
      const held = await holdTickets(
        staffCtx(database.db),
        {
          timeslotId: slot(),
          lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: 1 }],
          channel: 'desk',
          lane: 'desk',
        },
        'link-secret',
      );
      expect(held.ok).toBe(true);
    });
  });

  it('is another after a time has ended', async () => {
    await expectOther(() =>
      database.owner.execute(sql`update timeslot set ends_at = ends_at + interval '1 minute' where id = ${slot()}`),
    );
  });

  it('sees every place that a visitor can take, because each draws on its day', async () => {
    const { rows } = await database.owner.execute(sql`
      select s.lane from pool_set s where s.lane <> 'guide' and not exists (
        select 1 from pool_set_member m join pool p on p.id = m.pool_id where m.pool_set_id = s.id and p.kind = 'day')`);
    expect(rows).toEqual([]);
  });
});

describe('pages from memory, with a real database', () => {
  let made = 0;
  const memory = () =>
    createPageMemory(
      {
        async make() {
          made += 1;
          const [time] = await listAvailability(database.db, {
            productId: museum.productId,
            fromDate: museum.visitDate,
            untilDate: museum.visitDate,
            lane: 'public',
          });
          return packPage(`free: ${time?.free}`);
        },
        findVersion: (days) => findAvailabilityVersion(database.db, days),
      },
      { mostBytes: 1_000_000 },
    );
  const read = async (pages: ReturnType<typeof memory>, since?: number) => {
    const page = await pages.find('day', { date: museum.visitDate }, since);
    return gunzipSync((await page.bodyFor('gzip')).body).toString();
  };

  it('whoever has just taken places sees it at once, in every process; all others within moments', async () => {
    const [one, other] = [memory(), memory()];
    expect(await read(one)).toBe('free: 8');
    expect(await read(other)).toBe('free: 8');
    for (let taken = 1; taken <= 3; taken += 1) {
      await hold(2);
      expect(await read(one, one.now())).toBe(`free: ${8 - 2 * taken}`);
      expect(await read(other, other.now())).toBe(`free: ${8 - 2 * taken}`);
    }
    await hold(2);
    const soldAt = performance.now();
    while ((await read(one)) !== 'free: 0') expect(performance.now() - soldAt).toBeLessThan(mostAgeMs);
  });

  it('makes a page once for all who ask at once, and not again while nothing is taken', async () => {
    const pages = memory();
    made = 0;
    await Promise.all(Array.from({ length: 200 }, () => read(pages)));
    for (let view = 0; view < 20; view += 1) await read(pages, pages.now());
    expect(made).toBe(1);
  });
});
