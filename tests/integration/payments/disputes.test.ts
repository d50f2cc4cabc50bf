import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importDisputes } from '#lib/booking/import-disputes.ts';
import { importRefunds } from '#lib/booking/import-refunds.ts';
import { processProviderEvent } from '#lib/booking/process-provider-event.ts';
import { openCheckout, type TestCheckout, tell } from '#tests/support/checkout.ts';
import { systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';
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
afterEach(async () => expect(await scene.broken()).toEqual([]));

async function control(path: string, body: object): Promise<{ id: string }> {
  const answer = await fetch(`${checkout.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as { id: string };
}
const dispute = (intent: string) => control('dispute', { payment_intent: intent });
const close = (id: string, outcome: 'won' | 'lost') => control('close-dispute', { dispute: id, outcome });
const look = (intent: string) => importDisputes(systemCtx(database.db), { paymentIntentId: intent });

describe('a dispute', () => {
  it('suspends the tickets at once, told by five events together, and makes them valid again when it is won', async () => {
    const { orderId, tickets, intent } = await scene.paidOrder({ adults: 2 });
    const { id } = await dispute(intent);
    const object = await checkout.stripe.disputes.retrieve(id);
    const events = await Promise.all([1, 2, 3, 4, 5].map(() => tell(database.db, 'charge.dispute.created', object)));
    await Promise.all(events.map((eventId) => processProviderEvent(systemCtx(database.db), { eventId })));
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'disputed',
      tickets: 'suspended suspended',
      sold: 2,
      ledgerMinor: 0,
    });
    expect(await scene.refund(orderId, tickets)).toEqual({ ok: false, code: 'disputed' });
    await close(id, 'won');
    for (const _again of [1, 2]) await look(intent);
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'paid',
      tickets: 'valid valid',
      sold: 2,
      ledgerMinor: 1000,
    });
    expect(await scene.refund(orderId, tickets)).toMatchObject({ ok: true, amountMinor: 1000 });
  });

  it('that is lost revokes the tickets and frees the places, also when nobody was told that it had begun', async () => {
    const { orderId, intent } = await scene.paidOrder({ adults: 2 });
    const { id } = await dispute(intent);
    await close(id, 'lost');
    for (const _again of [1, 2]) await look(intent);
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'lost',
      tickets: 'revoked revoked',
      sold: 0,
      ledgerMinor: 0,
    });
  });

  it('holds back a refund that was asked for before it; won, the money goes; the order is still one in part', async () => {
    const { orderId, tickets, intent } = await scene.paidOrder({ adults: 2 });
    await scene.refund(orderId, tickets.slice(0, 1));
    const { id } = await dispute(intent);
    await look(intent);
    await scene.sendMoney();
    expect(await scene.stateOf(orderId)).toMatchObject({ state: 'disputed', refunds: ['500 requested'] });
    await close(id, 'won');
    await look(intent);
    await scene.sendMoney();
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'partially_refunded',
      tickets: 'revoked valid',
      sold: 1,
      refunds: ['500 succeeded'],
      ledgerMinor: 500,
    });
  });

  it('holds nothing back of what was refunded outside meanwhile: ours gives way, and is a person’s task', async () => {
    const { orderId, tickets, intent } = await scene.paidOrder({ adults: 2 });
    await scene.refund(orderId, tickets);
    await checkout.stripe.refunds.create({ payment_intent: intent, amount: 200 });
    await dispute(intent);
    await look(intent);
    await scene.sendMoney();
    for (const _again of [1, 2])
      expect(await importRefunds(systemCtx(database.db), { paymentIntentId: intent })).toEqual({ ok: true });
    const { refunds, reserved } = (await scene.stateOf(orderId)) as { refunds: string[]; reserved: number };
    expect(refunds.toSorted()).toEqual(['200 succeeded', '500 manual', '500 requested']);
    expect(reserved).toBe(700);
  });

  it('lost, a refund that had not gone out never goes, and its sum is free', async () => {
    const { orderId, tickets, intent } = await scene.paidOrder({ adults: 2 });
    await scene.refund(orderId, tickets.slice(0, 1));
    const { id } = await dispute(intent);
    await close(id, 'lost');
    await look(intent);
    await scene.sendMoney();
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'lost',
      sold: 0,
      reserved: 0,
      refunds: ['500 canceled'],
    });
  });

  it('is a wall in the database: no refund of ours is written down while it is open', async () => {
    const { orderId, paymentId, intent } = await scene.paidOrder({ adults: 1 });
    await dispute(intent);
    await look(intent);
    await expect(
      database.owner.execute(sql`
        insert into refund (payment_id, order_id, amount_minor, currency, reason) values (${paymentId}, ${orderId}, 1, 'AZN', 'mistake')`),
    ).rejects.toMatchObject({ cause: { code: 'MU007' } });
  });
});
