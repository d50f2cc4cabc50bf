import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { holdAgain } from '#lib/booking/hold-again.ts';
import { leavePayment } from '#lib/booking/leave-payment.ts';
import { processProviderEvent } from '#lib/booking/process-provider-event.ts';
import { reconcilePayments } from '#lib/booking/reconcile-payments.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { settlePayment } from '#lib/booking/settle-payment.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { submitRefund } from '#lib/booking/submit-refund.ts';
import { sweepHolds } from '#lib/booking/sweep-holds.ts';
import { openCheckout, pageOf, payOn, sessionOf, type TestCheckout, tell, testCards } from '#tests/support/checkout.ts';
import { systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, runOutOfTime, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let checkout: TestCheckout;
let museum: TestMuseum;
let count = 0;

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
  museum = await buildMuseum(database.owner, { code: `route-${count}`, daysAhead: 3 + count, lanes: { public: 4 } });
});

const visitor = () => visitorCtx(database.db);
const system = () => systemCtx(database.db);
const outcome = (orderId: string) => readOutcome(database.owner, orderId);
const paid = {
  state: 'paid',
  tickets: 2,
  sold: 2,
  held: 0,
  payments: ['succeeded'],
  refunds: [],
  ledgerMinor: 1000,
  messages: ['order_confirmed queued'],
};

