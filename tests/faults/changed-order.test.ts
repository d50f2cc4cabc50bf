import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeOrder } from '#lib/booking/change-order.ts';
import { dropChange } from '#lib/booking/drop-change.ts';
import type { ChangeWish } from '#lib/booking/plan-change.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { sweepChanges } from '#lib/booking/sweep-changes.ts';
import { armCrashPoint, type CrashPoint, crashPoints } from '#lib/platform/crash-point.ts';
import { newId } from '#lib/platform/ids.ts';
import { openCheckout, pageOf, payOn, type TestCheckout } from '#tests/support/checkout.ts';
import { systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { cancellationScene } from '../integration/booking/cancellation-scene.ts';
import { changeScene } from '../integration/booking/change-scene.ts';
import { refundScene } from '../integration/payments/refund-scene.ts';

let database: TestDatabase;
let checkout: TestCheckout;
let museum: TestMuseum;
let count = 0;
const db = () => database;
const here = () => museum;
const money = refundScene(db, here);
const scene = changeScene(db, here);
const mails = cancellationScene(db, here);

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase({ most: 20 });
  checkout = await openCheckout();
});
afterAll(async () => {
  await checkout.close();
  await database.close();
});
beforeEach(async () => {
  count += 1;
  museum = await buildMuseum(database.owner, { code: `route-${count}`, daysAhead: 3 + count, lanes: { public: 20 } });
});

/** Does it again until it was done without a crash: who was killed is followed by the next. Returns how often it crashed. */
async function untilDone(work: () => Promise<unknown>): Promise<number> {
  for (let crashes = 0; ; crashes += 1) {
    try {
      await work();
      return crashes;
    } catch (error) {
      if (!(error instanceof Error && error.message === 'crash') || crashes > 3) throw error;
    }
  }
}

const system = () => systemCtx(database.db);
const path: CrashPoint[] = [
  ...crashPoints.filter((name) => name.startsWith('change.')),
  'start.after_create',
  'settle.after_payment',
  'settle.sending_back',
];

describe('changes of paid orders whose process dies', () => {
  it.each(path)('at %s', async (point) => {
    const [dearer, late] = [await scene.timeAt(800, { places: 20 }), await scene.timeAt(800, { daysLater: 201 })];
    const names = ['moved', 'grown', 'cheaper', 'dropped', 'runOut', 'undone'] as const;
    const orders = {} as Record<(typeof names)[number], Awaited<ReturnType<typeof money.paidOrder>>>;
    for (const name of names) orders[name] = await money.paidOrder({ adults: 2 });
    const wishes: Record<(typeof names)[number], { wish: ChangeWish; expectedMinor: number }> = {
      moved: { wish: scene.move(dearer), expectedMinor: 600 },
      grown: { wish: scene.more(1, 'free'), expectedMinor: 0 },
      cheaper: { wish: scene.become(orders.cheaper.tickets.slice(0, 1), 'free'), expectedMinor: -500 },
      dropped: { wish: scene.move(dearer), expectedMinor: 600 },
      runOut: { wish: scene.move(dearer), expectedMinor: 600 },
      undone: { wish: scene.move(late), expectedMinor: 600 },
    };
    let crashes = 0;
    armCrashPoint(point, () => {
      throw new Error('crash');
    });
    for (const name of names) {
      const { orderId } = orders[name];
      const form = { orderId, ...wishes[name], requestKey: newId() };
      crashes += await untilDone(async () => {
        expect(await changeOrder(scene.visitor(orderId), form)).toMatchObject({ ok: true });
      });
      if (wishes[name].expectedMinor > 0)
        crashes += await untilDone(() => startPayment(scene.visitor(orderId), { orderId }));
    }
    for (const name of ['moved', 'undone'] as const) await payOn(await pageOf(database.db, orders[name].orderId));
    await database.owner.execute(sql`update timeslot set state = 'closed' where id = ${late}`);
    crashes += await untilDone(async () => {
      const dropped = await dropChange(scene.visitor(orders.dropped.orderId), { orderId: orders.dropped.orderId });
      if (!dropped.ok && dropped.code !== 'no_open_change') throw new Error(dropped.code);
    });
    await scene.runOut(orders.runOut.orderId);
    for (const _again of [1, 2]) crashes += await untilDone(() => sweepChanges(system()));
    for (const name of ['moved', 'undone'] as const)
      crashes += await untilDone(() => settleOrder(system(), { orderId: orders[name].orderId }));
    await money.sendMoney();

    expect(crashes).toBe(1);
    const states = names.map(async (name) => [name, await scene.stateOf(orders[name].orderId)]);
    const asPaid = { state: 'paid', totalMinor: 1000, ledgerMinor: 1000, tickets: 2, refunds: [] };
    expect(Object.fromEntries(await Promise.all(states))).toMatchObject({
      moved: { ...asPaid, totalMinor: 1600, ledgerMinor: 1600, changes: ['applied'] },
      grown: { ...asPaid, tickets: 3, changes: ['applied'] },
      cheaper: {
        ...asPaid,
        totalMinor: 500,
        ledgerMinor: 500,
        changes: ['applied'],
        refunds: ['changed 500 succeeded'],
      },
      dropped: { ...asPaid, changes: ['dropped'] },
      runOut: { ...asPaid, changes: ['run_out'] },
      undone: { ...asPaid, changes: ['dropped'], refunds: ['change_undone 600 succeeded'] },
    });
    expect(await scene.placesAt(dearer)).toEqual({ held: 0, sold: 2 });
    expect(await scene.placesAt(late)).toEqual({ held: 0, sold: 0 });
    expect(await mails.mailsOf(orders.moved.orderId)).toEqual(['order_confirmed', 'order_moved']);
    expect(await mails.mailsOf(orders.undone.orderId)).toEqual(['order_confirmed', 'order_refunded']);
    expect(await money.broken()).toEqual([]);
  });
});
