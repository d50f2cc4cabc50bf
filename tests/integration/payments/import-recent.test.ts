import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importRecent } from '#lib/booking/import-recent.ts';
import { reconcilePayments } from '#lib/booking/reconcile-payments.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { armCrashPoint } from '#lib/platform/crash-point.ts';
import { openCheckout, pageOf, payOn, type TestCheckout } from '#tests/support/checkout.ts';
import { systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { refundScene } from './refund-scene.ts';

let database: TestDatabase;
let checkout: TestCheckout;
let museum: TestMuseum;
let count = 0;
const scene = refundScene(
  () => database,
  () => museum,
);

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase({ most: 20 });
  // No webhook is ever sent here.
  checkout = await openCheckout();
});
afterAll(async () => {
  await checkout.close();
  await database.close();
});
beforeEach(async () => {
  count += 1;
  museum = await buildMuseum(database.owner, { code: `route-${count}`, daysAhead: 3 + count, buildingPeople: 300 });
});
afterEach(async () => expect(await scene.broken()).toEqual([]));

const system = () => systemCtx(database.db);
const pass = () => reconcilePayments(system());

async function control(path: string, body: object): Promise<{ id: string }> {
  const answer = await fetch(`${checkout.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as { id: string };
}

async function cursors(): Promise<Record<string, number>> {
  const { rows } = await database.owner.execute<{ list: string; ms: number }>(
    sql`select list, (extract(epoch from seen_until) * 1000)::float8 as ms from provider_cursor`,
  );
  return Object.fromEntries(rows.map(({ list, ms }) => [list, ms]));
}

describe('what no message told of', () => {
  it('a refund made in the dashboard revokes the tickets at the next pass', async () => {
    const { orderId, intent } = await scene.paidOrder({ adults: 2 });
    await checkout.stripe.refunds.create({ payment_intent: intent });
    expect(await pass()).toMatchObject({ found: 1 });
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'refunded',
      tickets: 'revoked revoked',
      sold: 0,
      ledgerMinor: 0,
    });
    expect(await pass()).toMatchObject({ found: 0 });
  });

  it('a dispute suspends the tickets, and its end is found long after its beginning', async () => {
    const { orderId, intent } = await scene.paidOrder({ adults: 2 });
    const { id } = await control('dispute', { payment_intent: intent });
    expect(await pass()).toMatchObject({ found: 1 });
    expect(await scene.stateOf(orderId)).toMatchObject({ state: 'disputed', tickets: 'suspended suspended' });
    // The lists have gone on: only the open case itself tells how it ends.
    await database.owner.execute(sql`update provider_cursor set seen_until = now() + interval '1 hour'`);
    await control('close-dispute', { dispute: id, outcome: 'won' });
    await database.owner.execute(
      sql`update payment set updated_at = now() - interval '1 minute' where order_id = ${orderId}`,
    );
    await pass();
    expect(await scene.stateOf(orderId)).toMatchObject({ state: 'paid', tickets: 'valid valid' });
    await database.owner.execute(sql`delete from provider_cursor`);
  });

  it('goes on from what was seen last, and asks after nothing that is known', async () => {
    const first = await scene.paidOrder({ adults: 1 });
    await checkout.stripe.refunds.create({ payment_intent: first.intent });
    await pass();
    const before = await cursors();
    expect(before.refunds).toBeGreaterThan(Date.now() - 60_000);
    expect(await importRecent(system())).toEqual({ found: 0, unreachable: 0 });
    expect(await cursors()).toEqual(before);
  });

  it('waits for money that we do not know of yet, and takes its refund in when we do', async () => {
    const { orderId } = await heldOrder(database.db, museum, { adults: 1 });
    await payOn(await pageOf(database.db, orderId));
    const list = await checkout.stripe.paymentIntents.list({ limit: 1 });
    const [intent] = list.data;
    const { created } = await checkout.stripe.refunds.create({ payment_intent: intent?.id ?? '' });
    expect(await pass()).toMatchObject({ found: 0 });
    expect((await cursors()).refunds).toBeLessThanOrEqual(created * 1000);
    await settleOrder(system(), { orderId });
    expect(await pass()).toMatchObject({ found: 1 });
    expect(await scene.stateOf(orderId)).toMatchObject({ state: 'refunded', sold: 0 });
  });

  it.each(['recent.after_list', 'recent.before_cursor'] as const)('loses nothing to a crash at %s', async (point) => {
    const { orderId, intent } = await scene.paidOrder({ adults: 1 });
    await checkout.stripe.refunds.create({ payment_intent: intent });
    armCrashPoint(point, () => {
      throw new Error('crash');
    });
    await expect(pass()).rejects.toThrow('crash');
    await pass();
    expect(await scene.stateOf(orderId)).toMatchObject({ state: 'refunded', ledgerMinor: 0 });
  });

  it('leaves the cursor where it is while the provider is out of reach', async () => {
    const before = await cursors();
    process.env.STRIPE_API_BASE = 'http://127.0.0.1:9';
    try {
      expect(await importRecent(system())).toMatchObject({ found: 0, unreachable: 2 });
    } finally {
      process.env.STRIPE_API_BASE = checkout.url;
    }
    expect(await cursors()).toEqual(before);
  });
});

describe('one pass of the reconciler', () => {
  it('works off more than one batch: a hundred and twenty payments of which nobody told', async () => {
    museum = await buildMuseum(database.owner, {
      code: `big-${count}`,
      daysAhead: 60,
      lanes: { public: 150 },
      peopleAtOnce: 400,
      buildingPeople: 300,
    });
    const orders: string[] = [];
    for (let index = 0; index < 120; index += 1) {
      const { orderId } = await heldOrder(database.db, museum, { adults: 1 });
      await payOn(await pageOf(database.db, orderId));
      orders.push(orderId);
    }
    await database.owner.execute(sql`
      update payment set created_at = now() - interval '3 minutes', updated_at = now() - interval '2 minutes' where state = 'open'`);
    expect(await pass()).toMatchObject({ settled: 120, unreachable: 0 });
    const { rows } = await database.owner.execute<{ paid: number }>(sql`
      select count(*)::int as paid from orders where id = any (${sql.param(orders)}::uuid[]) and state = 'paid'`);
    expect(rows).toEqual([{ paid: 120 }]);
  });

  it('works off more than one batch of refunds, at the pace that is set', async () => {
    museum = await buildMuseum(database.owner, {
      code: `back-${count}`,
      daysAhead: 61,
      lanes: { public: 150 },
      peopleAtOnce: 400,
      buildingPeople: 300,
    });
    await database.owner.execute(sql`update setting set value = '20' where key = 'provider_calls_per_second'`);
    for (let index = 0; index < 30; index += 1) {
      const { orderId, tickets } = await scene.paidOrder({ adults: 1 });
      await scene.refund(orderId, tickets);
    }
    await database.owner.execute(
      sql`update refund set updated_at = now() - interval '1 hour' where state = 'requested'`,
    );
    const beganAt = performance.now();
    const both = await Promise.all([pass(), pass()]);
    const seconds = (performance.now() - beganAt) / 1000;
    expect(both.reduce((sum, { refunds }) => sum + refunds, 0)).toBe(30);
    expect(seconds).toBeGreaterThan(29 / 20);
  });
});
