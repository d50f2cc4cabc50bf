import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelOwnTickets } from '#lib/booking/cancel-own-tickets.ts';
import { changeOrder } from '#lib/booking/change-order.ts';
import { dropChange } from '#lib/booking/drop-change.ts';
import { findLastChange } from '#lib/booking/find-last-change.ts';
import { quoteRefund } from '#lib/booking/quote-refund.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { sweepChanges } from '#lib/booking/sweep-changes.ts';
import { takePayment } from '#lib/booking/take-payment.ts';
import { newId } from '#lib/platform/ids.ts';
import { openCheckout, pageOf, payOn, type TestCheckout } from '#tests/support/checkout.ts';
import { staffCtx, systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
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
const cancelling = cancellationScene(db, here);
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
const first = () => museum.timeslots[0] ?? '';
const next = () => museum.timeslots[1] ?? '';

/** Pays the open change on its page and comes back. */
async function payChange(orderId: string): Promise<void> {
  await payOn(await pageOf(database.db, orderId));
  await settleOrder(system(), { orderId });
}

describe('a visitor who moves', () => {
  it('to a time at the same price is there at once, with the same codes', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    const before = await scene.codes(orderId);
    expect(await scene.change(orderId, scene.move(next()))).toMatchObject({
      ok: true,
      people: 2,
      dueMinor: 0,
      returnedMinor: 0,
    });
    expect(await scene.codes(orderId)).toEqual(before);
    expect(await scene.view(orderId)).toMatchObject({ timeslot: { id: next() }, totalMinor: 1000, state: 'paid' });
    expect([await scene.placesAt(first()), await scene.placesAt(next())]).toEqual([
      { held: 0, sold: 0 },
      { held: 0, sold: 2 },
    ]);
    expect(await cancelling.mailsOf(orderId)).toEqual(['order_confirmed', 'order_moved']);
  });

  it('to a cheaper time gets the difference back on the payment', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    const cheaper = await scene.timeAt(300);
    expect(await scene.change(orderId, scene.move(cheaper))).toMatchObject({ ok: true, returnedMinor: 400 });
    await money.sendMoney();
    expect(await scene.stateOf(orderId)).toEqual({
      state: 'paid',
      totalMinor: 600,
      changes: ['applied'],
      payments: ['stripe 1000 succeeded'],
      refunds: ['changed 400 succeeded'],
      ledgerMinor: 600,
      tickets: 2,
    });
    expect((await quoteRefund(database.db, orderId))?.tickets.map(({ priceMinor }) => priceMinor)).toEqual([300, 300]);
  });

  it('to a dearer time holds it, pays the difference, and is there with its money', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    const before = await scene.codes(orderId);
    const dearer = await scene.timeAt(800);
    expect(await scene.change(orderId, scene.move(dearer))).toMatchObject({ ok: true, dueMinor: 600 });
    expect(await scene.view(orderId)).toMatchObject({ timeslot: { id: first() }, totalMinor: 1000 });
    expect([await scene.placesAt(first()), await scene.placesAt(dearer)]).toEqual([
      { held: 0, sold: 2 },
      { held: 2, sold: 0 },
    ]);
    await payChange(orderId);
    expect([await scene.placesAt(first()), await scene.placesAt(dearer)]).toEqual([
      { held: 0, sold: 0 },
      { held: 0, sold: 2 },
    ]);
    expect(await scene.codes(orderId)).toEqual(before);
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'paid',
      totalMinor: 1600,
      changes: ['applied'],
      payments: ['stripe 1000 succeeded', 'stripe 600 succeeded'],
      ledgerMinor: 1600,
    });
    // Told twice, it stays done once.
    await settleOrder(system(), { orderId });
    expect(await cancelling.mailsOf(orderId)).toEqual(['order_confirmed', 'order_moved']);
  });

  it('gets back over several payments what several have paid, each ticket once', async () => {
    const { orderId, tickets } = await money.paidOrder({ adults: 2 });
    await scene.change(orderId, scene.move(await scene.timeAt(800)));
    await payChange(orderId);
    const cancel = (ids: readonly string[], expectedMinor: number) =>
      cancelOwnTickets(scene.visitor(orderId), { orderId, ticketIds: ids, expectedMinor });
    expect(await cancel(tickets.slice(0, 1), 800)).toEqual({ ok: true, amountMinor: 800 });
    expect(await cancel(tickets.slice(1), 800)).toEqual({ ok: true, amountMinor: 800 });
    await money.sendMoney();
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'refunded',
      refunds: [
        'cancelled_by_visitor 800 succeeded',
        'cancelled_by_visitor 200 succeeded',
        'cancelled_by_visitor 600 succeeded',
      ],
      ledgerMinor: 0,
    });
  });

  it('counts once what both times draw on: neither a full day nor a full room stands in the way', async () => {
    museum = await buildMuseum(database.owner, {
      code: `tight-${count}`,
      daysAhead: 40 + count,
      lanes: { public: 6 },
      dayCap: 2,
      startTimes: ['10:30', '10:45'],
      peopleAtOnce: 2,
    });
    await database.owner.execute(
      sql`update pool set capacity = 2 where visit_date = ${museum.visitDate} and kind = 'day'`,
    );
    const { orderId, tickets } = await money.paidOrder({ adults: 2 });
    await database.owner.execute(sql`
      update price set amount_minor = 600 where product_id = ${museum.productId} and ticket_type_id = ${museum.ticketTypes.adult}`);
    expect(await scene.change(orderId, scene.move(next()))).toMatchObject({ ok: true, dueMinor: 200 });
    await payChange(orderId);
    expect(await scene.view(orderId)).toMatchObject({ timeslot: { id: next() }, totalMinor: 1200 });
    await money.refund(orderId, tickets);
  });

  it('keeps tickets that were given back before out of it', async () => {
    const { orderId, tickets } = await money.paidOrder({ adults: 3 });
    await money.refund(orderId, tickets.slice(0, 1));
    await money.sendMoney();
    expect(await scene.change(orderId, scene.move(await scene.timeAt(300)))).toMatchObject({
      ok: true,
      people: 2,
      returnedMinor: 400,
    });
    await money.sendMoney();
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'partially_refunded',
      totalMinor: 1100,
      ledgerMinor: 600,
      tickets: 2,
    });
    expect(await scene.change(orderId, scene.move(first()))).toMatchObject({ ok: true, dueMinor: 400 });
    await payChange(orderId);
    expect(await scene.stateOf(orderId)).toMatchObject({ totalMinor: 1500, ledgerMinor: 1000 });
  });

  it('late gets by the ladder, and cannot get more back by moving on', async () => {
    const { orderId, tickets } = await money.paidOrder({ adults: 2 });
    const cheaper = await scene.timeAt(300);
    await money.startsIn(10);
    expect(await scene.change(orderId, scene.move(cheaper))).toMatchObject({ ok: true, returnedMinor: 200 });
    const quote = await quoteRefund(database.db, orderId);
    expect(quote).toMatchObject({ sharePerMille: 500 });
    expect(quote?.tickets.map(({ ladderMinor }) => ladderMinor)).toEqual([150, 150]);
    await money.refund(orderId, tickets);
    await money.sendMoney();
    expect(await scene.stateOf(orderId)).toMatchObject({ ledgerMinor: 500 });
  });

  it('is refused where it may not be', async () => {
    const { orderId, tickets } = await money.paidOrder({ adults: 2 });
    const held = await heldOrder(database.db, museum, { adults: 1 });
    const dearer = await scene.timeAt(800);
    const move = (to: string, options = {}) => scene.change(orderId, scene.move(to), options);
    expect(await move(next(), { ctx: scene.visitor(held.orderId) })).toEqual({ ok: false, code: 'forbidden' });
    expect(await move(next(), { ctx: staffCtx(database.db, { permissions: ['orders.see'] }) })).toEqual({
      ok: false,
      code: 'forbidden',
    });
    expect(await move('nonsense')).toEqual({ ok: false, code: 'unknown_timeslot' });
    expect(await move(first())).toEqual({ ok: false, code: 'same_time' });
    const input = { orderId, wish: scene.move(dearer), expectedMinor: 0 };
    expect(await changeOrder(scene.visitor(orderId), input)).toEqual({
      ok: false,
      code: 'sum_changed',
      beforeMinor: 1000,
      afterMinor: 1600,
    });
    expect(await scene.change(held.orderId, scene.move(next()))).toEqual({ ok: false, code: 'nothing_to_change' });
    await database.owner.execute(sql`update ticket set admitted_people = 1 where id = ${tickets[0] ?? ''}`);
    expect(await move(next())).toEqual({ ok: false, code: 'already_used' });
    await database.owner.execute(sql`update ticket set admitted_people = 0 where id = ${tickets[0] ?? ''}`);
    await money.startsIn(1);
    expect(await move(next())).toEqual({ ok: false, code: 'too_late' });
    // Staff may, later than that.
    expect(await move(next(), { ctx: staffCtx(database.db) })).toMatchObject({ ok: true });
    await money.startsIn(-1, 1);
    expect(await scene.change(orderId, scene.move(dearer))).toEqual({ ok: false, code: 'too_late' });
    expect(await scene.stateOf(orderId)).toMatchObject({ changes: ['applied'], refunds: [] });
  });
});

