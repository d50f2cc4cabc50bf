import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { composeMessage } from '#lib/booking/compose-message.ts';
import { dropChange } from '#lib/booking/drop-change.ts';
import { findLastChange } from '#lib/booking/find-last-change.ts';
import { moveOrder } from '#lib/booking/move-order.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { sweepChanges } from '#lib/booking/sweep-changes.ts';
import { takePayment } from '#lib/booking/take-payment.ts';
import { newId } from '#lib/platform/ids.ts';
import { required } from '#lib/platform/result.ts';
import { openCheckout, pageOf, payOn, type TestCheckout } from '#tests/support/checkout.ts';
import { staffCtx, systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { refundScene } from '../payments/refund-scene.ts';
import { cancellationScene } from './cancellation-scene.ts';
import { changeScene } from './change-scene.ts';

let database: TestDatabase;
let checkout: TestCheckout;
let museum: TestMuseum;
let count = 0;
const db = () => database;
const here = () => museum;
const money = refundScene(db, here);
const mails = cancellationScene(db, here);
const scene = changeScene(db, here);

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
  museum = await buildMuseum(database.owner, { code: `route-${count}`, daysAhead: 3 + count, lanes: { public: 6 } });
});
afterEach(async () => expect(await money.broken()).toEqual([]));

const system = () => systemCtx(database.db);
const staff = () => staffCtx(database.db);

async function hoursHeld(orderId: string): Promise<number> {
  const { rows } = await database.owner.execute<{ hours: number }>(sql`
    select round(extract(epoch from expires_at - now()) / 3600)::int as hours from order_change where order_id = ${orderId} and state = 'open'`);
  return rows[0]?.hours ?? -1;
}

/** Some hours go by for the open change of an order. */
const later = (orderId: string, hours: number) =>
  database.owner.execute(sql`
    update order_change set made_at = made_at - make_interval(hours => ${hours}), expires_at = expires_at - make_interval(hours => ${hours})
     where order_id = ${orderId} and state = 'open'`);

/** The message that asks for the difference, as it would be sent now; null when there is nothing to ask for. */
async function letterOf(orderId: string) {
  const { rows } = await database.owner.execute<{ id: string; dedupeKey: string; recipient: string }>(sql`
    select id, dedupe_key as "dedupeKey", recipient from message where order_id = ${orderId} and kind = 'change_to_pay' order by queued_at`);
  expect(rows).toHaveLength(1);
  const row = required(rows[0], 'message');
  return composeMessage(system(), { ...row, kind: 'change_to_pay', locale: 'en', orderId });
}

it('hold a dearer time for a day, and the visitor is sent the way to pay it', async () => {
  const { orderId } = await money.paidOrder({ adults: 2 });
  const dearer = await scene.timeAt(800);
  const move = { orderId, toTimeslotId: dearer, requestKey: newId() };
  expect(await moveOrder(staff(), { ...move, expectedMinor: 500 })).toEqual({
    ok: false,
    code: 'price_differs',
    fromMinor: 1000,
    toMinor: 1600,
  });
  const shown = { ...move, expectedMinor: 600 };
  // The button pressed twice is one change and one mail.
  for (const _again of [1, 2]) expect(await moveOrder(staff(), shown)).toMatchObject({ ok: true, dueMinor: 600 });
  expect(await hoursHeld(orderId)).toBe(24);
  const letter = await letterOf(orderId);
  expect(letter?.text).toContain('6.00');
  expect(letter?.text).toMatch(/http\S+\/en\/order\//);

  await later(orderId, 20);
  const page = await pageOf(database.db, orderId);
  expect(await hoursHeld(orderId)).toBe(4);
  await payOn(page);
  await settleOrder(system(), { orderId });
  expect(await scene.stateOf(orderId)).toMatchObject({ state: 'paid', totalMinor: 1600, changes: ['applied'] });
  expect(await letterOf(orderId)).toBeNull();
  expect(await mails.mailsOf(orderId)).toEqual(['order_confirmed', 'change_to_pay', 'order_moved']);
});

it('take the difference at the desk, or return it; what was done last is known', async () => {
  const { orderId } = await money.paidOrder({ adults: 2 });
  expect(await findLastChange(database.db, orderId)).toBeNull();
  const dearer = await scene.timeAt(800);
  await moveOrder(staff(), { orderId, toTimeslotId: dearer, expectedMinor: 600 });
  const cash = { orderId, provider: 'cash', typed: { handed: '10' }, expectedMinor: 600 } as const;
  expect(await takePayment(staff(), cash)).toMatchObject({ ok: true, changeMinor: 400 });
  expect(await scene.view(orderId)).toMatchObject({ timeslot: { id: dearer } });
  const back = { orderId, toTimeslotId: museum.timeslots[1] ?? '', expectedMinor: -600 };
  expect(await moveOrder(staff(), { ...back, expectedMinor: 0 })).toMatchObject({ code: 'price_differs' });
  expect(await moveOrder(staff(), back)).toMatchObject({ ok: true, returnedMinor: 600 });
  expect(await findLastChange(database.db, orderId)).toMatchObject({ state: 'applied', returnedMinor: 600 });
  await money.sendMoney();
});

it('hold no longer than the visit is ahead, and let go with the day or when it is given up', async () => {
  const { orderId } = await money.paidOrder({ adults: 2 });
  const dearer = await scene.timeAt(800);
  await database.owner.execute(sql`
    update timeslot set starts_at = now() + interval '5 hours', ends_at = now() + interval '6 hours' where id = ${museum.timeslots[0] ?? ''}`);
  const move = { orderId, toTimeslotId: dearer, expectedMinor: 600 };
  expect(await moveOrder(staff(), move)).toMatchObject({ ok: true });
  expect(await hoursHeld(orderId)).toBe(5);
  expect(await dropChange(staff(), { orderId })).toEqual({ ok: true });
  expect(await letterOf(orderId)).toBeNull();

  expect(await moveOrder(staff(), move)).toMatchObject({ ok: true });
  await later(orderId, 6);
  expect(await sweepChanges(system())).toMatchObject({ changesRunOut: 1 });
  expect(await scene.placesAt(dearer)).toEqual({ held: 0, sold: 0 });
  expect(await scene.stateOf(orderId)).toMatchObject({ state: 'paid', changes: ['run_out', 'dropped'], tickets: 2 });
});
