import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findOrders } from '#lib/booking/find-orders.ts';
import { getOrderHistory } from '#lib/booking/order-history.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { dateAt } from '#lib/platform/time.ts';
import { getSlotPage } from '#lib/reports/get-slot-page.ts';
import { listAudit } from '#lib/reports/list-audit.ts';
import { listDaySlots } from '#lib/reports/list-day-slots.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';
import { staffCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { type BusyMuseum, buildBusyMuseum } from './busy-museum.ts';

let database: TestDatabase;
let museum: BusyMuseum;
let ctx: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildBusyMuseum(database);
  ctx = staffCtx(database.db, { permissions: ['orders.see', 'today.see', 'audit.see'] });
});
afterAll(() => database.close());

async function found(input: Parameters<typeof findOrders>[1]): Promise<string[]> {
  const answer = await findOrders(ctx, input);
  if (!answer.ok) throw new Error(answer.code);
  expect(answer.total).toBe(answer.orders.length);
  return answer.orders.map((order) => order.id);
}

test('the day: lanes with held, sold, arrived and what can still be taken', async () => {
  const day = await listDaySlots(ctx, museum.visitDate);
  if (!day.ok) throw new Error(day.code);
  expect(day.slots.map((slot) => slot.startTime)).toEqual(['10:30', '11:30']);
  const [first, second] = day.slots.map((slot) => slot.lanes);
  expect(first).toEqual([
    { lane: 'public', capacity: 10, held: 0, sold: 2, arrived: 1, free: 8 },
    { lane: 'desk', capacity: 3, held: 0, sold: 0, arrived: 0, free: 3 },
    // 15 places of the lane, but the room has 13 left.
    { lane: 'schools', capacity: 15, held: 0, sold: 0, arrived: 0, free: 13 },
  ]);
  expect(day.slots.map((slot) => slot.free)).toEqual([13, 14]);
  expect(second?.[0]).toMatchObject({ lane: 'public', held: 1, sold: 0, free: 9 });
  expect(day.totals).toEqual({ capacity: 56, held: 1, sold: 2, arrived: 1 });
  expect(await listDaySlots(ctx, '2001-01-01')).toMatchObject({ ok: true, slots: [] });
});

test('a time: every pool it draws on', async () => {
  const day = await listDaySlots(ctx, museum.visitDate);
  const id = day.ok ? (day.slots[0]?.id ?? '') : '';
  const found = await getSlotPage(ctx, id);
  if (!found.ok) throw new Error(found.code);
  const { slot } = found;
  expect(slot).toMatchObject({ startTime: '10:30', state: 'on_sale', visitDate: museum.visitDate });
  expect(slot.pools.slice(0, 3).map((pool) => [pool.lane, pool.capacity, pool.sold])).toEqual([
    ['public', 10, 2],
    ['desk', 3, 0],
    ['schools', 15, 0],
  ]);
  const kinds = [...new Set(slot.pools.map((pool) => pool.kind))];
  expect(kinds).toEqual(['lane', 'space', 'building', 'day']);
  expect(slot.pools.find((pool) => pool.kind === 'space')).toMatchObject({ fireLimit: expect.any(Number), sold: 2 });
  expect(await getSlotPage(ctx, newId())).toEqual({ ok: false, code: 'unknown_timeslot' });
  expect(await getSlotPage(visitorCtx(database.db), id)).toEqual({ ok: false, code: 'forbidden' });
});

test('orders are found by what somebody has at hand', async () => {
  const { paid, heldId } = museum;
  expect(new Set(await found({}))).toEqual(new Set([paid.orderId, heldId]));
  for (const q of [
    paid.orderCode,
    paid.orderCode.slice(0, 5).toLowerCase(),
    'gunay',
    'ƏLİYEVA',
    'eliyeva gün',
    'Гүнај',
    'Aliyeva',
    'Алиева',
    paid.tickets[1]?.shortCode,
    formatShortCode(paid.tickets[0]?.shortCode ?? ''),
  ]) {
    expect(await found({ q }), `search for ${q}`).toEqual([paid.orderId]);
  }
  for (const q of ['rasim.shukurov@example.org', 'RASIM.SHUKUROV@', 'Şükürov', 'shukurov', ' Рашид ']) {
    expect(await found({ q }), `search for ${q}`).toEqual([heldId]);
  }
});