describe('other ticket types', () => {
  it('bring the difference back, or cost it, and keep the codes', async () => {
    const { orderId, tickets } = await money.paidOrder({ adults: 2 });
    const before = await scene.codes(orderId);
    expect(await scene.change(orderId, scene.become(tickets.slice(0, 1), 'pupil'))).toMatchObject({
      returnedMinor: 300,
    });
    expect(await scene.change(orderId, scene.become(tickets.slice(0, 1), 'adult'))).toMatchObject({ dueMinor: 300 });
    await payChange(orderId);
    await money.sendMoney();
    expect(await scene.codes(orderId)).toEqual(before);
    expect(await scene.stateOf(orderId)).toMatchObject({ totalMinor: 1000, ledgerMinor: 1000, tickets: 2 });
    expect(await scene.placesAt(first())).toEqual({ held: 0, sold: 2 });
    expect(await cancelling.mailsOf(orderId)).toEqual(['order_confirmed', 'order_changed', 'order_changed']);
  });
});

describe('more people', () => {
  it('get new tickets with their money, and the others keep their codes', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    const before = await scene.codes(orderId);
    const requestKey = newId();
    const wish = scene.more(2, 'pupil');
    expect(await scene.change(orderId, wish, { requestKey })).toMatchObject({ ok: true, people: 4, dueMinor: 400 });
    // The button pressed twice.
    expect(await scene.change(orderId, wish, { requestKey })).toMatchObject({ ok: true, dueMinor: 400 });
    expect(await scene.placesAt(first())).toEqual({ held: 2, sold: 2 });
    await payChange(orderId);
    expect(await scene.placesAt(first())).toEqual({ held: 0, sold: 4 });
    expect(await scene.codes(orderId)).toEqual(expect.arrayContaining(before ?? []));
    expect(await scene.stateOf(orderId)).toMatchObject({ totalMinor: 1400, tickets: 4, changes: ['applied'] });
  });

  it('who cost nothing are there at once, and only as many as an order and an address may have', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    expect(await scene.change(orderId, scene.more(1, 'free'))).toMatchObject({ ok: true, people: 3, dueMinor: 0 });
    expect(await scene.change(orderId, scene.more(4))).toEqual({ ok: false, code: 'too_many_tickets', limit: 6 });
    await heldOrder(database.db, museum, { adults: 2 });
    expect(await scene.change(orderId, scene.more(2))).toEqual({ ok: false, code: 'full' });
    expect(await scene.change(orderId, scene.more(1))).toMatchObject({ ok: true });
    await database.owner.execute(sql`insert into setting (key, valid_from, value) values ('email_day_ticket_limit', '2000-01-01', '3')
      on conflict (key, valid_from) do update set value = '3'`);
    expect(await dropChange(scene.visitor(orderId), { orderId })).toEqual({ ok: true });
    expect(await scene.change(orderId, scene.more(1))).toEqual({ ok: false, code: 'email_day_limit' });
    // Also for an order of last week: who comes today is counted today.
    await database.owner.execute(sql`update orders set created_at = now() - interval '7 days' where id = ${orderId}`);
    await database.owner.execute(sql`update order_change set made_at = now() - interval '7 days', expires_at = now() - interval '7 days',
      applied_at = case when applied_at is null then null else now() - interval '7 days' end where order_id = ${orderId}`);
    expect(await scene.change(orderId, scene.more(1, 'free'))).toMatchObject({ ok: true });
    await database.owner.execute(sql`delete from setting where key = 'email_day_ticket_limit'`);
  });
});

