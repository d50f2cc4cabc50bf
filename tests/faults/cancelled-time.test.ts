import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerCancellation } from '#lib/booking/answer-cancellation.ts';
import { moveOrder } from '#lib/booking/move-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { armCrashPoint, crashPoints } from '#lib/platform/crash-point.ts';
import { openCheckout, pageOf, payOn, type TestCheckout } from '#tests/support/checkout.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { cancellationScene } from '../integration/booking/cancellation-scene.ts';
import { refundScene } from '../integration/payments/refund-scene.ts';

let database: TestDatabase;
let checkout: TestCheckout;
let museum: TestMuseum;
let count = 0;
const money = refundScene(
  () => database,
  () => museum,
);
const scene = cancellationScene(
  () => database,
  () => museum,
);

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
  museum = await buildMuseum(database.owner, { code: `route-${count}`, daysAhead: 3 + count });
});

/** One order of each kind that a time can have when it is cancelled. */
async function everyKind() {
  const { db } = database;
  const paid = await money.paidOrder({ adults: 2 });
  const partly = await money.paidOrder({ adults: 2 });
  await money.refund(partly.orderId, partly.tickets.slice(0, 1));
  await money.sendMoney();
  const moving = await money.paidOrder({ adults: 1 });
  const answering = await money.paidOrder({ adults: 1 });
  const free = (await heldOrder(db, museum, { free: 1 })).orderId;
  await startPayment(visitorCtx(db), { orderId: free });
  const held = (await heldOrder(db, museum, { adults: 1 })).orderId;
  const paying = (await heldOrder(db, museum, { adults: 1 })).orderId;
  await pageOf(db, paying);
  const late = (await heldOrder(db, museum, { adults: 1 })).orderId;
  await payOn(await pageOf(db, late));
  return { paid, partly, moving, answering, free, held, paying, late };
}

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

const path = crashPoints.filter((name) => /^(cancel|move|refund)\./.test(name));

describe('a cancelled time whose worker dies', () => {
  it.each(path)('at %s', async (point) => {
    const orders = await everyKind();
    let crashes = 0;
    armCrashPoint(point, () => {
      throw new Error('crash');
    });
    const cancelled = await untilDone(async () => {
      const answer = await scene.cancel();
      if (!answer.ok && answer.code !== 'already_cancelled') throw new Error(answer.code);
    });
    crashes += cancelled;
    const round = async () => {
      await scene.hurry();
      await scene.work();
    };
    crashes += await untilDone(() => scene.work());
    crashes += await untilDone(round);
    const { orderId } = orders.moving;
    crashes += await untilDone(async () => {
      const moved = await moveOrder(scene.visitor(orderId), { orderId, toTimeslotId: scene.slot(1) });
      if (!moved.ok && moved.code !== 'no_offer') throw new Error(moved.code);
    });
    crashes += await untilDone(() =>
      answerCancellation(scene.visitor(orders.answering.orderId), { orderId: orders.answering.orderId }),
    );
    await scene.answerTimeOver();
    crashes += await untilDone(() => scene.work());
    for (const _again of [1, 2]) crashes += await untilDone(round);

    expect(crashes).toBe(1);
    expect(await scene.slotState()).toBe('cancelled');
    const states = Object.entries(orders).map(async ([kind, order]) => {
      const item = await scene.itemOf(typeof order === 'string' ? order : order.orderId);
      return [kind, item?.state];
    });
    expect(Object.fromEntries(await Promise.all(states))).toEqual({
      paid: 'refunded',
      partly: 'refunded',
      moving: 'moved',
      answering: 'refunded',
      free: 'nothing_due',
      held: 'nothing_due',
      paying: 'nothing_due',
      late: 'refunded',
    });
    const back = async (intent: string) =>
      (await checkout.stripe.refunds.list({ payment_intent: intent })).data.map(({ amount }) => amount);
    expect(await back(orders.paid.intent)).toEqual([1000]);
    expect(await back(orders.partly.intent)).toEqual([500, 500]);
    expect(await back(orders.moving.intent)).toEqual([]);
    expect(await back(orders.answering.intent)).toEqual([500]);
    expect(await readOutcome(database.owner, orders.late)).toMatchObject({
      state: 'refunded',
      tickets: 0,
      refunds: ['cancelled_by_museum succeeded'],
      ledgerMinor: 0,
    });
    expect(await readOutcome(database.owner, orderId)).toMatchObject({ state: 'paid', tickets: 1, sold: 1 });
    expect(await scene.mailsOf(orders.paid.orderId)).toEqual(['order_confirmed', 'slot_cancelled', 'order_refunded']);
    expect(await scene.mailsOf(orderId)).toEqual(['order_confirmed', 'slot_cancelled', 'order_moved']);
    const { rows } = await database.owner.execute(sql`
      select 1 from pool where timeslot_id = ${scene.slot()} and held + sold > 0`);
    expect(rows).toEqual([]);
    expect(await money.broken()).toEqual([]);
  });
});
