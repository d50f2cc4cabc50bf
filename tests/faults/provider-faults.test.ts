import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chooseTickets } from '#lib/booking/choose-tickets.ts';
import { leavePayment } from '#lib/booking/leave-payment.ts';
import { processProviderEvent } from '#lib/booking/process-provider-event.ts';
import { refundTickets } from '#lib/booking/refund-tickets.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { submitRefund } from '#lib/booking/submit-refund.ts';
import type { Faults } from '#lib/demo/stripe-sandbox/faults.ts';
import { armCrashPoint } from '#lib/platform/crash-point.ts';
import { openCheckout, pageOf, payOn, sessionOf, type TestCheckout, tell } from '#tests/support/checkout.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, useTestInstallation } from '#tests/support/held-order.ts';
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
  museum = await buildMuseum(database.owner, {
    code: `route-${count}`,
    daysAhead: 3 + count,
    lanes: { public: 80 },
    peopleAtOnce: 80,
  });
});
afterEach(() => control('clear-faults'));

const visitor = () => visitorCtx(database.db);
const system = () => systemCtx(database.db);
const outcome = (orderId: string) => readOutcome(database.owner, orderId);
const control = (path: string, body: object = {}) =>
  fetch(`${checkout.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
const strike = (faults: Partial<Faults>) => control('faults', faults);
const crash = () => {
  throw new Error('crash');
};

/** A paid order of three, of which one ticket is to be refunded: so that a second refund of it would be possible. */
async function oneToRefund(): Promise<{ orderId: string; intent: string; refundId: string }> {
  const { orderId } = await heldOrder(database.db, museum, { adults: 3 });
  await payOn(await pageOf(database.db, orderId));
  await settleOrder(system(), { orderId });
  const { rows } = await database.owner.execute<{ ticket: string; intent: string }>(sql`
    select k.id as ticket, p.payment_intent_id as intent from ticket k join payment p on p.order_id = k.order_id
     where k.order_id = ${orderId} limit 1`);
  const { ticket, intent } = rows[0] ?? { ticket: '', intent: '' };
  const choice = { orderId, ticketIds: [ticket], cause: 'cancelled_by_museum', isWaived: false } as const;
  const refunding = await refundTickets(staffCtx(database.db), { ...choice, note: 'A test', expectedMinor: 500 });
  if (!refunding.ok || refunding.kind !== 'refunding') throw new Error(JSON.stringify(refunding));
  return { orderId, intent, refundId: refunding.refundIds[0] ?? '' };
}

const refundsOf = async (intent: string) =>
  (await checkout.stripe.refunds.list({ payment_intent: intent })).data.map(({ amount }) => amount);

describe('a key', () => {
  it('belongs to the attempt: another sum is another attempt, whatever became of the first page', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    armCrashPoint('start.after_create', crash);
    await expect(startPayment(visitor(), { orderId })).rejects.toThrow('crash');
    expect(await leavePayment(visitor(), { orderId })).toEqual({ ok: true });
    const lines = [{ ticketTypeId: museum.ticketTypes.adult, quantity: 3 }];
    expect(await chooseTickets(visitor(), { orderId, lines })).toMatchObject({ ok: true, totalMinor: 1500 });
    await payOn(await pageOf(database.db, orderId));
    expect(await settleOrder(visitor(), { orderId })).toMatchObject({ state: 'paid' });
    expect(await outcome(orderId)).toMatchObject({
      payments: ['canceled', 'succeeded'],
      tickets: 3,
      ledgerMinor: 1500,
    });
    const sessions = await checkout.stripe.checkout.sessions.list({ limit: 2 });
    expect(sessions.data.map(({ amount_total }) => amount_total)).toEqual([1500, 1000]);
  });

  it('that may be forgotten opens no second page: the attempt ends, and a new one begins', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    armCrashPoint('start.after_create', crash);
    await expect(startPayment(visitor(), { orderId })).rejects.toThrow('crash');
    await database.owner.execute(
      sql`update payment set created_at = created_at - interval '23 hours 1 minute' where order_id = ${orderId}`,
    );
    await payOn(await pageOf(database.db, orderId));
    expect(await settleOrder(visitor(), { orderId })).toMatchObject({ state: 'paid' });
    expect(await outcome(orderId)).toMatchObject({ payments: ['canceled', 'succeeded'], ledgerMinor: 1000 });
  });

  it('that is forgotten sends no money twice: what was sent is looked for first', async () => {
    const { orderId, intent, refundId } = await oneToRefund();
    armCrashPoint('refund.after_submit', crash);
    await expect(submitRefund(system(), { refundId })).rejects.toThrow('crash');
    const day = 25 * 3_600_000;
    await database.owner.execute(
      sql`update refund set created_at = created_at - interval '25 hours' where id = ${refundId}`,
    );
    await control('age', { ms: day });
    expect(await submitRefund(system(), { refundId })).toEqual({ ok: true, state: 'succeeded' });
    expect(await refundsOf(intent)).toEqual([500]);
    expect(await outcome(orderId)).toMatchObject({ refunds: ['cancelled_by_museum succeeded'], ledgerMinor: 1000 });
  });
});

describe('a server error that is kept for its key', () => {
  it('and nothing made: is asked again with the next key, once', async () => {
    const { intent, refundId } = await oneToRefund();
    await strike({ serverError: 1 });
    expect(await submitRefund(system(), { refundId })).toEqual({ ok: false, code: 'provider_unavailable' });
    await control('clear-faults');
    expect(await submitRefund(system(), { refundId })).toEqual({ ok: true, state: 'succeeded' });
    expect(await refundsOf(intent)).toEqual([500]);
  });

  it('and the refund made all the same: it is found', async () => {
    const { intent, refundId } = await oneToRefund();
    await strike({ serverErrorAfterChange: 1 });
    expect(await submitRefund(system(), { refundId })).toEqual({ ok: false, code: 'provider_unavailable' });
    await control('clear-faults');
    expect(await submitRefund(system(), { refundId })).toEqual({ ok: true, state: 'succeeded' });
    expect(await refundsOf(intent)).toEqual([500]);
  });

  it('leaves the hold as it was, and the next press opens a page of its own', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    await strike({ serverError: 1 });
    expect(await startPayment(visitor(), { orderId })).toEqual({ ok: false, code: 'provider_unavailable' });
    expect(await outcome(orderId)).toMatchObject({ state: 'held', held: 2, payments: ['canceled'] });
    await control('clear-faults');
    await payOn(await pageOf(database.db, orderId));
    expect(await settleOrder(visitor(), { orderId })).toMatchObject({ state: 'paid' });
  });
});

describe('what the provider says', () => {
  it('in an event of another shape is only a hint: the object is asked for in the version we know', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    await payOn(await pageOf(database.db, orderId));
    const { sessionId } = await sessionOf(database.owner, orderId);
    const strange = {
      id: sessionId,
      object: 'checkout.session',
      payment_status: { now: 'unpaid' },
      amount_total: '1',
      lines: [],
    };
    const eventId = await tell(database.db, 'checkout.session.completed', strange);
    expect(await processProviderEvent(system(), { eventId })).toEqual({ ok: true, outcome: 'paid' });
    expect(await outcome(orderId)).toMatchObject({ state: 'paid', ledgerMinor: 1000 });
    const { lastResponse } = await checkout.stripe.checkout.sessions.retrieve(sessionId);
    expect(lastResponse.apiVersion).toBe('2026-10-28.endive');
  });

  it('is "too many requests" to a crowd: nobody loses the places, all get through, each pays once', async () => {
    const orders = await Promise.all(Array.from({ length: 30 }, () => heldOrder(database.db, museum)));
    await strike({ requestsPerSecondMost: 12 });
    let refused = 0;
    await Promise.all(
      orders.map(async ({ orderId }) => {
        for (
          let started = await startPayment(visitor(), { orderId });
          ;
          started = await startPayment(visitor(), { orderId })
        ) {
          if (started.ok && started.kind === 'redirect') return payOn(started.url);
          expect(started).toEqual({ ok: false, code: 'provider_unavailable' });
          expect(await outcome(orderId)).toMatchObject({ state: 'held', held: 2 });
          refused += 1;
        }
      }),
    );
    await control('clear-faults');
    const settled = await Promise.all(orders.map((order) => settleOrder(visitor(), order)));
    expect(settled.filter((answer) => answer.ok && answer.state === 'paid')).toHaveLength(30);
    expect(refused).toBeGreaterThan(0);
    const { rows } = await database.owner.execute(sql`
      select count(*) filter (where p.state = 'succeeded')::int as paid, count(distinct p.order_id)::int as orders
        from payment p join order_line l on l.order_id = p.order_id where l.timeslot_id = ${museum.timeslots[0] ?? ''}`);
    expect(rows[0]).toEqual({ paid: 30, orders: 30 });
  });
});
