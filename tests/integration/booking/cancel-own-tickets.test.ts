import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelOwnTickets } from '#lib/booking/cancel-own-tickets.ts';
import { openCheckout, type TestCheckout } from '#tests/support/checkout.ts';
import { staffCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { refundScene } from '../payments/refund-scene.ts';
import { cancellationScene } from './cancellation-scene.ts';

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
afterEach(async () => expect(await money.broken()).toEqual([]));

const cancel = (orderId: string, ticketIds: readonly string[], expectedMinor: number) =>
  cancelOwnTickets(scene.visitor(orderId), { orderId, ticketIds, expectedMinor });

describe('a visitor who cancels', () => {
  it.each([
    ['long before', 48, 1000],
    ['on the last day', 10, 500],
    ['after the last step, and frees the places all the same', 1, 0],
  ])('gets by the ladder what was shown, %s', async (_when, hours, sum) => {
    const { orderId, tickets } = await money.paidOrder({ adults: 3 });
    await money.startsIn(hours);
    expect(await cancel(orderId, tickets.slice(0, 2), sum)).toEqual({ ok: true, amountMinor: sum });
    await money.sendMoney();
    expect(await money.stateOf(orderId)).toMatchObject({
      state: 'partially_refunded',
      sold: 1,
      ledgerMinor: 1500 - sum,
    });
    expect(await cancel(orderId, tickets.slice(2), sum / 2)).toEqual({ ok: true, amountMinor: sum / 2 });
    await money.sendMoney();
    expect(await money.stateOf(orderId)).toMatchObject({
      state: sum === 0 ? 'cancelled' : 'refunded',
      sold: 0,
      ledgerMinor: 1500 - sum - sum / 2,
    });
  });

  it('changes nothing by pressing twice', async () => {
    const { orderId, tickets } = await money.paidOrder({ adults: 2 });
    const both = await Promise.all([cancel(orderId, tickets, 1000), cancel(orderId, tickets, 1000)]);
    expect(both.filter(({ ok }) => ok)).toEqual([{ ok: true, amountMinor: 1000 }]);
    expect(both.filter(({ ok }) => !ok)).toEqual([{ ok: false, code: 'tickets_changed' }]);
    await money.sendMoney();
    expect(await money.stateOf(orderId)).toMatchObject({
      state: 'refunded',
      refunds: ['500 succeeded', '500 succeeded'],
    });
    expect(await scene.mailsOf(orderId)).toEqual(['order_confirmed', 'order_refunded']);
  });

  it('gets nothing by the ladder of a time that the museum has cancelled: all of it comes by another way', async () => {
    const { orderId, tickets } = await money.paidOrder({ adults: 2 });
    await money.startsIn(10);
    await scene.cancel();
    expect(await cancel(orderId, tickets, 500)).toEqual({ ok: false, code: 'time_cancelled' });
    // Nor does staff take part of it.
    expect(await money.refund(orderId, tickets.slice(0, 1))).toMatchObject({ ok: true, amountMinor: 500 });
    await scene.work();
    await scene.answerTimeOver();
    await scene.work();
    await money.sendMoney();
    expect(await money.stateOf(orderId)).toMatchObject({ state: 'refunded', ledgerMinor: 0 });
  });

  it('is refused another sum, another’s order, no tickets, and after the beginning', async () => {
    const { orderId, tickets } = await money.paidOrder({ adults: 2 });
    const input = { orderId, ticketIds: tickets, expectedMinor: 1000 };
    expect(await cancel(orderId, tickets, 999)).toEqual({ ok: false, code: 'sum_changed' });
    expect(await cancelOwnTickets(scene.visitor(tickets[0] ?? ''), input)).toEqual({ ok: false, code: 'forbidden' });
    expect(await cancelOwnTickets(staffCtx(database.db), input)).toEqual({ ok: false, code: 'forbidden' });
    expect(await cancel(orderId, [], 0)).toEqual({ ok: false, code: 'no_tickets' });
    expect(await cancel(orderId, [orderId], 500)).toEqual({ ok: false, code: 'tickets_changed' });
    await money.startsIn(-0.1);
    expect(await cancel(orderId, tickets, 0)).toEqual({ ok: false, code: 'visit_begun' });
    expect(await money.stateOf(orderId)).toMatchObject({ state: 'paid', sold: 2, refunds: [] });
  });
});
