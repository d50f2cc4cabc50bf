import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { moveOrder } from '#lib/booking/move-order.ts';
import { findOrderView } from '#lib/booking/order-view.ts';
import { getDayBoard } from '#lib/desk/day-board.ts';
import { findParties } from '#lib/desk/find-parties.ts';
import { openCheckout, type TestCheckout } from '#tests/support/checkout.ts';
import { staffCtx, systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, runOutOfTime, useTestInstallation } from '#tests/support/held-order.ts';
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
  museum = await buildMuseum(database.owner, {
    code: `route-${count}`,
    daysAhead: 3 + count,
    lanes: { public: 4 },
    dayCap: 6,
  });
});
afterEach(async () => expect(await money.broken()).toEqual([]));

const byStaff = (orderId: string, index = 1) =>
  moveOrder(staffCtx(database.db), { orderId, toTimeslotId: scene.slot(index) });

async function soldAt(index: number): Promise<number> {
  const { rows } = await database.owner.execute<{ sold: number }>(
    sql`select sold from pool where timeslot_id = ${scene.slot(index)} and lane = 'public'`,
  );
  return rows[0]?.sold ?? 0;
}

describe('moving an order', () => {
  it('takes its tickets along with their codes, and leaves no place behind', async () => {
    const { orderId } = await money.paidOrder({ adults: 3 });
    const before = await findOrderView(database.db, orderId);
    expect(await byStaff(orderId)).toMatchObject({ ok: true, people: 3, dueMinor: 0 });
    const after = await findOrderView(database.db, orderId);
    const codes = (view: typeof before) =>
      view?.tickets.map(({ id, shortCode, tokenVersion }) => [id, shortCode, tokenVersion]);
    expect(codes(after)).toEqual(codes(before));
    expect(after).toMatchObject({
      state: 'paid',
      totalMinor: 1500,
      timeslot: { id: scene.slot(1), startTime: '11:30' },
    });
    expect([await soldAt(0), await soldAt(1)]).toEqual([0, 3]);
    const desk = { ...systemCtx(database.db), now: after?.timeslot.startsAt ?? new Date() };
    const board = await getDayBoard(desk);
    expect(board.ok && board.board.slots.map(({ startTime, bookedPeople }) => [startTime, bookedPeople])).toEqual([
      ['10:30', 0],
      ['11:30', 3],
    ]);
    expect(await findParties(desk, { timeslotId: scene.slot(1) })).toMatchObject({
      parties: [{ orderCode: after?.code }],
    });
    expect(await scene.mailsOf(orderId)).toEqual(['order_confirmed', 'order_moved']);
    const { rows } = await database.owner.execute(sql`
      select before ->> 'timeslotId' as before, after ->> 'timeslotId' as after from audit_log where action = 'order_moved' and object_id = ${orderId}`);
    expect(rows).toEqual([{ before: scene.slot(0), after: scene.slot(1) }]);
  });

  it('may go back again', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    expect(await byStaff(orderId)).toMatchObject({ ok: true });
    expect(await byStaff(orderId, 0)).toMatchObject({ ok: true });
    expect([await soldAt(0), await soldAt(1)]).toEqual([2, 0]);
  });

  it('counts once what both times draw on: a full day does not stand in the way, a full time does', async () => {
    const first = await money.paidOrder({ adults: 2 });
    const second = await money.paidOrder({ adults: 2 });
    await heldOrder(database.db, museum, { adults: 2, slot: 1 });
    await expect(heldOrder(database.db, museum, { adults: 1, slot: 1 })).rejects.toThrow('full');
    expect(await byStaff(first.orderId)).toMatchObject({ ok: true, people: 2, dueMinor: 0, returnedMinor: 0 });
    expect(await byStaff(second.orderId)).toEqual({ ok: false, code: 'full' });
    expect([await soldAt(0), await soldAt(1)]).toEqual([2, 2]);
  });

  it('finds the places of holds that have run out', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    const gone = await heldOrder(database.db, museum, { adults: 4, slot: 1 });
    await runOutOfTime(database.owner, gone.orderId);
    expect(await byStaff(orderId)).toMatchObject({ ok: true, people: 2, dueMinor: 0, returnedMinor: 0 });
  });

  it('takes only the tickets that are still valid', async () => {
    const { orderId, tickets } = await money.paidOrder({ adults: 3 });
    await money.refund(orderId, tickets.slice(0, 1));
    await money.sendMoney();
    expect(await byStaff(orderId)).toMatchObject({ ok: true, people: 2, dueMinor: 0, returnedMinor: 0 });
    expect([await soldAt(0), await soldAt(1)]).toEqual([0, 2]);
  });

  it('is refused where it may not be', async () => {
    const { orderId, tickets } = await money.paidOrder({ adults: 2 });
    const held = await heldOrder(database.db, museum, { adults: 1 });
    const other = await buildMuseum(database.owner, {
      code: `other-${count}`,
      daysAhead: 3 + count,
      spaceId: museum.spaceId,
    });
    const move = (toTimeslotId: string, ctx = staffCtx(database.db)) => moveOrder(ctx, { orderId, toTimeslotId });
    expect(await move(scene.slot(1), staffCtx(database.db, { permissions: ['orders.see'] }))).toEqual({
      ok: false,
      code: 'forbidden',
    });
    expect(await move(scene.slot(1), scene.visitor(held.orderId))).toEqual({ ok: false, code: 'forbidden' });
    expect(await move(scene.slot(1), scene.visitor(orderId))).toEqual({ ok: false, code: 'no_offer' });
    expect(await move('nonsense')).toEqual({ ok: false, code: 'unknown_timeslot' });
    expect(await move(orderId)).toEqual({ ok: false, code: 'unknown_timeslot' });
    expect(await move(scene.slot(0))).toEqual({ ok: false, code: 'same_time' });
    expect(await move(other.timeslots[0] ?? '')).toEqual({ ok: false, code: 'other_product' });
    expect(await byStaff(held.orderId)).toEqual({ ok: false, code: 'nothing_to_move' });
    await database.owner.execute(sql`update ticket set admitted_people = 1 where id = ${tickets[0] ?? ''}`);
    expect(await move(scene.slot(1))).toEqual({ ok: false, code: 'already_used' });
    await database.owner.execute(sql`update ticket set admitted_people = 0 where id = ${tickets[0] ?? ''}`);
    await scene.cancel(48, 1);
    expect(await move(scene.slot(1))).toEqual({ ok: false, code: 'not_on_sale' });
    await scene.work();
  });

  it('asks staff for the difference that was shown where the other time costs another price', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    const next = await laterDay(700);
    expect(await moveOrder(staffCtx(database.db), { orderId, toTimeslotId: next })).toEqual({
      ok: false,
      code: 'price_differs',
      fromMinor: 1000,
      toMinor: 1400,
    });
    const shown = { orderId, toTimeslotId: next, expectedMinor: 400 };
    expect(await moveOrder(staffCtx(database.db), shown)).toMatchObject({ ok: true, people: 2, dueMinor: 400 });
    expect(await findOrderView(database.db, orderId)).toMatchObject({ timeslot: { id: scene.slot(0) } });
  });

  it('is free for whom the museum has cancelled, whatever it costs there, and only once', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    const next = await laterDay(700);
    await scene.cancel();
    await scene.work();
    const visitor = scene.visitor(orderId);
    expect(await moveOrder(visitor, { orderId, toTimeslotId: next })).toMatchObject({
      ok: true,
      people: 2,
      dueMinor: 0,
      returnedMinor: 0,
    });
    expect(await moveOrder(visitor, { orderId, toTimeslotId: scene.slot(1) })).toEqual({ ok: false, code: 'no_offer' });
    expect(await findOrderView(database.db, orderId)).toMatchObject({
      state: 'paid',
      totalMinor: 1000,
      timeslot: { id: next },
    });
    await scene.answerTimeOver();
    expect(await scene.work()).toMatchObject({ finished: 1 });
    expect(await scene.itemOf(orderId)).toMatchObject({ state: 'moved', movedTo: next });
    expect(await money.stateOf(orderId)).toMatchObject({ refunds: [], ledgerMinor: 1000, sold: 2 });
  });
});

/** A time of the same product on another day, at another price. Returns its id. */
async function laterDay(adultMinor: number): Promise<string> {
  const { rows } = await database.owner.execute<{ id: string }>(sql`
    insert into timeslot (product_id, visit_date, start_time, starts_at, ends_at)
    select product_id, visit_date + 200, start_time, starts_at + interval '200 days', ends_at + interval '200 days'
      from timeslot where id = ${scene.slot(0)} returning id`);
  const id = rows[0]?.id ?? '';
  await database.owner.execute(sql`select prepare_timeslots(array[${id}]::uuid[], '{"public": 4}')`);
  await database.owner.execute(sql`
    update price set valid_until = (select visit_date - 1 from timeslot where id = ${id})
     where product_id = ${museum.productId} and ticket_type_id = ${museum.ticketTypes.adult}`);
  await database.owner.execute(sql`
    insert into price (product_id, ticket_type_id, amount_minor, currency, valid_from)
    select ${museum.productId}, ${museum.ticketTypes.adult}, ${adultMinor}, 'AZN', visit_date from timeslot where id = ${id}`);
  return id;
}
