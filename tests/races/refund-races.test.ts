import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { importDisputes } from '#lib/booking/import-disputes.ts';
import { importRefunds } from '#lib/booking/import-refunds.ts';
import { openCheckout, type TestCheckout } from '#tests/support/checkout.ts';
import { systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { refundScene } from '../integration/payments/refund-scene.ts';

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
  database = await createTestDatabase({ most: 24 });
  checkout = await openCheckout();
});
afterAll(async () => {
  await checkout.close();
  await database.close();
});
beforeEach(async () => {
  count += 1;
  museum = await buildMuseum(database.owner, {
    code: `race-${count}`,
    daysAhead: 3 + count,
    lanes: { public: 100 },
    peopleAtOnce: 100,
  });
});

/** Tickets that went back twice (I15). */
async function refundedTwice(): Promise<unknown[]> {
  const { rows } = await database.owner.execute(sql`
    select ticket_id from refund where ticket_id is not null and state not in ('failed','canceled') group by 1 having count(*) > 1`);
  return rows;
}

it('takes the same tickets back once, however many colleagues press together', async () => {
  const { orderId, tickets } = await scene.paidOrder({ adults: 3 });
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      scene.refund(orderId, index % 2 ? tickets : tickets.slice(0, 1 + (index % 3)), { staffId: undefined }),
    ),
  );
  await scene.sendMoney();
  const returned = answers.reduce(
    (sum, answer) => sum + (answer.ok && answer.kind === 'refunding' ? answer.amountMinor : 0),
    0,
  );
  expect(returned).toBeLessThanOrEqual(1500);
  expect(answers.some(({ ok }) => ok)).toBe(true);
  expect(await scene.stateOf(orderId)).toMatchObject({
    reserved: returned,
    ledgerMinor: 1500 - returned,
    sold: 3 - returned / 500,
  });
  expect(await scene.broken()).toEqual([]);
  expect(await refundedTwice()).toEqual([]);
});

// The control: without the index that a ticket is refunded once, what the verb's lock prevents would be written.
it('would write a ticket’s refund twice without its guard', async () => {
  const { orderId, paymentId, tickets } = await scene.paidOrder({ adults: 2 });
  const twice = sql`insert into refund (payment_id, order_id, ticket_id, amount_minor, currency, reason)
    select ${paymentId}, ${orderId}, ${tickets[0] ?? ''}, 250, 'AZN', 'mistake' from generate_series(1, 2)`;
  await expect(database.owner.execute(twice)).rejects.toMatchObject({ cause: { constraint: 'refund_ticket_once' } });
  const rollback = new Error('only looking');
  await expect(
    database.owner.transaction(async (tx) => {
      await tx.execute(sql`drop index refund_ticket_once`);
      await tx.execute(twice);
      throw rollback;
    }),
  ).rejects.toBe(rollback);
});

it('lets a refund or a dispute win, never both', async () => {
  for (let round = 0; round < 6; round += 1) {
    const { orderId, tickets, intent } = await scene.paidOrder({ adults: 2 });
    const opened = await fetch(`${checkout.url}/_sandbox/dispute`, {
      method: 'POST',
      body: JSON.stringify({ payment_intent: intent }),
    });
    const { id } = (await opened.json()) as { id: string };
    const [refunded] = await Promise.all([
      scene.refund(orderId, tickets.slice(0, 1)),
      importDisputes(systemCtx(database.db), { paymentIntentId: intent }),
      scene.sendMoney(),
    ]);
    const isFirst = refunded.ok;
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'disputed',
      tickets: isFirst ? expect.stringMatching(/revoked/) : 'suspended suspended',
      sold: isFirst ? 1 : 2,
    });
    await fetch(`${checkout.url}/_sandbox/close-dispute`, {
      method: 'POST',
      body: JSON.stringify({ dispute: id, outcome: 'lost' }),
    });
    await importDisputes(systemCtx(database.db), { paymentIntentId: intent });
    expect(await scene.stateOf(orderId)).toMatchObject({ state: 'lost', sold: 0 });
  }
  expect(await scene.broken()).toEqual([]);
});

it('keeps places, money and the ledger right after any sequence of partial refunds', async () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('refund' as const),
      from: fc.nat(3),
      many: fc.integer({ min: 1, max: 4 }),
      hours: fc.constantFrom(48, 10, 1),
    }),
    fc.record({ kind: fc.constant('museum' as const), from: fc.nat(3), many: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant('outside' as const), amountMinor: fc.integer({ min: 1, max: 700 }) }),
    fc.record({ kind: fc.constant('send' as const) }),
    fc.record({ kind: fc.constant('together' as const), from: fc.nat(3) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      await scene.startsIn(48);
      const { orderId, tickets, intent } = await scene.paidOrder({ adults: 4 });
      for (const one of steps) {
        if (one.kind === 'refund') {
          await scene.startsIn(one.hours);
          await scene.refund(orderId, tickets.slice(one.from, one.from + one.many));
        } else if (one.kind === 'museum') {
          await scene.refund(orderId, tickets.slice(one.from, one.from + one.many), { cause: 'cancelled_by_museum' });
        } else if (one.kind === 'together') {
          const ids = tickets.slice(one.from);
          await Promise.all([scene.refund(orderId, ids), scene.refund(orderId, ids), scene.sendMoney()]);
        } else if (one.kind === 'send') await scene.sendMoney();
        else {
          await scene.sendMoney();
          await checkout.stripe.refunds
            .create({ payment_intent: intent, amount: one.amountMinor })
            .catch(() => undefined);
          await importRefunds(systemCtx(database.db), { paymentIntentId: intent });
        }
      }
      await scene.sendMoney();
      expect(await scene.broken()).toEqual([]);
      expect(await refundedTwice()).toEqual([]);
      const intentNow = await checkout.stripe.paymentIntents.retrieve(intent, { expand: ['latest_charge'] });
      const charge = intentNow.latest_charge as { amount: number; amount_refunded: number };
      expect(await scene.stateOf(orderId)).toMatchObject({ ledgerMinor: charge.amount - charge.amount_refunded });
    }),
    { numRuns: 20, seed: 20_261_124 },
  );
});
