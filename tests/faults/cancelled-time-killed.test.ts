import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { settlePayment } from '#lib/booking/settle-payment.ts';
import { openCheckout, pageOf, payOn, sessionOf, type TestCheckout } from '#tests/support/checkout.ts';
import { systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { cancellationScene } from '../integration/booking/cancellation-scene.ts';
import { refundScene } from '../integration/payments/refund-scene.ts';

// Ten thousand of them: npm run torture -- --scenario cancellation.
const orderCount = 60;
const kills = 12;
const callsPerSecond = 10;

let database: TestDatabase;
let checkout: TestCheckout;
let museum: TestMuseum;
const scene = cancellationScene(
  () => database,
  () => museum,
);
const money = refundScene(
  () => database,
  () => museum,
);

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase({ most: 20 });
  checkout = await openCheckout();
  museum = await buildMuseum(database.owner, {
    lanes: { public: orderCount },
    peopleAtOnce: 400,
    buildingPeople: 400,
  });
  await database.owner.execute(
    sql`update setting set value = ${String(callsPerSecond)}::jsonb where key = 'provider_calls_per_second'`,
  );
});
afterAll(async () => {
  await checkout.close();
  await database.close();
});

/** A worker that is at work. */
async function startWorker(): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./cancelling-worker.ts', import.meta.url)), {
    env: { ...process.env, DATABASE_URL: database.appUrl },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    silent: true,
  });
  await once(child, 'message');
  return child;
}

it('sends every refund once and forgets none, though its workers are killed a dozen times', {
  timeout: 150_000,
}, async () => {
  for (let made = 0; made < orderCount; made += 10) {
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        const { orderId } = await heldOrder(database.db, museum, { adults: 1 });
        await payOn(await pageOf(database.db, orderId));
        await settlePayment(systemCtx(database.db), await sessionOf(database.owner, orderId));
      }),
    );
  }
  expect(await scene.cancel(0)).toMatchObject({ ok: true });
  const workers = [await startWorker(), await startWorker()];
  for (let killed = 0; killed < kills; killed += 1) {
    const next = startWorker();
    // Anywhere in its work: a crash is no appointment.
    await pause(Math.random() * 200);
    const dying = workers.shift();
    dying?.kill('SIGKILL');
    workers.push(await next);
    // What the dead had taken is free again after a minute.
    await scene.hurry();
  }
  await expect.poll(() => scene.slotState(), { timeout: 60_000, interval: 200 }).toBe('cancelled');
  for (const child of workers) child.kill('SIGKILL');

  const refunds: { paymentIntent: string; second: number }[] = [];
  for await (const refund of checkout.stripe.refunds.list({ limit: 100 }))
    refunds.push({ paymentIntent: String(refund.payment_intent), second: refund.created });
  expect(new Set(refunds.map(({ paymentIntent }) => paymentIntent)).size).toBe(orderCount);
  expect(refunds).toHaveLength(orderCount);
  const bySecond = [...Map.groupBy(refunds, ({ second }) => second).values()];
  const busiest = Math.max(...bySecond.map((ofSecond) => ofSecond.length));
  expect(busiest).toBeLessThanOrEqual(callsPerSecond);
  const { rows } = await database.owner.execute(sql`
    select i.state, o.state as "order", count(*)::int as orders from slot_cancellation_item i join orders o on o.id = i.order_id group by 1, 2`);
  expect(rows).toEqual([{ state: 'refunded', order: 'refunded', orders: orderCount }]);
  expect(await money.broken()).toEqual([]);
});
