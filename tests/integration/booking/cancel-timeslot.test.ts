import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerCancellation } from '#lib/booking/answer-cancellation.ts';
import { cancelTimeslot } from '#lib/booking/cancel-timeslot.ts';
import { chooseTickets } from '#lib/booking/choose-tickets.ts';
import { holdAgain } from '#lib/booking/hold-again.ts';
import { importDisputes } from '#lib/booking/import-disputes.ts';
import { moveOrder } from '#lib/booking/move-order.ts';
import { retryRefund } from '#lib/booking/retry-refund.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { recordScan } from '#lib/desk/record-scan.ts';
import { openCheckout, pageOf, payOn, type TestCheckout } from '#tests/support/checkout.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, runOutOfTime, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { addDeskWorker, deskCtx, scanOf } from '../desk/desk-ctx.ts';
import { doorKeys } from '../desk/paid-order.ts';
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
const outcome = (orderId: string) => readOutcome(database.owner, orderId);

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase({ most: 20 });
  checkout = await openCheckout();
  await addDeskWorker(database);
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

async function freeOrder(): Promise<string> {
  const { orderId } = await heldOrder(database.db, museum, { free: 2 });
  expect(await startPayment(visitorCtx(database.db), { orderId })).toEqual({ ok: true, kind: 'paid' });
  return orderId;
}

async function refundsAtProvider(intent: string): Promise<number[]> {
  return (await checkout.stripe.refunds.list({ payment_intent: intent })).data.map(({ amount }) => amount);
}