test.each(['%', '_', "' or true --", 'xyz nobody', 'a@b', '\u0000', '😀', '\\'])(
  '%j finds nobody and breaks nothing',
  async (q) => {
    expect(q === '\u0000' ? [] : await found({ q })).toEqual([]);
    expect(await findOrders(ctx, { q })).toMatchObject({ ok: true });
  },
);

test('filters narrow; unknown ones are ignored; pages stay in bounds', async () => {
  const { paid, heldId } = museum;
  expect(await found({ state: 'held' })).toEqual([heldId]);
  expect(await found({ state: 'paid', date: museum.visitDate })).toEqual([paid.orderId]);
  expect(await found({ date: '2001-01-01' })).toEqual([]);
  expect(await found({ state: "x'", date: 'yesterday' })).toHaveLength(2);
  for (const page of [-1, 0, 99, 1e12, Number.NaN, 1.5]) {
    expect(await findOrders(ctx, { page })).toMatchObject({ ok: true, page: 1, pages: 1, total: 2 });
  }
  expect(await findOrders(ctx, { q: 'gunay' })).toMatchObject({
    orders: [{ people: 2, totalMinor: 1000, visitDate: museum.visitDate, startTime: '10:30', isRunOut: false }],
  });
});

test('an order tells its history', async () => {
  const answer = await getOrderHistory(ctx, museum.paid.orderId);
  if (!answer.ok) throw new Error(answer.code);
  const { events, scans, messages, refunds } = answer.history;
  expect(events.map(({ fromState, toState }) => [fromState, toState])).toEqual([
    [null, 'held'],
    ['held', 'paid'],
  ]);
  expect(events[0]?.at).toBeInstanceOf(Date);
  expect(scans).toMatchObject([{ outcome: 'admitted', admittedPeople: 1, station: 'Door', isOverride: false }]);
  expect([messages, refunds]).toEqual([[], []]);
  for (const id of [newId(), 'x', "' or true"]) {
    expect(await getOrderHistory(ctx, id)).toEqual({ ok: false, code: 'unknown_order' });
  }
});

test('the audit log is searched by action, order, doer and day', async () => {
  const staffId = newId();
  await database.owner.execute(
    sql`insert into staff_member (id, email, name) values (${staffId}, 'a@example.org', 'Səbinə')`,
  );
  await database.owner.execute(sql`
    insert into audit_log (at, actor_kind, actor_id, action, object_kind, object_id, before, after) values
      ('2030-03-01T18:14:59Z', 'staff', ${staffId}, 'tickets_sent_again', 'order', ${museum.paid.orderId}, null, '{"n":1}'),
      ('2030-03-01T18:15:00Z', 'system', 'sweep', 'swept', 'job', 'sweep', null, null)`);
  const actions = async (input: { q?: string; date?: string }) => {
    const answer = await listAudit(ctx, { ...input, zone: museum.zone });
    if (!answer.ok) throw new Error(answer.code);
    return answer.rows.map((row) => row.action);
  };
  expect(await actions({ q: 'tickets_sent' })).toEqual(['tickets_sent_again']);
  expect(await actions({ q: museum.paid.orderCode.toLowerCase() })).toEqual(['tickets_sent_again']);
  expect(await actions({ q: 'səbinə' })).toEqual(['tickets_sent_again']);
  expect(await actions({ q: staffId })).toEqual(['tickets_sent_again']);
  // Midnight of the museum's zone (UTC+5:45) lies between the two.
  expect(dateAt(new Date('2030-03-01T18:15:00Z'), museum.zone)).toBe('2030-03-02');
  expect(await actions({ date: '2030-03-01' })).toEqual(['tickets_sent_again']);
  expect(await actions({ date: '2030-03-02' })).toEqual(['swept']);
  expect(await actions({ q: '%' })).toEqual([]);
});

test('who may not is refused, whoever they are', async () => {
  const nobody = [visitorCtx(database.db), staffCtx(database.db, { permissions: ['tickets.admit', 'money.see'] })];
  const refused = { ok: false, code: 'forbidden' };
  for (const other of nobody) {
    expect(await findOrders(other, {})).toEqual(refused);
    expect(await getOrderHistory(other, museum.paid.orderId)).toEqual(refused);
    expect(await listDaySlots(other, museum.visitDate)).toEqual(refused);
    expect(await listAudit(other, { zone: museum.zone })).toEqual(refused);
  }
});