async function runJobs(): Promise<void> {
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select id from refund where state not in ('succeeded','failed','manual')`,
  );
  for (const { id } of rows) await submitRefund(system(), { refundId: id });
}

describe('paid once', () => {
  it('though webhook, return page, sweeper and reconciler all settle at the same moment', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    await payOn(await pageOf(database.db, orderId));
    const { paymentId, sessionId } = await sessionOf(database.owner, orderId);
    const session = await checkout.stripe.checkout.sessions.retrieve(sessionId);
    const events = await Promise.all(
      Array.from({ length: 5 }, () => tell(database.db, 'checkout.session.completed', session)),
    );
    await runOutOfTime(database.owner, orderId);
    await database.owner.execute(
      sql`update payment set created_at = now() - interval '3 minutes' where id = ${paymentId}`,
    );
    await Promise.all([
      ...events.map((eventId) => processProviderEvent(system(), { eventId })),
      ...Array.from({ length: 4 }, () => settleOrder(visitor(), { orderId })),
      sweepHolds(system()),
      reconcilePayments(system()),
    ]);
    expect(await outcome(orderId)).toEqual(paid);
    const { rows } = await database.owner.execute(sql`
      select (select count(*)::int from order_event where order_id = ${orderId} and to_state = 'paid') as paid,
             (select count(*)::int from message where order_id = ${orderId}) as messages`);
    expect(rows[0]).toEqual({ paid: 1, messages: 1 });
  });

  it('after a declined card, told to the visitor as declined, on the same page', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    const page = await pageOf(database.db, orderId);
    await payOn(page, testCards.declined);
    expect(await settleOrder(visitor(), { orderId })).toMatchObject({
      ok: true,
      state: 'open',
      failureCode: expect.stringContaining('decline'),
    });
    expect(await outcome(orderId)).toMatchObject({
      state: 'awaiting_payment',
      tickets: 0,
      held: 2,
      payments: ['open'],
    });
    expect(await pageOf(database.db, orderId)).toBe(page);
    await payOn(page);
    expect(await settleOrder(visitor(), { orderId })).toMatchObject({ ok: true, state: 'paid', failureCode: null });
    expect(await outcome(orderId)).toEqual(paid);
  });

  it('when all webhooks are lost: the reconciler finds it', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    await payOn(await pageOf(database.db, orderId));
    expect(await reconcilePayments(system())).toMatchObject({ settled: 0 });
    await database.owner.execute(
      sql`update payment set created_at = now() - interval '3 minutes', updated_at = now() - interval '3 minutes' where order_id = ${orderId}`,
    );
    expect(await reconcilePayments(system())).toMatchObject({ settled: 1 });
    expect(await outcome(orderId)).toEqual(paid);
  });
});

describe('one page for an order', () => {
  it('whoever clicks, together and again', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    const answers = await Promise.all(Array.from({ length: 6 }, () => startPayment(visitor(), { orderId })));
    const urls = new Set(answers.map((answer) => (answer.ok && answer.kind === 'redirect' ? answer.url : answer)));
    expect(urls.size).toBe(1);
    expect([...urls][0]).toContain('/c/pay/');
    expect(await outcome(orderId)).toMatchObject({ state: 'awaiting_payment', payments: ['open'] });
    const { rows } = await database.owner.execute<{ minutes: number }>(sql`
      select round(extract(epoch from expires_at - now()) / 60)::int as minutes from orders where id = ${orderId}`);
    expect(rows[0]?.minutes).toBe(36);
  });

  it('which is closed for certain before the booking may be changed', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    const page = await pageOf(database.db, orderId);
    expect(await leavePayment(visitor(), { orderId })).toEqual({ ok: true });
    expect(await payOn(page)).not.toBe(303);
    expect(await outcome(orderId)).toMatchObject({ state: 'held', held: 2, payments: ['expired'] });
    const again = await pageOf(database.db, orderId);
    expect(again).not.toBe(page);
    await payOn(again);
    expect(await leavePayment(visitor(), { orderId })).toEqual({ ok: false, code: 'already_paid' });
    expect(await outcome(orderId)).toMatchObject({ ...paid, payments: ['expired', 'succeeded'] });
  });
});

describe('a hold that ran out', () => {
  it('gives its places back only after the page is closed', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    const page = await pageOf(database.db, orderId);
    await runOutOfTime(database.owner, orderId);
    expect(await startPayment(visitor(), { orderId })).toEqual({ ok: false, code: 'hold_run_out' });
    expect(await sweepHolds(system())).toMatchObject({ closed: 1, released: 1, unreachable: 0 });
    expect(await outcome(orderId)).toMatchObject({ state: 'expired', held: 0, sold: 0, payments: ['expired'] });
    expect(await payOn(page)).not.toBe(303);
    const { rows } = await database.owner.execute(
      sql`select to_state from order_event where order_id = ${orderId} and machine = 'order' order by id`,
    );
    expect(rows.map((row) => row.to_state)).toEqual(['held', 'awaiting_payment', 'expiring', 'expired']);
  });

  it('is paid, if it was paid a moment before', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    await payOn(await pageOf(database.db, orderId));
    await runOutOfTime(database.owner, orderId);
    await sweepHolds(system());
    expect(await outcome(orderId)).toEqual(paid);
  });
});

describe('late money', () => {
  async function paidTooLate(): Promise<string> {
    const { orderId } = await heldOrder(database.db, museum);
    await payOn(await pageOf(database.db, orderId));
    // Released by force while the provider was out of reach: the page could be paid all the same.
    await runOutOfTime(database.owner, orderId);
    await database.owner.execute(sql`update payment set state = 'failed' where order_id = ${orderId}`);
    await sweepHolds(system());
    expect(await outcome(orderId)).toMatchObject({ state: 'expired', held: 0 });
    return orderId;
  }

  it('gets its places when there is room', async () => {
    const orderId = await paidTooLate();
    expect(await settleOrder(system(), { orderId })).toMatchObject({ ok: true, state: 'paid' });
    expect(await outcome(orderId)).toEqual(paid);
  });

  it('goes back in full by itself when the places are gone, with one mail and no ticket', async () => {
    const orderId = await paidTooLate();
    await heldOrder(database.db, museum, { adults: 3 });
    await Promise.all(Array.from({ length: 3 }, () => settleOrder(system(), { orderId })));
    expect(await outcome(orderId)).toMatchObject({
      state: 'paid_unfulfillable',
      tickets: 0,
      sold: 0,
      refunds: ['late_payment requested'],
      ledgerMinor: 1000,
    });
    await Promise.all([runJobs(), runJobs()]);
    expect(await outcome(orderId)).toEqual({
      state: 'refunded',
      tickets: 0,
      sold: 0,
      held: 0,
      payments: ['succeeded'],
      refunds: ['late_payment succeeded'],
      ledgerMinor: 0,
      messages: ['order_refunded queued'],
    });
    expect(await holdAgain(visitor(), { orderId })).toMatchObject({ ok: false });
  });

  it('for a time that is being cancelled goes back too', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    await payOn(await pageOf(database.db, orderId));
    await database.owner.execute(sql`update timeslot set state = 'cancelling' where id = ${museum.timeslots[0] ?? ''}`);
    await settleOrder(system(), { orderId });
    await runJobs();
    expect(await outcome(orderId)).toMatchObject({
      state: 'refunded',
      tickets: 0,
      held: 0,
      refunds: ['cancelled_by_museum succeeded'],
      ledgerMinor: 0,
    });
  });
});

it('sends back a second payment of a paid order, and leaves the tickets alone', async () => {
  const { orderId } = await heldOrder(database.db, museum);
  await payOn(await pageOf(database.db, orderId));
  const first = await sessionOf(database.owner, orderId);
  // The first page counted as over, though it had just been paid: a second one was opened and paid.
  await database.owner.execute(sql`update payment set state = 'expired' where id = ${first.paymentId}`);
  await payOn(await pageOf(database.db, orderId));
  await settleOrder(system(), { orderId });
  expect(await settlePayment(system(), { paymentId: first.paymentId })).toMatchObject({ ok: true, state: 'refunding' });
  await runJobs();
  expect(await outcome(orderId)).toMatchObject({
    state: 'paid',
    tickets: 2,
    payments: ['succeeded', 'succeeded'],
    refunds: ['paid_twice succeeded'],
    ledgerMinor: 1000,
  });
});

it('makes no ticket of money that is not what was asked for', async () => {
  const { orderId } = await heldOrder(database.db, museum);
  await payOn(await pageOf(database.db, orderId));
  const { paymentId } = await sessionOf(database.owner, orderId);
  await database.owner.execute(sql`update payment set amount_minor = amount_minor + 1 where id = ${paymentId}`);
  expect(await settleOrder(system(), { orderId })).toMatchObject({ ok: true, state: 'mismatch' });
  expect(await outcome(orderId)).toMatchObject({ tickets: 0, payments: ['mismatch'], ledgerMinor: 0, messages: [] });
  const { rows } = await database.owner.execute(
    sql`select count(*)::int as alarms from audit_log where action = 'payment_mismatch' and object_id = ${paymentId}`,
  );
  expect(rows[0]).toEqual({ alarms: 1 });
});

it('takes over a full refund made in the provider’s dashboard: once, with the tickets revoked and the places free', async () => {
  const { orderId } = await heldOrder(database.db, museum);
  await payOn(await pageOf(database.db, orderId));
  await settleOrder(system(), { orderId });
  const session = await checkout.stripe.checkout.sessions.retrieve(
    (await sessionOf(database.owner, orderId)).sessionId,
  );
  const refund = await checkout.stripe.refunds.create({ payment_intent: String(session.payment_intent), amount: 1000 });
  const events = await Promise.all([
    tell(database.db, 'refund.created', refund),
    tell(database.db, 'refund.updated', refund),
  ]);
  await Promise.all(events.map((eventId) => processProviderEvent(system(), { eventId })));
  expect(await outcome(orderId)).toMatchObject({
    state: 'refunded',
    tickets: 0,
    sold: 0,
    refunds: ['outside succeeded'],
    ledgerMinor: 0,
  });
});
