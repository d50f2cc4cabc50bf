import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeMessage } from '#lib/booking/compose-message.ts';
import { handOutRefund } from '#lib/booking/hand-out-refund.ts';
import { reconcileMoney } from '#lib/booking/reconcile-money.ts';
import { reconcilePayments } from '#lib/booking/reconcile-payments.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { sweepHolds } from '#lib/booking/sweep-holds.ts';
import { takePayment } from '#lib/booking/take-payment.ts';
import type { Permission } from '#lib/identity/values.ts';
import type { QueuedMessage } from '#lib/notifications/send-message.ts';
import type { TypedProof } from '#lib/payments/counter.ts';
import type { Counter } from '#lib/payments/values.ts';
import { required } from '#lib/platform/result.ts';
import { addDays, dateAt } from '#lib/platform/time.ts';
import { openCheckout, pageOf, payOn, type TestCheckout } from '#tests/support/checkout.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, runOutOfTime, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { refundScene } from './refund-scene.ts';

let database: TestDatabase;
let museum: TestMuseum;
let checkout: TestCheckout;
let count = 0;
const scene = refundScene(
  () => database,
  () => museum,
);

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
  museum = await buildMuseum(database.owner, { code: `counter-${count}`, daysAhead: 3 + count });
  return async () => expect(await scene.broken()).toEqual([]);
});

const cashier: Permission[] = ['payments.take'];
const outcome = (orderId: string) => readOutcome(database.owner, orderId);
const today = () => dateAt(new Date(), museum.zone);
const take = (
  orderId: string,
  provider: Counter | 'none',
  typed: TypedProof = {},
  more: { expectedMinor?: number; permissions?: Permission[] } = {},
) =>
  takePayment(staffCtx(database.db, more.permissions ? { permissions: more.permissions } : {}), {
    orderId,
    provider,
    typed,
    expectedMinor: more.expectedMinor ?? 1000,
  });
const slip = (number: string): TypedProof => ({ terminal: 't-1', slip: number });
const bankLine = (reference: string): TypedProof => ({ reference, valueDate: today() });
const proofs = async (orderId: string) =>
  (
    await database.owner.execute(sql`
      select c.provider, c.by_id, c.handed_minor, c.terminal, c.slip, c.reference, c.refund_id is not null as is_refund
        from counter_proof c left join refund r on r.id = c.refund_id join payment p on p.id = coalesce(c.payment_id, r.payment_id)
       where p.order_id = ${orderId} order by c.at, c.id`)
  ).rows;
const ledger = async (orderId: string) =>
  (
    await database.owner.execute<{ line: string }>(sql`
      select provider || ' ' || kind || ' ' || amount_minor as line from ledger_entry where order_id = ${orderId} order by id`)
  ).rows.map(({ line }) => line);
