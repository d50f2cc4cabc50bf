import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '#db/client.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { hashLinkToken, newId, newOrderCode } from '#lib/platform/ids.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

const buyers = 64;
const startTimes = Array.from({ length: 9 }, (_, index) => `1${index}:00`);
let database: TestDatabase;
let museum: TestMuseum;

beforeAll(async () => {
  database = await createTestDatabase({ most: 32 });
  // two places are left at every time
  museum = await buildMuseum(database.owner, {
    startTimes,
    lanes: { public: 2 },
    peopleAtOnce: 200,
    buildingPeople: 300,
    dayCap: 10_000,
  });
});
afterAll(() => database.close());

async function soldAt(timeslotId: string): Promise<number> {
  const { rows } = await database.owner.execute<{ people: number }>(sql`
    select coalesce(sum(c.quantity), 0)::int as people from claim c join pool_set s on s.id = c.pool_set_id
     where s.timeslot_id = ${timeslotId} and c.state <> 'released'`);
  return rows[0]?.people ?? 0;
}

describe('64 buyers for the last 2 places', () => {
  it.each(startTimes.slice(0, 5).map((time, index) => [time, index]))(
    'sells exactly one pair at %s',
    async (_time, index) => {
      const timeslotId = museum.timeslots[index as number] ?? '';
      const results = await Promise.all(
        Array.from({ length: buyers }, () =>
          holdTickets(
            visitorCtx(database.db),
            {
              timeslotId,
              lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: 2 }],
              channel: 'web',
              lane: 'public',
            },
            'secret',
          ),
        ),
      );
      expect(results.filter((result) => result.ok)).toHaveLength(1);
      expect(results.filter((result) => !result.ok && result.code === 'full')).toHaveLength(buyers - 1);
      expect(await soldAt(timeslotId)).toBe(2);
    },
  );

  // Somebody's hasty path: looks whether there is room, then writes. What every ticket shop has had once.
  async function naiveBuyer(db: Db, timeslotId: string): Promise<boolean> {
    const { rows } = await db.execute<{ room: number; set_id: number }>(sql`
      select min(p.capacity - p.held - p.sold) as room, s.id as set_id from pool_set s join pool_set_member m on m.pool_set_id = s.id
        join pool p on p.id = m.pool_id where s.timeslot_id = ${timeslotId} and s.lane = 'public' group by s.id`);
    if ((rows[0]?.room ?? 0) < 2) return false;
    const id = newId();
    try {
      await db.execute(sql`
        with o as (insert into orders (id, code, link_hash, channel, lane, locale, currency, total_minor, expires_at)
          values (${id}, ${newOrderCode()}, ${hashLinkToken(id)}, 'web', 'public', 'az', 'AZN', 0, now() + interval '10 minutes') returning id)
        insert into claim (order_id, pool_set_id, quantity, state) select id, ${rows[0]?.set_id}, 2, 'held' from o`);
      return true;
    } catch (error) {
      if (sqlState(error) !== '23514') throw error;
      return false;
    }
  }

  it('refuses a path that forgot every lock, in the database', async () => {
    const timeslotId = museum.timeslots[6] ?? '';
    await Promise.all(Array.from({ length: buyers }, () => naiveBuyer(database.db, timeslotId)));
    expect(await soldAt(timeslotId)).toBe(2);
  });

  it('control: with the CHECK off, the same path oversells', async () => {
    await database.owner.execute(sql`alter table pool drop constraint pool_room`);
    try {
      const timeslotId = museum.timeslots[7] ?? '';
      await Promise.all(Array.from({ length: buyers }, () => naiveBuyer(database.db, timeslotId)));
      expect(await soldAt(timeslotId)).toBeGreaterThan(2);
    } finally {
      await database.owner.execute(
        sql`alter table pool add constraint pool_room check (held + sold <= capacity + overbook) not valid`,
      );
    }
  });
});
