import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { settlePayment } from '#lib/booking/settle-payment.ts';
import { compareLedger } from '#lib/payments/compare-ledger.ts';
import { reconcileLedger } from '#lib/payments/reconcile-ledger.ts';
import { required } from '#lib/platform/result.ts';
import { addDays, dateAt } from '#lib/platform/time.ts';
import { openCheckout, pageOf, payOn, sessionOf, type TestCheckout } from '#tests/support/checkout.ts';
import { staffCtx, systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let checkout: TestCheckout;
let museum: TestMuseum;

beforeAll(() => useTestInstallation());
beforeEach(async () => {
  database = await createTestDatabase({ most: 10 });
  checkout = await openCheckout();
  museum = await buildMuseum(database.owner);
  return async () => {
    await checkout.close();
    await database.close();
  };
});
afterAll(() => undefined);

const days = () => {
  const today = dateAt(new Date(), museum.zone);
  return { fromDate: addDays(today, -1), toDate: addDays(today, 1) };
};

async function compared() {
  const result = await reconcileLedger(systemCtx(database.db), days());
  if (!result.ok) throw new Error(result.code);
  return result.days;
}

const difference = async () => (await compared()).reduce((sum, day) => sum + day.differenceMinor, 0);

async function paidOrder(): Promise<{ orderId: string; paymentId: string; intentId: string; chargeId: string }> {
  const { orderId } = await heldOrder(database.db, museum);
  await payOn(await pageOf(database.db, orderId));
  const { paymentId, sessionId } = await sessionOf(database.owner, orderId);
  await settlePayment(systemCtx(database.db), { paymentId });
  const session = await checkout.stripe.checkout.sessions.retrieve(sessionId, { expand: ['payment_intent'] });
  const intent = session.payment_intent;
  if (intent === null || typeof intent !== 'object') throw new Error('no intent');
  return { orderId, paymentId, intentId: intent.id, chargeId: String(intent.latest_charge) };
}

async function openTasks() {
  const { rows } = await database.owner.execute<{ task: string }>(sql`
    select kind || ' ' || subject || ' ' || amount_minor as task from money_task where state = 'open' order by 1`);
  return rows.map(({ task }) => task);
}

/** Changes what the app itself cannot: the ledger's guards off, as a bug or a hand in the database would have to. */
async function tamper(...statements: ReturnType<typeof sql>[]) {
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    for (const statement of statements) expect((await tx.execute(statement)).rowCount).toBe(1);
  });
}

it('comes out at nothing, with the fees taken over once, however often it is done', async () => {
  const { paymentId } = await paidOrder();
  expect(await compared()).toMatchObject([{ currency: 'AZN', differenceMinor: 0, underWayMinor: 0, lines: [] }]);
  const [day] = await compared();
  const { rows } = await database.owner.execute(sql`
    select kind, amount_minor, payment_id from ledger_entry order by kind`);
  expect(rows).toEqual([
    { kind: 'charge', amount_minor: 1000, payment_id: paymentId },
    { kind: 'fee', amount_minor: -59, payment_id: paymentId },
  ]);
  expect(day?.oursMinor).toBe(941);
  expect(await openTasks()).toEqual([]);
  const stored = await database.owner.execute(sql`
    select currency, ours_minor::int as ours, theirs_minor::int as theirs, difference_minor::int as difference, lines from reconciliation`);
  expect(stored.rows).toEqual([{ currency: 'AZN', ours: 941, theirs: 941, difference: 0, lines: [] }]);
});

it('names money that came in and is missing here, until it is here', async () => {
  const { orderId } = await heldOrder(database.db, museum);
  await payOn(await pageOf(database.db, orderId));
  const { paymentId } = await sessionOf(database.owner, orderId);
  const [day] = await compared();
  expect(day).toMatchObject({
    differenceMinor: -1000,
    lines: [{ why: 'missing_here', kind: 'charge', oursMinor: 0, theirsMinor: 1000, paymentId }],
  });
  expect(await openTasks()).toEqual([`missing_here charge:${day?.lines[0]?.reference} 1000`]);
  await settlePayment(systemCtx(database.db), { paymentId });
  expect(await difference()).toBe(0);
  expect(await openTasks()).toEqual([]);
});

it('names a movement that the provider does not know', async () => {
  const { paymentId, orderId } = await paidOrder();
  await database.owner.execute(sql`
    insert into ledger_entry (kind, amount_minor, currency, order_id, payment_id, provider, provider_reference)
    values ('charge', 700, 'AZN', ${orderId}, ${paymentId}, 'stripe', 'pi_invented')`);
  expect(await compared()).toMatchObject([
    {
      differenceMinor: 700,
      lines: [{ why: 'missing_at_provider', reference: 'pi_invented', oursMinor: 700, theirsMinor: 0, orderId }],
    },
  ]);
  expect(await openTasks()).toEqual(['missing_at_provider charge:pi_invented -700']);
});