describe('a change that is not paid', () => {
  it('runs out, gives its places back, and leaves the order as it was', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    const dearer = await scene.timeAt(800);
    await scene.change(orderId, scene.move(dearer));
    expect(await startPayment(scene.visitor(orderId), { orderId })).toMatchObject({ kind: 'redirect' });
    expect(await scene.change(orderId, scene.move(next()))).toEqual({ ok: false, code: 'payment_open' });
    await scene.runOut(orderId);
    expect(await sweepChanges(system())).toEqual({ changesRunOut: 1, changePagesClosed: 1 });
    expect(await scene.placesAt(dearer)).toEqual({ held: 0, sold: 0 });
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'paid',
      changes: ['run_out'],
      payments: ['stripe 1000 succeeded', 'stripe 600 expired'],
    });
  });

  it('is made all the same by late money while there is room', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    const dearer = await scene.timeAt(800);
    await scene.change(orderId, scene.move(dearer));
    await payOn(await pageOf(database.db, orderId));
    await scene.runOut(orderId);
    await database.owner.execute(sql`update order_change set state = 'run_out' where order_id = ${orderId}`);
    expect(await scene.placesAt(dearer)).toEqual({ held: 0, sold: 0 });
    await settleOrder(system(), { orderId });
    expect(await scene.placesAt(dearer)).toEqual({ held: 0, sold: 2 });
    expect(await scene.stateOf(orderId)).toMatchObject({ changes: ['applied'], totalMinor: 1600 });
  });

  it.each([
    ['its places are gone', 'full'],
    ['its time was cancelled', 'cancelled'],
    ['the museum cancelled the time that it leaves', 'left'],
    ['the visitor gave tickets back meanwhile', 'tickets'],
    ['another change was begun', 'superseded'],
  ])('sends late money back in full by itself when %s', async (_when, what) => {
    const { orderId, tickets } = await money.paidOrder({ adults: 2 });
    const dearer = await scene.timeAt(800, { places: 2 });
    await scene.change(orderId, scene.move(dearer));
    await payOn(await pageOf(database.db, orderId));
    if (what === 'full' || what === 'superseded') {
      await scene.runOut(orderId);
      await database.owner.execute(sql`update order_change set state = 'run_out' where order_id = ${orderId}`);
    }
    if (what === 'full')
      await database.owner.execute(sql`update pool set capacity = 1, promised = 1 where timeslot_id = ${dearer}`);
    if (what === 'cancelled')
      await database.owner.execute(sql`update timeslot set state = 'cancelling' where id = ${dearer}`);
    if (what === 'left')
      await database.owner.execute(sql`update timeslot set state = 'cancelling' where id = ${first()}`);
    if (what === 'tickets') await money.refund(orderId, tickets.slice(0, 1));
    if (what === 'superseded') {
      await database.owner.execute(sql`
        insert into order_change (order_id, kind, from_timeslot_id, to_timeslot_id, lines, before_minor, after_minor, share_per_mille, currency, expires_at)
        select order_id, kind, from_timeslot_id, to_timeslot_id, lines, before_minor, after_minor, share_per_mille, currency, now() + interval '9 minutes'
          from order_change where order_id = ${orderId}`);
    }
    await settleOrder(system(), { orderId });
    await money.sendMoney();
    const state = await scene.stateOf(orderId);
    expect(state?.refunds).toContain('change_undone 600 succeeded');
    expect(state).toMatchObject({
      totalMinor: 1000,
      ledgerMinor: what === 'tickets' ? 500 : 1000,
      tickets: what === 'tickets' ? 1 : 2,
    });
    expect(await scene.view(orderId)).toMatchObject({ timeslot: { id: first() } });
    // What the page says on the way back from paying.
    expect(await findLastChange(database.db, orderId)).toMatchObject({
      state: what === 'full' || what === 'superseded' ? 'run_out' : 'dropped',
      sentBackMinor: 600,
      isBeingPaid: false,
    });
    expect((await cancelling.mailsOf(orderId)).filter((kind) => kind === 'order_moved')).toEqual([]);
    if (what === 'superseded') await dropChange(scene.visitor(orderId), { orderId });
  });

  it('is left by the visitor: its page is closed for certain first', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    const dearer = await scene.timeAt(800);
    await scene.change(orderId, scene.move(dearer));
    const url = await pageOf(database.db, orderId);
    expect(await dropChange(staffCtx(database.db, { permissions: [] }), { orderId })).toMatchObject({
      code: 'forbidden',
    });
    expect(await dropChange(scene.visitor(orderId), { orderId })).toEqual({ ok: true });
    expect(await dropChange(scene.visitor(orderId), { orderId })).toEqual({ ok: false, code: 'no_open_change' });
    expect(await payOn(url)).toBe(410);
    expect(await scene.placesAt(dearer)).toEqual({ held: 0, sold: 0 });
    expect(await scene.change(orderId, scene.move(next()))).toMatchObject({ ok: true, dueMinor: 0 });
  });

  it('gives way to another one, and to a free page', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    const [one, two] = [await scene.timeAt(800), await scene.timeAt(900, { daysLater: 201 })];
    await scene.change(orderId, scene.move(one));
    expect(await scene.change(orderId, scene.move(two))).toMatchObject({ ok: true, dueMinor: 800 });
    expect([await scene.placesAt(one), await scene.placesAt(two)]).toEqual([
      { held: 0, sold: 0 },
      { held: 2, sold: 0 },
    ]);
    expect(await scene.stateOf(orderId)).toMatchObject({ changes: ['dropped', 'open'] });
    await dropChange(scene.visitor(orderId), { orderId });
  });
});

