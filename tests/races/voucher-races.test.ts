import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyVoucher } from '#lib/booking/apply-voucher.ts';
import { giveBackHold } from '#lib/booking/give-back-hold.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { holdVisit } from '#lib/booking/hold-visit.ts';
import { newId } from '#lib/platform/ids.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { makeVoucher, reserveOf, usesOf } from '#tests/support/vouchers.ts';

let database: TestDatabase;
let museum: TestMuseum;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase({ most: 32 });
});
afterAll(() => database.close());
beforeEach(async () => {
  count += 1;
  museum = await buildMuseum(database.owner, {
    code: `race-${count}`,
    daysAhead: 5 + count,
    lanes: { public: 80, schools: 10 },
    peopleAtOnce: 100,
    buildingPeople: 300,
    dayCap: 10_000,
  });
});

const ctx = () => visitorCtx(database.db);
const slot = () => museum.timeslots[0] ?? '';

async function heldOrders(howMany: number): Promise<string[]> {
  const made = await Promise.all(
    Array.from({ length: howMany }, () =>
      holdTickets(
        ctx(),
        {
          timeslotId: slot(),
          lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: 1 }],
          channel: 'web',
          lane: 'public',
        },
        'secret',
      ),
    ),
  );
  return made.map((held) => {
    if (!held.ok) throw new Error(held.code);
    return held.orderId;
  });
}

describe('one voucher with one use, thirty orders at once', () => {
  it('is had by exactly one', async () => {
    const { id, code } = await makeVoucher(database);
    const orders = await heldOrders(30);
    const answers = await Promise.all(orders.map((orderId) => applyVoucher(ctx(), { orderId, code })));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.code === 'voucher_refused')).toHaveLength(29);
    expect(await usesOf(database, id)).toEqual({ uses: 1, states: ['held'] });
  });

  it('is had by exactly one, at the hold too', async () => {
    const { id, code } = await makeVoucher(database, { lane: 'schools' });
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        holdVisit(ctx(), { timeslotId: slot(), people: 1, requestKey: newId(), code }, 'secret'),
      ),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await usesOf(database, id)).toEqual({ uses: 1, states: ['held'] });
  });

  it('passes from hand to hand and is never had twice', async () => {
    const { id, code } = await makeVoucher(database, { maxUses: 3 });
    const orders = await heldOrders(20);
    await Promise.all(
      orders.map(async (orderId, index) => {
        const taken = await applyVoucher(ctx(), { orderId, code });
        if (taken.ok && index % 2) await giveBackHold(ctx(), { orderId });
      }),
    );
    const { rows } = await database.owner.execute<{ uses: number; live: number }>(sql`
      select uses, (select count(*)::int from voucher_use where voucher_id = v.id and state = 'held') as live from voucher v where id = ${id}`);
    expect(rows[0]?.uses).toBe(rows[0]?.live);
    expect(rows[0]?.uses).toBeLessThanOrEqual(3);
  });

  // Somebody's hasty path: looks whether a use is left, then takes it.
  async function naive(orderId: string, voucherId: string): Promise<void> {
    const { rows } = await database.db.execute<{ left: number }>(
      sql`select max_uses - uses as left from voucher where id = ${voucherId}`,
    );
    if ((rows[0]?.left ?? 0) < 1) return;
    await database.db.execute(sql`select take_voucher(${orderId}, ${voucherId})`).catch((error: unknown) => {
      if (sqlState(error) !== '23514') throw error;
    });
  }

  it('is had by one of those who only look before they take', async () => {
    const { id } = await makeVoucher(database);
    await Promise.all((await heldOrders(30)).map((orderId) => naive(orderId, id)));
    expect(await usesOf(database, id)).toEqual({ uses: 1, states: ['held'] });
  });

  it('control: with the CHECK off, the same path spends it again and again', async () => {
    await database.owner.execute(sql`alter table voucher drop constraint voucher_uses`);
    try {
      const { id } = await makeVoucher(database);
      await Promise.all((await heldOrders(30)).map((orderId) => naive(orderId, id)));
      expect((await usesOf(database, id)).uses).toBeGreaterThan(1);
    } finally {
      await database.owner.execute(
        sql`alter table voucher add constraint voucher_uses check (uses <= max_uses) not valid`,
      );
    }
  });
});

describe('reserved places beside the public sale', () => {
  it('ten who redeem and forty who buy never have more than there are, and nobody deadlocks', async () => {
    museum = await buildMuseum(database.owner, {
      code: `tight-${count}`,
      daysAhead: 90 + count,
      lanes: { public: 20 },
      peopleAtOnce: 20,
    });
    const { id, code } = await makeVoucher(database, {
      effect: null,
      value: null,
      timeslotId: slot(),
      reservedPlaces: 12,
      maxUses: 6,
    });
    const before = await deadlocks();
    const hold = (people: number, withCode: boolean) =>
      holdVisit(ctx(), { timeslotId: slot(), people, requestKey: newId(), ...(withCode ? { code } : {}) }, 'secret');
    const redeemers = Array.from({ length: 10 }, async (_, index) => {
      const held = await hold(2, true);
      // Some let go again: what they had drawn is the voucher's once more.
      if (held.ok && index % 3 === 0) await giveBackHold(ctx(), { orderId: held.orderId });
      return held;
    });
    const buyers = Array.from({ length: 40 }, () => hold(1, false));
    const [redeemed, bought] = await Promise.all([Promise.all(redeemers), Promise.all(buyers)]);
    expect(bought.filter((held) => held.ok).length).toBeLessThanOrEqual(8);
    expect(redeemed.some((held) => held.ok)).toBe(true);
    const { rows } = await database.owner.execute<{ taken: number; claimed: number }>(sql`
      select max(p.held + p.sold) as taken, (select coalesce(sum(quantity), 0)::int from claim c join pool_set s on s.id = c.pool_set_id
               where s.timeslot_id = ${slot()} and c.state <> 'released') as claimed
        from pool p where p.timeslot_id = ${slot()}`);
    expect(rows[0]?.taken).toBe(rows[0]?.claimed);
    expect(rows[0]?.taken).toBeLessThanOrEqual(20);
    const { uses } = await usesOf(database, id);
    expect(uses).toBeLessThanOrEqual(6);
    expect(await reserveOf(database, id)).toBe(12 - 2 * uses);
    expect(await deadlocks()).toBe(before);
  });

  async function deadlocks(): Promise<number> {
    const { rows } = await database.owner.execute<{ deadlocks: number }>(sql`
      select deadlocks::int from pg_stat_database where datname = current_database()`);
    return rows[0]?.deadlocks ?? 0;
  }
});