it('names an amount that differs', async () => {
  const { intentId } = await paidOrder();
  await tamper(sql`update ledger_entry set amount_minor = 990 where kind = 'charge'`);
  expect(await compared()).toMatchObject([
    {
      differenceMinor: -10,
      lines: [{ why: 'amount_differs', reference: intentId, oursMinor: 990, theirsMinor: 1000 }],
    },
  ]);
  expect(await openTasks()).toEqual([`mismatched charge:${intentId} 10`]);
});

it('names a currency that differs on both sides', async () => {
  const { intentId } = await paidOrder();
  await tamper(sql`update ledger_entry set currency = 'EUR' where kind = 'charge'`);
  expect(await compared()).toMatchObject([
    { currency: 'AZN', differenceMinor: -1000, lines: [{ why: 'missing_here', reference: intentId }] },
    { currency: 'EUR', differenceMinor: 1000, lines: [{ why: 'missing_at_provider', reference: intentId }] },
  ]);
});

it('names a refund that nobody here knows, and lets one wait that is under way', async () => {
  const { chargeId, paymentId, orderId } = await paidOrder();
  const refund = await checkout.stripe.refunds.create({ charge: chargeId, amount: 300 });
  expect(await compared()).toMatchObject([
    { differenceMinor: 300, underWayMinor: 0, lines: [{ why: 'missing_here', kind: 'refund', reference: refund.id }] },
  ]);
  await database.owner.execute(sql`
    insert into refund (payment_id, order_id, amount_minor, currency, state, reason, provider_refund_id)
    values (${paymentId}, ${orderId}, 300, 'AZN', 'pending', 'outside', ${refund.id})`);
  expect(await compared()).toMatchObject([{ differenceMinor: 300, underWayMinor: 300, lines: [{ why: 'under_way' }] }]);
  expect(await openTasks()).toEqual([]);
});

it('keeps a refund that failed before it came through as out and back, at nothing', async () => {
  const { chargeId, paymentId, orderId } = await paidOrder();
  const post = (path: string, body: object) =>
    fetch(`${checkout.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  const refund = await checkout.stripe.refunds.create({ charge: chargeId, amount: 300 });
  expect((await post('end-refund', { refund: refund.id, outcome: 'failed' })).ok).toBe(true);
  await database.owner.execute(sql`
    insert into refund (payment_id, order_id, amount_minor, currency, state, reason, provider_refund_id)
    values (${paymentId}, ${orderId}, 300, 'AZN', 'failed', 'mistake', ${refund.id})`);
  await database.owner.execute(sql`update refund set state = 'manual' where provider_refund_id = ${refund.id}`);
  expect(await difference()).toBe(0);
  const { rows } = await database.owner.execute(sql`
    select kind, amount_minor from ledger_entry where provider_reference = ${refund.id} order by kind`);
  expect(rows).toEqual([
    { kind: 'refund', amount_minor: -300 },
    { kind: 'refund_failed', amount_minor: 300 },
  ]);
});

it('names a dispute that nobody here knows, and takes over its fee', async () => {
  const { chargeId } = await paidOrder();
  await fetch(`${checkout.url}/_sandbox/dispute`, { method: 'POST', body: JSON.stringify({ charge: chargeId }) });
  const [day] = await compared();
  expect(day).toMatchObject({ differenceMinor: 1000, lines: [{ why: 'missing_here', kind: 'dispute' }] });
  expect(await openTasks()).toEqual([`disputed dispute:${day?.lines[0]?.reference} -1000`]);
});

it('counts a movement on the provider’s day, though it was settled on the next', async () => {
  const { intentId } = await paidOrder();
  await tamper(sql`update ledger_entry set at = at + interval '1 day' where provider_reference = ${intentId}`);
  const found = await compared();
  expect(found).toMatchObject([{ differenceMinor: 0, lines: [] }]);
  const onlyToday = required(found[0], 'a day').date;
  const alone = await compareLedger(database.db, { provider: 'stripe', fromDate: onlyToday, toDate: onlyToday });
  expect(alone).toMatchObject([{ date: onlyToday, differenceMinor: 0 }]);
});

it('asks for the permission, and says when the provider is out of reach', async () => {
  expect(await reconcileLedger(staffCtx(database.db, { permissions: ['money.see'] }), days())).toEqual({
    ok: false,
    code: 'forbidden',
  });
  process.env.STRIPE_API_BASE = 'http://127.0.0.1:9';
  expect(await reconcileLedger(systemCtx(database.db), days())).toEqual({ ok: false, code: 'provider_unavailable' });
});