describe('staff', () => {
  it('move with a difference: cash for a dearer time, money back for a cheaper one', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    const staff = staffCtx(database.db);
    const dearer = await scene.timeAt(800);
    expect(await scene.change(orderId, scene.move(dearer), { ctx: staff })).toMatchObject({ ok: true, dueMinor: 600 });
    await startPayment(scene.visitor(orderId), { orderId });
    const take = (expectedMinor: number) =>
      takePayment(staff, { orderId, provider: 'cash', typed: { handed: '10' }, expectedMinor });
    expect(await take(500)).toMatchObject({ code: 'sum_changed' });
    expect(await take(600)).toMatchObject({ ok: true, changeMinor: 400 });
    expect(await take(600)).toMatchObject({ ok: false });
    expect(await scene.stateOf(orderId)).toMatchObject({
      payments: ['stripe 1000 succeeded', 'stripe 600 expired', 'cash 600 succeeded'],
      totalMinor: 1600,
      ledgerMinor: 1600,
    });
    expect(await scene.change(orderId, scene.move(next()), { ctx: staff })).toMatchObject({
      ok: true,
      returnedMinor: 600,
    });
    await money.sendMoney();
    expect(await scene.view(orderId)).toMatchObject({ timeslot: { id: next() }, totalMinor: 1000 });
  });

  it('take no cash for a change that can no longer be made', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    const staff = staffCtx(database.db);
    const dearer = await scene.timeAt(800);
    await scene.change(orderId, scene.move(dearer), { ctx: staff });
    await database.owner.execute(sql`update timeslot set state = 'closed' where id = ${dearer}`);
    const taken = await takePayment(staff, { orderId, provider: 'cash', typed: { handed: '10' }, expectedMinor: 600 });
    expect(taken).toEqual({ ok: false, code: 'not_on_sale' });
    expect(await scene.stateOf(orderId)).toMatchObject({ payments: ['stripe 1000 succeeded'], ledgerMinor: 1000 });
    await dropChange(staff, { orderId });
  });
});