describe('cancelling a time', () => {
  it('is refused to whom it is not allowed, without a reason, and twice', async () => {
    const input = { timeslotId: scene.slot(), reason: 'weather', note: 'Heavy snow', delayHours: 24 } as const;
    expect(await cancelTimeslot(staffCtx(database.db, { permissions: [] }), input)).toEqual({
      ok: false,
      code: 'forbidden',
    });
    expect(await cancelTimeslot(visitorCtx(database.db), input)).toEqual({ ok: false, code: 'forbidden' });
    expect(await cancelTimeslot(scene.manager(), { ...input, note: ' ' })).toEqual({ ok: false, code: 'note_missing' });
    expect(await cancelTimeslot(scene.manager(), { ...input, delayHours: -1 })).toEqual({
      ok: false,
      code: 'delay_malformed',
    });
    expect(await cancelTimeslot(scene.manager(), { ...input, timeslotId: museum.productId })).toEqual({
      ok: false,
      code: 'unknown_timeslot',
    });
    const both = await Promise.all([cancelTimeslot(scene.manager(), input), cancelTimeslot(scene.manager(), input)]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, code: 'already_cancelled' });
    const { rows } = await database.owner.execute(
      sql`select action, after ->> 'reason' as reason from audit_log where object_id = ${scene.slot()}`,
    );
    expect(rows).toEqual([{ action: 'timeslot_cancelled', reason: 'weather' }]);
    expect(await scene.work()).toMatchObject({ listed: 0, finished: 1 });
  });

  it('takes no place of it from then on, on no path', async () => {
    const held = await heldOrder(database.db, museum);
    const late = await heldOrder(database.db, museum);
    await runOutOfTime(database.owner, late.orderId);
    await scene.cancel();
    await expect(heldOrder(database.db, museum)).rejects.toThrow('not_on_sale');
    const lines = [{ ticketTypeId: museum.ticketTypes.adult, quantity: 5 }];
    expect(await chooseTickets(visitorCtx(database.db), { orderId: held.orderId, lines })).toEqual({
      ok: false,
      code: 'not_on_sale',
    });
    expect(await startPayment(visitorCtx(database.db), { orderId: held.orderId })).toEqual({
      ok: false,
      code: 'not_on_sale',
    });
    expect(await holdAgain(visitorCtx(database.db), { orderId: late.orderId })).toEqual({
      ok: false,
      code: 'not_on_sale',
    });
    await expect(
      database.db.execute(sql`update pool set status = 'on_sale' where timeslot_id = ${scene.slot()}`),
    ).rejects.toMatchObject({ cause: { code: 'MU001' } });
    await scene.work();
  });

  it('offers a paid order a move or its money, once, and sends the money when nobody answers', async () => {
    const { orderId, intent } = await money.paidOrder({ adults: 3 });
    await scene.cancel();
    expect(await scene.work()).toMatchObject({ listed: 1, worked: 1, finished: 0 });
    expect(await scene.itemOf(orderId)).toMatchObject({ state: 'offered' });
    await scene.work();
    expect(await scene.mailsOf(orderId)).toEqual(['order_confirmed', 'slot_cancelled']);
    expect(await outcome(orderId)).toMatchObject({ state: 'paid', tickets: 3, sold: 3 });
    expect(await scene.slotState()).toBe('cancelling');

    await scene.answerTimeOver();
    expect(await scene.work()).toMatchObject({ finished: 1 });
    expect(await scene.itemOf(orderId)).toMatchObject({ state: 'refunded' });
    expect(await outcome(orderId)).toMatchObject({
      state: 'refunded',
      tickets: 0,
      sold: 0,
      refunds: ['cancelled_by_museum succeeded'],
      ledgerMinor: 0,
    });
    expect(await refundsAtProvider(intent)).toEqual([1500]);
    expect(await scene.mailsOf(orderId)).toEqual(['order_confirmed', 'slot_cancelled', 'order_refunded']);
    expect(await scene.slotState()).toBe('cancelled');
  });

  it('sends the money at once where nobody is asked, however often and however many work on it', async () => {
    const orders = [
      await money.paidOrder(),
      await money.paidOrder({ adults: 1 }),
      await money.paidOrder({ adults: 2 }),
    ];
    await scene.cancel(0);
    await Promise.all([scene.work(), scene.work(), scene.work()]);
    await scene.hurry();
    await Promise.all([scene.work(), scene.work()]);
    for (const { orderId, intent } of orders) {
      expect(await outcome(orderId)).toMatchObject({ state: 'refunded', tickets: 0, sold: 0, ledgerMinor: 0 });
      expect(await refundsAtProvider(intent)).toHaveLength(1);
      expect(await scene.mailsOf(orderId)).toEqual(['order_confirmed', 'order_refunded']);
    }
    expect(await scene.slotState()).toBe('cancelled');
  });

  it('gives back what the visitor still has, and not what was taken back by the ladder', async () => {
    const { orderId, tickets, intent } = await money.paidOrder({ adults: 3 });
    await money.startsIn(10);
    await money.refund(orderId, tickets.slice(0, 1));
    await money.sendMoney();
    await scene.cancel(0);
    await scene.work();
    expect((await refundsAtProvider(intent)).sort((one, other) => one - other)).toEqual([250, 1000]);
    expect(await outcome(orderId)).toMatchObject({ state: 'refunded', ledgerMinor: 250 });
    expect(await scene.itemOf(orderId)).toMatchObject({ state: 'refunded' });
  });

  it('lets go of what is held, closes the page that is open, and owes a free order nothing', async () => {
    const held = await heldOrder(database.db, museum);
    const paying = await heldOrder(database.db, museum);
    const page = await pageOf(database.db, paying.orderId);
    const free = await freeOrder();
    await scene.cancel(0);
    expect(await scene.work()).toMatchObject({ listed: 3, finished: 1 });
    expect(await payOn(page)).not.toBe(303);
    expect(await outcome(held.orderId)).toMatchObject({ state: 'cancelled', held: 0 });
    expect(await outcome(paying.orderId)).toMatchObject({ state: 'cancelled', held: 0, payments: ['expired'] });
    expect(await outcome(free)).toMatchObject({ state: 'cancelled', tickets: 0, sold: 0 });
    for (const orderId of [held.orderId, paying.orderId, free])
      expect(await scene.itemOf(orderId)).toMatchObject({ state: 'nothing_due' });
    expect(await scene.mailsOf(free)).toEqual(['order_confirmed', 'tickets_cancelled']);
  });

  it('finds who paid in the same moment: the money goes back whole, and never a ticket', async () => {
    const paying = await heldOrder(database.db, museum);
    await payOn(await pageOf(database.db, paying.orderId));
    await scene.cancel(48);
    await scene.work();
    await scene.hurry();
    await scene.work();
    expect(await outcome(paying.orderId)).toMatchObject({
      state: 'refunded',
      tickets: 0,
      sold: 0,
      held: 0,
      refunds: ['cancelled_by_museum succeeded'],
      ledgerMinor: 0,
    });
    expect(await scene.itemOf(paying.orderId)).toMatchObject({ state: 'refunded' });
  });

  it('finds who paid when it was all over', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    const page = await pageOf(database.db, orderId);
    await database.owner.execute(sql`update orders set state = 'expiring' where id = ${orderId}`);
    await database.owner.execute(sql`update payment set state = 'expired' where order_id = ${orderId}`);
    await database.owner.execute(sql`update claim set state = 'released' where order_id = ${orderId}`);
    await database.owner.execute(sql`update orders set state = 'expired' where id = ${orderId}`);
    await scene.cancel(0);
    expect(await scene.work()).toMatchObject({ listed: 0, finished: 1 });
    await payOn(page);
    await settleOrder(systemCtx(database.db), { orderId });
    expect(await scene.itemOf(orderId)).toMatchObject({ state: 'listed' });
    await scene.work();
    await scene.hurry();
    await scene.work();
    expect(await scene.itemOf(orderId)).toMatchObject({ state: 'refunded' });
    expect(await outcome(orderId)).toMatchObject({ state: 'refunded', ledgerMinor: 0 });
  });

  it('asks a person where a refund fails, and goes on when the person has sent it again', async () => {
    const { orderId } = await money.paidOrder();
    await faults({ refundFails: 1, refundPending: 1, refundPendingMs: 1 });
    await scene.cancel(0);
    await scene.work();
    await faults({ refundFails: 0, refundPending: 0 });
    await settledSandbox();
    await scene.hurry();
    await scene.work();
    expect(await scene.itemOf(orderId)).toEqual({ state: 'needs_person', why: 'refund_failed', movedTo: null });
    expect(await scene.slotState()).toBe('cancelled');
    const { rows } = await database.owner.execute<{ id: string }>(
      sql`select id from refund where order_id = ${orderId} and state = 'manual'`,
    );
    expect(await retryRefund(scene.manager(), { refundId: rows[0]?.id ?? '' })).toMatchObject({ ok: true });
    await scene.hurry();
    await scene.work();
    await scene.hurry();
    await scene.work();
    expect(await scene.itemOf(orderId)).toMatchObject({ state: 'refunded', why: null });
    expect(await outcome(orderId)).toMatchObject({ state: 'refunded', ledgerMinor: 0 });
  });

  it('waits for the bank where a payment is disputed', async () => {
    const won = await money.paidOrder();
    const lost = await money.paidOrder({ adults: 1 });
    const disputes = [await dispute(won.intent), await dispute(lost.intent)];
    await scene.cancel(0);
    await scene.work();
    for (const { orderId } of [won, lost])
      expect(await scene.itemOf(orderId)).toEqual({ state: 'needs_person', why: 'disputed', movedTo: null });
    expect(await scene.slotState()).toBe('cancelled');
    await close(disputes[0] ?? '', 'won', won.intent);
    await close(disputes[1] ?? '', 'lost', lost.intent);
    for (const _round of [1, 2]) {
      await scene.hurry();
      await scene.work();
    }
    expect(await scene.itemOf(won.orderId)).toMatchObject({ state: 'refunded' });
    expect(await outcome(won.orderId)).toMatchObject({ state: 'refunded', sold: 0, ledgerMinor: 0 });
    expect(await scene.itemOf(lost.orderId)).toMatchObject({ state: 'nothing_due' });
    expect(await outcome(lost.orderId)).toMatchObject({ state: 'lost', refunds: [] });
  });

  it('sends the money at once to whom would rather not wait; twice is once', async () => {
    const { orderId, intent } = await money.paidOrder();
    await scene.cancel();
    await scene.work();
    const visitor = scene.visitor(orderId);
    expect(await answerCancellation(scene.visitor(scene.slot()), { orderId })).toEqual({
      ok: false,
      code: 'forbidden',
    });
    const answers = await Promise.all([
      answerCancellation(visitor, { orderId }),
      answerCancellation(visitor, { orderId }),
    ]);
    expect(answers.filter(({ ok }) => ok)).toEqual([{ ok: true, amountMinor: 1500 }]);
    expect(answers.filter(({ ok }) => !ok)).toEqual([{ ok: false, code: 'no_offer' }]);
    await scene.work();
    expect(await scene.itemOf(orderId)).toMatchObject({ state: 'refunded' });
    expect(await refundsAtProvider(intent)).toEqual([1500]);
    expect(await scene.slotState()).toBe('cancelled');
  });

  it('lets nobody in at its time, and lets them in at the time they have moved to', async () => {
    const { orderId } = await money.paidOrder({ adults: 1 });
    const { rows } = await database.owner.execute<{ code: string; first: string; second: string }>(sql`
      select k.short_code as code, (select starts_at from timeslot where id = ${scene.slot(0)}) as first,
             (select starts_at from timeslot where id = ${scene.slot(1)}) as second from ticket k where k.order_id = ${orderId}`);
    const ticket = rows[0] ?? { code: '', first: '', second: '' };
    const scan = async (at: Date) => {
      const keys = await doorKeys();
      const result = await recordScan(deskCtx(database, at), scanOf(ticket.code, at), keys.verify);
      return result.ok && result.kind === 'judged' ? result.decision.code : result;
    };
    await scene.cancel();
    await scene.work();
    expect(await scan(new Date(ticket.first))).toBe('suspended');
    await moveOrder(scene.visitor(orderId), { orderId, toTimeslotId: scene.slot(1) });
    expect(await scan(new Date(ticket.second))).toBe('admitted');
  });

  it('gives back the places of its guide at once', async () => {
    museum = await buildMuseum(database.owner, { code: `guided-${count}`, daysAhead: 40 + count, isGuided: true });
    const inRoom = async () => {
      const { rows } = await database.owner.execute<{ sold: number }>(sql`
        select coalesce(sum(q.sold), 0)::int as sold from pool q join pool_set_member m on m.pool_id = q.id
          join pool_set s on s.id = m.pool_set_id where s.timeslot_id = ${scene.slot(0)} and s.lane = 'guide'`);
      return rows[0]?.sold ?? 0;
    };
    expect(await inRoom()).toBeGreaterThan(0);
    await scene.cancel(0);
    expect(await inRoom()).toBe(0);
    await scene.work();
  });

  it('is called cancelled by nobody before every order has come to its end', async () => {
    await money.paidOrder();
    await scene.cancel();
    const end = sql`update timeslot set state = 'cancelled' where id = ${scene.slot()}`;
    await expect(database.owner.execute(end)).rejects.toMatchObject({ cause: { code: 'MU011' } });
    await scene.work();
    await expect(database.owner.execute(end)).rejects.toMatchObject({ cause: { code: 'MU011' } });
  });

  it('stands in the order’s history step by step', async () => {
    const { orderId } = await money.paidOrder();
    await scene.cancel();
    await scene.work();
    await scene.answerTimeOver();
    await scene.work();
    const { rows } = await database.owner.execute<{ step: string }>(sql`
      select coalesce(from_state, '-') || ' ' || to_state as step from order_event
       where order_id = ${orderId} and machine = 'cancellation' order by id`);
    expect(rows.map(({ step }) => step)).toEqual([
      '- listed',
      'listed offered',
      'offered refunding',
      'refunding refunded',
    ]);
  });
});

async function faults(changes: object): Promise<void> {
  await control('faults', changes);
}
async function settledSandbox(): Promise<void> {
  await control('settled', {});
}
async function dispute(intent: string): Promise<string> {
  const { id } = await control('dispute', { payment_intent: intent });
  await importDisputes(systemCtx(database.db), { paymentIntentId: intent });
  return id;
}
async function close(id: string, outcome: 'won' | 'lost', intent: string): Promise<void> {
  await control('close-dispute', { dispute: id, outcome });
  await importDisputes(systemCtx(database.db), { paymentIntentId: intent });
}
async function control(path: string, body: object): Promise<{ id: string }> {
  const answer = await fetch(`${checkout.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as { id: string };
}
