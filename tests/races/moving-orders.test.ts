import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moveOrder } from '#lib/booking/move-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { workCancellations } from '#lib/booking/work-cancellations.ts';
import { openCheckout, type TestCheckout } from '#tests/support/checkout.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { cancellationScene } from '../integration/booking/cancellation-scene.ts';

const pairs = 8;
let database: TestDatabase;
let checkout: TestCheckout;
let museum: TestMuseum;
const scene = cancellationScene(
  () => database,
  () => museum,
);

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase({ most: 32 });
  checkout = await openCheckout();
  museum = await buildMuseum(database.owner, {
    startTimes: ['10:00', '11:00', '12:00', '13:00', '14:00'],
    lanes: { public: 2 * pairs },
    peopleAtOnce: 200,
  });
});
afterAll(async () => {
  await checkout.close();
  await database.close();
});

async function pairsAt(slot: number): Promise<string[]> {
  const orders: string[] = [];
  for (let index = 0; index < pairs; index += 1) {
    const { orderId } = await heldOrder(database.db, museum, { free: 2, slot });
    await startPayment(visitorCtx(database.db), { orderId });
    orders.push(orderId);
  }
  return orders;
}

async function leaveTwoPlaces(slot: number): Promise<void> {
  await database.owner.execute(
    sql`update pool set capacity = 2, promised = 2 where timeslot_id = ${scene.slot(slot)} and lane = 'public'`,
  );
}

async function peopleAt(slot: number): Promise<{ sold: number; tickets: number }> {
  const { rows } = await database.owner.execute<{ sold: number; tickets: number }>(sql`
    select (select sum(sold)::int from pool where timeslot_id = ${scene.slot(slot)} and lane = 'public') as sold,
           (select count(*)::int from ticket where timeslot_id = ${scene.slot(slot)} and state = 'valid') as tickets`);
  return rows[0] ?? { sold: 0, tickets: 0 };
}

describe('orders that move into the last two places', () => {
  it('let one pair in, and leave the others where they were', async () => {
    const orders = await pairsAt(0);
    await leaveTwoPlaces(1);
    const answers = await Promise.all(
      orders.map((orderId) => moveOrder(staffCtx(database.db), { orderId, toTimeslotId: scene.slot(1) })),
    );
    expect(answers.filter(({ ok }) => ok)).toEqual([{ ok: true, people: 2, dueMinor: 0, returnedMinor: 0 }]);
    expect(answers.filter((answer) => !answer.ok && answer.code === 'full')).toHaveLength(pairs - 1);
    expect(await peopleAt(1)).toEqual({ sold: 2, tickets: 2 });
    expect(await peopleAt(0)).toEqual({ sold: 2 * pairs - 2, tickets: 2 * pairs - 2 });
  });

  it('control: without the CHECK more move than there is room for', async () => {
    const orders = await pairsAt(2);
    await leaveTwoPlaces(3);
    await database.owner.execute(sql`alter table pool drop constraint pool_room`);
    try {
      await Promise.all(
        orders.map((orderId) => moveOrder(staffCtx(database.db), { orderId, toTimeslotId: scene.slot(3) })),
      );
      expect((await peopleAt(3)).sold).toBeGreaterThan(2);
    } finally {
      await database.owner.execute(
        sql`alter table pool add constraint pool_room check (held + sold <= capacity + overbook) not valid`,
      );
    }
  });
});

it('lets a visitor move or the deadline come, never both', async () => {
  const { rows } = await database.owner.execute<{ orderId: string }>(
    sql`select distinct order_id as "orderId" from ticket where timeslot_id = ${scene.slot(0)} and state = 'valid'`,
  );
  await scene.cancel(48, 0);
  await scene.work();
  await scene.answerTimeOver(0);
  const system = systemCtx(database.db);
  await Promise.all([
    ...rows.map(({ orderId }) => moveOrder(scene.visitor(orderId), { orderId, toTimeslotId: scene.slot(4) })),
    workCancellations(system),
    workCancellations(system),
  ]);
  await scene.hurry();
  await scene.work();
  for (const { orderId } of rows) {
    const item = await scene.itemOf(orderId);
    const { rows: live } = await database.owner.execute<{ tickets: number }>(
      sql`select count(*)::int as tickets from ticket where order_id = ${orderId} and state = 'valid'`,
    );
    expect([item?.state, live[0]?.tickets]).toEqual(item?.state === 'moved' ? ['moved', 2] : ['nothing_due', 0]);
  }
  expect(await peopleAt(0)).toEqual({ sold: 0, tickets: 0 });
  expect(await scene.slotState(0)).toBe('cancelled');
});