async function refundOf(orderId: string): Promise<string> {
  const { rows } = await database.owner.execute<{ id: string }>(sql`
    select id from refund where order_id = ${orderId} order by created_at desc, id desc limit 1`);
  return rows[0]?.id ?? '';
}
async function ticketsOf(orderId: string): Promise<string[]> {
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select id from ticket where order_id = ${orderId} and state = 'valid' order by id`,
  );
  return rows.map(({ id }) => id);
}
const handOut = (refundId: string, typed: TypedProof = {}, permissions?: Permission[]) =>
  handOutRefund(staffCtx(database.db, permissions ? { permissions } : {}), { refundId, typed });

describe('a held order paid over the counter', () => {
  it('in cash: the change is computed, the tickets are there, who took it is kept', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    expect(await take(orderId, 'cash', { handed: '20' })).toMatchObject({ ok: true, changeMinor: 1000 });
    expect(await outcome(orderId)).toEqual({
      state: 'paid',
      tickets: 2,
      sold: 2,
      held: 0,
      payments: ['succeeded'],
      refunds: [],
      ledgerMinor: 1000,
      messages: ['order_confirmed queued'],
    });
    expect(await ledger(orderId)).toEqual(['cash charge 1000']);
    expect(await proofs(orderId)).toMatchObject([
      { provider: 'cash', handed_minor: 2000, by_id: expect.stringMatching(/^0{8}/) },
    ]);
    const { rows } = await database.owner.execute(
      sql`select action from audit_log where object_id = ${orderId} and action like 'payment%' order by id`,
    );
    expect(rows).toEqual([{ action: 'payment_settled' }, { action: 'payment_taken' }]);
  });

  it.each([
    ['', 'missing'],
    ['ten', 'malformed'],
    ['9.99', 'too_little'],
  ])('in cash %j is refused as %s, and nothing is written', async (handed, wrong) => {
    const { orderId } = await heldOrder(database.db, museum);
    expect(await take(orderId, 'cash', { handed })).toEqual({
      ok: false,
      code: 'proof_wrong',
      wrong: { handed: wrong },
    });
    expect(await outcome(orderId)).toMatchObject({ state: 'held', payments: [] });
  });

  it('by the terminal: a slip pays one order, and may come again from another terminal', async () => {
    const [one, two] = [await heldOrder(database.db, museum), await heldOrder(database.db, museum)];
    expect(await take(one.orderId, 'terminal', slip(' 00 42'))).toMatchObject({ ok: true, changeMinor: 0 });
    expect(await take(two.orderId, 'terminal', slip('0042'))).toEqual({ ok: false, code: 'slip_used' });
    expect(await outcome(two.orderId)).toMatchObject({ state: 'held', payments: [], tickets: 0 });
    expect(await take(two.orderId, 'terminal', { terminal: 'T-2', slip: '0042' })).toMatchObject({ ok: true });
    expect(await take((await heldOrder(database.db, museum)).orderId, 'terminal', { slip: '1/2' })).toEqual({
      ok: false,
      code: 'proof_wrong',
      wrong: { terminal: 'missing', slip: 'malformed' },
    });
  });

  it('by transfer: the bank’s reference once, by those who may', async () => {
    const [one, two] = [await heldOrder(database.db, museum), await heldOrder(database.db, museum)];
    expect(await take(one.orderId, 'transfer', bankLine('ft26-77'), { permissions: cashier })).toEqual({
      ok: false,
      code: 'forbidden',
    });
    expect(
      await take(one.orderId, 'transfer', bankLine('ft26-77'), { permissions: ['payments.transfer'] }),
    ).toMatchObject({ ok: true });
    expect(await take(two.orderId, 'transfer', bankLine('FT26-77'))).toEqual({ ok: false, code: 'reference_used' });
    for (const [valueDate, wrong] of [
      [addDays(today(), 1), 'to_come'],
      [addDays(today(), -400), 'long_ago'],
      ['2026-02-30', 'malformed'],
    ])
      expect(await take(two.orderId, 'transfer', { reference: 'X-1', valueDate })).toEqual({
        ok: false,
        code: 'proof_wrong',
        wrong: { valueDate: wrong },
      });
  });

  it('that costs nothing: confirmed without a proof, and never with cash', async () => {
    const { orderId } = await heldOrder(database.db, museum, { free: 2 });
    expect(await take(orderId, 'cash', { handed: '5' }, { expectedMinor: 0 })).toEqual({
      ok: false,
      code: 'wrong_way',
    });
    expect(await take(orderId, 'none', {}, { expectedMinor: 0, permissions: cashier })).toMatchObject({ ok: true });
    expect(await outcome(orderId)).toMatchObject({ state: 'paid', tickets: 2, ledgerMinor: 0 });
    const paid = await heldOrder(database.db, museum);
    expect(await take(paid.orderId, 'none')).toEqual({ ok: false, code: 'wrong_way' });
  });

  it('is refused without the permission, with another sum, when it ran out, and to a visitor', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    const cash = { handed: '10' };
    expect(await take(orderId, 'cash', cash, { permissions: ['orders.change'] })).toEqual({
      ok: false,
      code: 'forbidden',
    });
    expect(
      await takePayment(visitorCtx(database.db), { orderId, provider: 'cash', typed: cash, expectedMinor: 1000 }),
    ).toEqual({
      ok: false,
      code: 'forbidden',
    });
    expect(await take(orderId, 'cash', cash, { expectedMinor: 500 })).toEqual({ ok: false, code: 'sum_changed' });
    expect(await take('x', 'cash', cash)).toEqual({ ok: false, code: 'unknown_order' });
    await runOutOfTime(database.owner, orderId);
    expect(await take(orderId, 'cash', cash)).toEqual({ ok: false, code: 'hold_run_out' });
    expect(await outcome(orderId)).toMatchObject({ payments: [] });
  });

  it('together by ten desks is paid once', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, desk) => take(orderId, 'terminal', slip(`R${desk}`))),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.code === 'already_paid')).toHaveLength(9);
    expect(await outcome(orderId)).toMatchObject({ tickets: 2, payments: ['succeeded'] });
    expect(await proofs(orderId)).toHaveLength(1);
  });

  it('one slip at ten desks pays one of ten orders', async () => {
    museum = await buildMuseum(database.owner, {
      code: 'counter-race',
      daysAhead: 40,
      lanes: { public: 20 },
      peopleAtOnce: 40,
    });
    const orders = [];
    for (let n = 0; n < 10; n += 1) orders.push(await heldOrder(database.db, museum));
    const answers = await Promise.all(orders.map(({ orderId }) => take(orderId, 'terminal', slip('RACE'))));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.code === 'slip_used')).toHaveLength(9);
  });
});

describe('a payment page that is open', () => {
  it('is closed first, for certain', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    const page = await pageOf(database.db, orderId);
    expect(await take(orderId, 'cash', { handed: '10' })).toMatchObject({ ok: true });
    expect(await payOn(page)).toBe(410);
    expect(await outcome(orderId)).toMatchObject({
      state: 'paid',
      payments: ['expired', 'succeeded'],
      ledgerMinor: 1000,
    });
  });

  it('and was paid meanwhile: nothing is taken over the counter', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    await payOn(await pageOf(database.db, orderId));
    expect(await take(orderId, 'cash', { handed: '10' })).toEqual({ ok: false, code: 'already_paid' });
    expect(await ledger(orderId)).toEqual(['stripe charge 1000']);
  });

  it('at a provider out of reach: nothing is taken', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    await pageOf(database.db, orderId);
    process.env.STRIPE_API_BASE = 'http://127.0.0.1:9';
    try {
      expect(await take(orderId, 'cash', { handed: '10' })).toEqual({ ok: false, code: 'provider_unavailable' });
    } finally {
      process.env.STRIPE_API_BASE = checkout.url;
    }
    expect(await outcome(orderId)).toMatchObject({ state: 'awaiting_payment', payments: ['open'] });
    expect(await startPayment(visitorCtx(database.db), { orderId })).toMatchObject({ ok: true, kind: 'redirect' });
  });
});

describe('money that goes back', () => {
  async function paid(provider: Counter, typed: TypedProof): Promise<string> {
    const { orderId } = await heldOrder(database.db, museum);
    expect(await take(orderId, provider, typed)).toMatchObject({ ok: true });
    return orderId;
  }
  async function givenBack(orderId: string, most = 2): Promise<string> {
    const tickets = (await ticketsOf(orderId)).slice(0, most);
    expect(await scene.refund(orderId, tickets, { cause: 'cancelled_by_museum' })).toMatchObject({ ok: true });
    await scene.sendMoney();
    return refundOf(orderId);
  }

  it('in cash by the hand of whoever gives it, once, ticket by ticket', async () => {
    const orderId = await paid('cash', { handed: '10' });
    const first = await givenBack(orderId, 1);
    expect(await outcome(orderId)).toMatchObject({
      state: 'partially_refunded',
      tickets: 1,
      refunds: ['cancelled_by_museum requested'],
    });
    expect(await handOut(first, {}, ['orders.refund'])).toEqual({ ok: false, code: 'forbidden' });
    const both = await Promise.all([handOut(first, {}, cashier), handOut(first, {}, cashier)]);
    expect(both.map((answer) => (answer.ok ? answer.amountMinor : answer.code)).sort()).toEqual([500, 'not_waiting']);
    const second = await givenBack(orderId);
    expect(await outcome(orderId)).toMatchObject({ state: 'refund_pending', tickets: 0 });
    expect(await handOut(second)).toEqual({ ok: true, amountMinor: 500 });
    expect(await outcome(orderId)).toMatchObject({ state: 'refunded', ledgerMinor: 0 });
    expect(await ledger(orderId)).toEqual(['cash charge 1000', 'cash refund -500', 'cash refund -500']);
    expect(await proofs(orderId)).toMatchObject([{ is_refund: false }, { is_refund: true }, { is_refund: true }]);
  });

  it('by the terminal with the slip of its refund', async () => {
    const orderId = await paid('terminal', slip('77'));
    const refundId = await givenBack(orderId, 1);
    expect(await handOut(refundId)).toEqual({
      ok: false,
      code: 'proof_wrong',
      wrong: { terminal: 'missing', slip: 'missing' },
    });
    expect(await handOut(refundId, slip('77'))).toEqual({ ok: false, code: 'slip_used' });
    expect(await handOut(refundId, slip('78'))).toMatchObject({ ok: true });
    expect(await outcome(orderId)).toMatchObject({ state: 'partially_refunded', ledgerMinor: 500 });
  });

  it('by transfer: on its way until the accountant has the bank’s reference', async () => {
    const orderId = await paid('transfer', bankLine('IN-5'));
    const refundId = await givenBack(orderId, 1);
    expect(await outcome(orderId)).toMatchObject({ refunds: ['cancelled_by_museum pending'], ledgerMinor: 1000 });
    expect(await handOut(refundId, bankLine('OUT-5'), ['payments.transfer'])).toEqual({ ok: false, code: 'forbidden' });
    expect(await handOut(refundId, bankLine('IN-5'), ['money.change'])).toEqual({ ok: false, code: 'reference_used' });
    expect(await handOut(refundId, bankLine('OUT-5'), ['money.change'])).toMatchObject({ ok: true });
    expect(await outcome(orderId)).toMatchObject({ refunds: ['cancelled_by_museum succeeded'], ledgerMinor: 500 });
  });

  it('tells the visitor where to get it, and no card', async () => {
    const orderId = await paid('cash', { handed: '10' });
    await givenBack(orderId, 1);
    const { rows } = await database.owner.execute<QueuedMessage>(sql`
      select id, kind, order_id as "orderId", 'en' as locale, recipient, dedupe_key as "dedupeKey" from message
       where order_id = ${orderId} and kind = 'order_refunded'`);
    const mail = await composeMessage(systemCtx(database.db), required(rows[0], 'the message'));
    expect(mail?.text).toContain('at its desk');
    expect(mail?.text).not.toContain('card');
  });

  it('is found by no sweeper, asked of no gateway, and no difference at night', async () => {
    const orderId = await paid('cash', { handed: '10' });
    const refundId = await givenBack(orderId, 1);
    await database.owner.execute(sql`update refund set updated_at = now() - interval '1 hour' where id = ${refundId}`);
    expect(await reconcilePayments(systemCtx(database.db))).toMatchObject({ refunds: 0 });
    await sweepHolds(systemCtx(database.db));
    expect(await outcome(orderId)).toMatchObject({ refunds: ['cancelled_by_museum requested'] });
    const compared = await reconcileMoney(systemCtx(database.db), {
      fromDate: addDays(today(), -1),
      toDate: addDays(today(), 1),
    });
    expect(compared.ok && compared.days.flatMap(({ lines }) => lines)).toEqual([]);
  });

  it('is not for a refund of a card, nor for one that nobody knows', async () => {
    const card = await scene.paidOrder({ adults: 1 });
    await scene.refund(card.orderId, card.tickets, { cause: 'cancelled_by_museum' });
    expect(await handOut(await refundOf(card.orderId))).toEqual({ ok: false, code: 'unknown_refund' });
    expect(await handOut('x')).toEqual({ ok: false, code: 'unknown_refund' });
    await scene.sendMoney();
  });
});
