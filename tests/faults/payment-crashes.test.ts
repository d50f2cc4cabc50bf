import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { processProviderEvent } from '#lib/booking/process-provider-event.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { submitRefund } from '#lib/booking/submit-refund.ts';
import { sweepHolds } from '#lib/booking/sweep-holds.ts';
import { armCrashPoint, type CrashPoint } from '#lib/platform/crash-point.ts';
import { openCheckout, pageOf, payOn, sessionOf, type TestCheckout, tell } from '#tests/support/checkout.ts';
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
  database = await createTestDatabase();
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

const visitor = () => visitorCtx(database.db);
const system = () => systemCtx(database.db);
const outcome = (orderId: string) => readOutcome(database.owner, orderId);
const crash = (point: CrashPoint) =>
  armCrashPoint(point, () => {
    throw new Error('crash');
  });

async function crashedAfterCreate(): Promise<{ orderId: string; sessionId: string }> {
  const { orderId } = await heldOrder(database.db, museum);
  crash('start.after_create');
  await expect(startPayment(visitor(), { orderId })).rejects.toThrow('crash');
  expect(await outcome(orderId)).toMatchObject({ state: 'awaiting_payment', held: 2, payments: ['created'] });
  const list = await checkout.stripe.checkout.sessions.list({ limit: 1 });
  return { orderId, sessionId: list.data[0]?.id ?? '' };
}

it('finds the page again with the same key when the process died after opening it', async () => {
  const { orderId, sessionId } = await crashedAfterCreate();
  expect(await pageOf(database.db, orderId)).toContain(sessionId);
  expect(await outcome(orderId)).toMatchObject({ payments: ['open'] });
});

it('lets the sweeper find it, when the visitor does not come back', async () => {
  const { orderId, sessionId } = await crashedAfterCreate();
  await database.owner.execute(
    sql`update payment set updated_at = now() - interval '1 minute' where order_id = ${orderId}`,
  );
  expect(await sweepHolds(system())).toMatchObject({ recovered: 1 });
  expect((await sessionOf(database.owner, orderId)).sessionId).toBe(sessionId);
});

it('settles a webhook that comes before the create call has returned', async () => {
  const { orderId, sessionId } = await crashedAfterCreate();
  const page = (await checkout.stripe.checkout.sessions.retrieve(sessionId)).url ?? '';
  await payOn(page);
  const session = await checkout.stripe.checkout.sessions.retrieve(sessionId);
  const eventId = await tell(database.db, 'checkout.session.completed', session);
  expect(await processProviderEvent(system(), { eventId })).toEqual({ ok: true, outcome: 'paid' });
  expect(await outcome(orderId)).toMatchObject({ state: 'paid', tickets: 2, payments: ['succeeded'] });
  expect(await startPayment(visitor(), { orderId })).toEqual({ ok: false, code: 'already_paid' });
});

it('gives the places back of a payment that was begun and never opened', async () => {
  const { orderId } = await crashedAfterCreate();
  await runOutOfTime(database.owner, orderId);
  expect(await sweepHolds(system())).toMatchObject({ released: 1 });
  expect(await outcome(orderId)).toMatchObject({ state: 'expired', held: 0, payments: ['canceled'] });
});

it('settles anew when the process died before the settlement was committed', async () => {
  const { orderId } = await heldOrder(database.db, museum);
  await payOn(await pageOf(database.db, orderId));
  crash('settle.before_commit');
  await expect(settleOrder(visitor(), { orderId })).rejects.toThrow('crash');
  expect(await outcome(orderId)).toMatchObject({
    state: 'awaiting_payment',
    tickets: 0,
    payments: ['open'],
    ledgerMinor: 0,
    messages: [],
  });
  expect(await settleOrder(visitor(), { orderId })).toMatchObject({ ok: true, state: 'paid' });
  expect(await outcome(orderId)).toMatchObject({
    state: 'paid',
    tickets: 2,
    ledgerMinor: 1000,
    messages: ['order_confirmed queued'],
  });
});

it('refunds once when the process died after the provider was asked', async () => {
  const { orderId } = await heldOrder(database.db, museum);
  await payOn(await pageOf(database.db, orderId));
  await database.owner.execute(sql`update timeslot set state = 'cancelling' where id = ${museum.timeslots[0] ?? ''}`);
  await settleOrder(system(), { orderId });
  const { rows } = await database.owner.execute<{ id: string; intent: string }>(sql`
    select r.id, p.payment_intent_id as intent from refund r join payment p on p.id = r.payment_id where r.order_id = ${orderId}`);
  const { id: refundId, intent } = rows[0] ?? { id: '', intent: '' };
  crash('refund.after_submit');
  await expect(submitRefund(system(), { refundId })).rejects.toThrow('crash');
  expect(await outcome(orderId)).toMatchObject({
    state: 'refund_pending',
    refunds: ['cancelled_by_museum submitting'],
  });
  expect(await submitRefund(system(), { refundId })).toEqual({ ok: true, state: 'succeeded' });
  expect((await checkout.stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(1);
  expect(await outcome(orderId)).toMatchObject({ state: 'refunded', ledgerMinor: 0 });
});

it('charges nothing and keeps the hold while the provider is out of reach', async () => {
  const { orderId } = await heldOrder(database.db, museum);
  const other = await heldOrder(database.db, museum);
  await pageOf(database.db, other.orderId);
  process.env.STRIPE_API_BASE = 'http://127.0.0.1:9';
  try {
    expect(await startPayment(visitor(), { orderId })).toEqual({ ok: false, code: 'provider_unavailable' });
    expect(await outcome(orderId)).toMatchObject({ state: 'held', held: 2, payments: ['canceled'] });
    await runOutOfTime(database.owner, other.orderId);
    await runOutOfTime(database.owner, orderId);
    // Whose page may still be open keeps its places; who was given none lets them go.
    expect(await sweepHolds(system())).toMatchObject({ unreachable: 1, released: 1 });
    expect(await outcome(orderId)).toMatchObject({ state: 'expired', held: 0 });
    expect(await outcome(other.orderId)).toMatchObject({ state: 'expiring', held: 2, payments: ['open'] });
  } finally {
    process.env.STRIPE_API_BASE = checkout.url;
  }
  await runOutOfTime(database.owner, other.orderId);
  expect(await sweepHolds(system())).toMatchObject({ closed: 1, released: 1 });
  expect(await outcome(other.orderId)).toMatchObject({ state: 'expired', held: 0 });
});
