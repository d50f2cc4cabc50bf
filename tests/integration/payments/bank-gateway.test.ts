import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GET, POST } from '#app/api/[gateway]/callback/route.ts';
import { closeDatabase } from '#db/client.ts';
import { leavePayment } from '#lib/booking/leave-payment.ts';
import { processProviderEvent } from '#lib/booking/process-provider-event.ts';
import { reconcileMoney } from '#lib/booking/reconcile-money.ts';
import { reconcilePayments } from '#lib/booking/reconcile-payments.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { submitRefund } from '#lib/booking/submit-refund.ts';
import { sweepHolds } from '#lib/booking/sweep-holds.ts';
import { armCrashPoint } from '#lib/platform/crash-point.ts';
import { addDays, dateAt } from '#lib/platform/time.ts';
import { bankCards, bankPageOf, openBank, payAtBank, type TestBank } from '#tests/support/bank.ts';
import { openCheckout, pageOf, payOn, sessionOf, type TestCheckout } from '#tests/support/checkout.ts';
import { systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, runOutOfTime, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { refundScene } from './refund-scene.ts';

let database: TestDatabase;
let museum: TestMuseum;
let bank: TestBank;
let stripe: TestCheckout;
let web: Server;
let count = 0;
/** Invariants that a test leaves broken on purpose. */
let named: string[] = [];
const scene = refundScene(
  () => database,
  () => museum,
);

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: database.appUrl });
  web = createServer(async (request, response) => {
    const params = Promise.resolve({ gateway: 'bankpage' });
    const answer = await GET(new Request(`http://museum.test${request.url}`), { params });
    response.writeHead(answer.status).end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(web, 'listening');
  stripe = await openCheckout();
  bank = await openBank(`http://127.0.0.1:${(web.address() as AddressInfo).port}/api/bankpage/callback`);
});
afterAll(async () => {
  await bank.close();
  await stripe.close();
  web.close();
  await closeDatabase();
  await database.close();
});
beforeEach(async () => {
  count += 1;
  museum = await buildMuseum(database.owner, { code: `bank-${count}`, daysAhead: 3 + count });
  return async () => {
    bank.faults.clear();
    await heard();
    expect((await scene.broken()).map(({ id }) => id)).toEqual(named);
  };
});

const visitor = () => visitorCtx(database.db);
const system = () => systemCtx(database.db);
const outcome = (orderId: string) => readOutcome(database.owner, orderId);

/** Everything the bank has to tell is told, and every event that came is worked off. */
async function heard(): Promise<string[]> {
  await bank.settled();
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select id from provider_event where processed_at is null order by received_at`,
  );
  const outcomes: string[] = [];
  for (const { id } of rows) {
    const done = await processProviderEvent(system(), { eventId: id });
    outcomes.push(done.ok ? done.outcome : done.code);
  }
  return outcomes;
}

async function opened(adults = 2): Promise<{ orderId: string; page: string; bankOrder: string }> {
  const { orderId } = await heldOrder(database.db, museum, { adults });
  const page = await bankPageOf(database.db, orderId);
  return { orderId, page, bankOrder: (await sessionOf(database.owner, orderId)).sessionId };
}

async function paid(adults = 2): Promise<{ orderId: string; bankOrder: string; tickets: string[] }> {
  const { orderId, page, bankOrder } = await opened(adults);
  await payAtBank(page);
  expect(await settleOrder(visitor(), { orderId })).toMatchObject({ ok: true, state: 'paid' });
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select id from ticket where order_id = ${orderId} order by id`,
  );
  return { orderId, bankOrder, tickets: rows.map(({ id }) => id) };
}

async function longAgo(orderId: string): Promise<void> {
  await database.owner.execute(sql`
    update payment set created_at = now() - interval '3 minutes', updated_at = now() - interval '3 minutes' where order_id = ${orderId}`);
}

const aroundToday = () => {
  const today = dateAt(new Date(), museum.zone);
  return { fromDate: addDays(today, -1), toDate: addDays(today, 1) };
};
async function differences(): Promise<unknown[]> {
  const compared = await reconcileMoney(system(), aroundToday());
  if (!compared.ok) throw new Error(compared.code);
  expect(compared.days.map(({ provider }) => provider)).toContain('bankpage');
  return compared.days.flatMap(({ lines }) => lines);
}

describe('paying on the bank’s page', () => {
  it('brings the browser back to the order, with its tickets', async () => {
    const { orderId, page, bankOrder } = await opened();
    const pressed = await payAtBank(page);
    expect(pressed).toMatchObject({ status: 303, to: expect.stringContaining(`orderId=${bankOrder}`) });
    expect(await settleOrder(visitor(), { orderId })).toMatchObject({ ok: true, state: 'paid' });
    expect(await outcome(orderId)).toMatchObject({
      state: 'paid',
      tickets: 2,
      sold: 2,
      payments: ['succeeded'],
      ledgerMinor: 1000,
      messages: ['order_confirmed queued'],
    });
    expect(await heard()).toEqual(['paid']);
    expect((await payAtBank(page)).status).toBe(303);
    expect(await differences()).toEqual([]);
  });

  it('tells why a card was refused, and takes the next one', async () => {
    const { orderId, page } = await opened();
    expect(await payAtBank(page, bankCards.declined)).toMatchObject({ status: 402 });
    expect(await settleOrder(visitor(), { orderId })).toMatchObject({ state: 'open', failureCode: 'card_declined' });
    await payAtBank(page);
    expect(await settleOrder(visitor(), { orderId })).toMatchObject({ state: 'paid' });
    expect(await outcome(orderId)).toMatchObject({ payments: ['succeeded'], tickets: 2 });
  });

  it('ends with the third refusal: the order is held, and begins another page', async () => {
    const { orderId, page } = await opened();
    for (let tried = 0; tried < 3; tried += 1) await payAtBank(page, bankCards.declined);
    expect(await heard()).toEqual(['failed']);
    expect(await outcome(orderId)).toMatchObject({ state: 'held', payments: ['failed'], held: 2 });
    expect(await bankPageOf(database.db, orderId)).not.toBe(page);
  });

  it('closes the page before the booking is changed', async () => {
    const { orderId, page } = await opened();
    expect(await leavePayment(visitor(), { orderId })).toEqual({ ok: true });
    expect((await payAtBank(page)).status).toBe(410);
    expect(await outcome(orderId)).toMatchObject({ state: 'held', payments: ['expired'] });
  });
});

describe('callbacks', () => {
  it('lost: the reconciler asks the bank', async () => {
    bank.faults.set({ callbackLost: 1 });
    const { orderId, page } = await opened();
    await payAtBank(page);
    expect(await heard()).toEqual([]);
    await longAgo(orderId);
    expect(await reconcilePayments(system())).toMatchObject({ settled: 1 });
    expect(await outcome(orderId)).toMatchObject({ state: 'paid', tickets: 2 });
  });

  it('doubled: one event, one payment', async () => {
    bank.faults.set({ callbackDoubled: 1 });
    const { orderId, page } = await opened();
    await payAtBank(page);
    expect(await heard()).toEqual(['paid']);
    expect(await outcome(orderId)).toMatchObject({
      tickets: 2,
      payments: ['succeeded'],
      messages: ['order_confirmed queued'],
    });
  });

  it('late: the reconciler was first, and nothing happens twice', async () => {
    bank.faults.set({ callbackDelayed: 1, callbackDelayMostMs: 600_000 });
    const { orderId, page } = await opened();
    await payAtBank(page);
    await longAgo(orderId);
    await reconcilePayments(system());
    await bank.control('clock', { advanceMs: 600_000 });
    expect(await heard()).toEqual(['paid']);
    expect(await outcome(orderId)).toMatchObject({ tickets: 2, payments: ['succeeded'] });
  });

  it('before our row knows the page: found by our own number', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    armCrashPoint('start.after_create', () => {
      throw new Error('crash');
    });
    await expect(startPayment(visitor(), { orderId })).rejects.toThrow('crash');
    const { paymentId } = await sessionOf(database.owner, orderId);
    expect(await outcome(orderId)).toMatchObject({ payments: ['created'] });
    await bank.control('book', { orderNumber: paymentId.replaceAll('-', '') });
    expect(await heard()).toEqual(['paid']);
    expect(await outcome(orderId)).toMatchObject({ state: 'paid', tickets: 2 });
  });

  it.each([
    ['no signature', (query: URLSearchParams) => query.delete('sign'), 400],
    ['another sum', (query: URLSearchParams) => query.set('amount', '1'), 400],
    ['another order', (query: URLSearchParams) => query.set('orderId', 'x'), 400],
    ['one field more', (query: URLSearchParams) => query.append('status', '1'), 400],
  ])('with %s are refused and leave no trace', async (_what, change, status) => {
    const seen: string[] = [];
    const listener = (request: { url?: string }) => seen.push(request.url ?? '');
    web.on('request', listener);
    const { page } = await opened();
    await payAtBank(page);
    await heard();
    web.off('request', listener);
    const query = new URL(seen[0] ?? '', 'http://museum.test').searchParams;
    change(query);
    const params = Promise.resolve({ gateway: 'bankpage' });
    const { rows: before } = await database.owner.execute(sql`select count(*) as n from provider_event`);
    const asked = await GET(new Request(`http://museum.test/api/bankpage/callback?${query}`), { params });
    const posted = await POST(
      new Request('http://museum.test/api/bankpage/callback', { method: 'POST', body: query }),
      { params },
    );
    expect([asked.status, posted.status]).toEqual([status, status]);
    const { rows: after } = await database.owner.execute(sql`select count(*) as n from provider_event`);
    expect(after).toEqual(before);
  });

  it('to a gateway that we have no account with find nobody', async () => {
    for (const gateway of ['cash', 'none', 'constructor', '__proto__'])
      expect((await GET(new Request('http://museum.test/x'), { params: Promise.resolve({ gateway }) })).status).toBe(
        404,
      );
  });
});

describe('when answers are lost', () => {
  it('finds the order it has registered by its number, and no second one', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    bank.faults.set({ answerLost: 1 });
    expect(await startPayment(visitor(), { orderId })).toEqual({ ok: false, code: 'provider_unavailable' });
    expect(await outcome(orderId)).toMatchObject({ state: 'held', payments: ['canceled'] });
    bank.faults.clear();
    await payAtBank(await bankPageOf(database.db, orderId));
    await heard();
    expect(await outcome(orderId)).toMatchObject({ state: 'paid', payments: ['canceled', 'succeeded'] });
  });

  it('repeats after a crash between the bank’s answer and our row, and finds the same page', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    armCrashPoint('start.after_create', () => {
      throw new Error('crash');
    });
    await expect(startPayment(visitor(), { orderId })).rejects.toThrow('crash');
    await database.owner.execute(
      sql`update payment set updated_at = now() - interval '1 minute' where order_id = ${orderId}`,
    );
    expect(await sweepHolds(system())).toMatchObject({ recovered: 1 });
    const first = (await sessionOf(database.owner, orderId)).sessionId;
    await payAtBank(await bankPageOf(database.db, orderId));
    await heard();
    expect(await outcome(orderId)).toMatchObject({ state: 'paid', payments: ['succeeded'] });
    expect((await sessionOf(database.owner, orderId)).sessionId).toBe(first);
  });

  it.each(['serverError', 'systemError'] as const)(
    'charges nothing while the bank answers with a %s',
    async (fault) => {
      const { orderId } = await heldOrder(database.db, museum);
      bank.faults.set({ [fault]: 1 });
      expect(await startPayment(visitor(), { orderId })).toEqual({ ok: false, code: 'provider_unavailable' });
      expect(await outcome(orderId)).toMatchObject({ state: 'held', held: 2 });
    },
  );

  it('sends a refund once, though its answer was lost', async () => {
    const { orderId, bankOrder, tickets } = await paid();
    bank.faults.set({ answerLost: 1 });
    await scene.refund(orderId, [tickets[0] ?? ''], { cause: 'cancelled_by_museum' });
    await scene.sendMoney();
    expect(await outcome(orderId)).toMatchObject({ refunds: ['cancelled_by_museum submitting'] });
    bank.faults.clear();
    await scene.sendMoney();
    expect(await outcome(orderId)).toMatchObject({ refunds: ['cancelled_by_museum succeeded'], ledgerMinor: 500 });
    const { rows } = await database.owner.execute(
      sql`select provider, kind, amount_minor from ledger_entry where order_id = ${orderId} and kind = 'refund'`,
    );
    expect(rows).toEqual([{ provider: 'bankpage', kind: 'refund', amount_minor: -500 }]);
    await expect(bank.control('refund', { orderId: bankOrder, amount: 501 })).rejects.toThrow();
    expect(await differences()).toEqual([]);
  });
});

describe('money that is not as agreed', () => {
  it('late, with the places free: the order is paid', async () => {
    const { orderId, bankOrder } = await opened();
    await runOutOfTime(database.owner, orderId);
    expect(await sweepHolds(system())).toMatchObject({ closed: 1, released: 1 });
    expect(await outcome(orderId)).toMatchObject({ state: 'expired', held: 0 });
    await bank.control('book', { orderId: bankOrder });
    expect(await heard()).toEqual(['paid']);
    expect(await outcome(orderId)).toMatchObject({ state: 'paid', tickets: 2, sold: 2 });
  });

  it('late, with the places gone: it goes back in full by itself', async () => {
    museum = await buildMuseum(database.owner, { code: 'bank-small', daysAhead: 60, lanes: { public: 2 } });
    const { orderId, bankOrder } = await opened();
    await runOutOfTime(database.owner, orderId);
    await sweepHolds(system());
    const others = await heldOrder(database.db, museum, { adults: 2 });
    await bank.control('book', { orderId: bankOrder });
    expect(await heard()).toEqual(['refunding']);
    await scene.sendMoney();
    expect(await outcome(orderId)).toMatchObject({
      state: 'refunded',
      tickets: 0,
      refunds: ['late_payment succeeded'],
      ledgerMinor: 0,
    });
    expect(await differences()).toEqual([]);
    await runOutOfTime(database.owner, others.orderId);
  });

  it('late and never told of: the day’s statement brings it to light', async () => {
    const { orderId, bankOrder } = await opened();
    await runOutOfTime(database.owner, orderId);
    await sweepHolds(system());
    bank.faults.set({ callbackLost: 1 });
    await bank.control('book', { orderId: bankOrder });
    expect(await differences()).toEqual([]);
    expect(await outcome(orderId)).toMatchObject({ state: 'paid', tickets: 2 });
  });
});

describe('refunds', () => {
  it('by ticket, then the rest, with the tickets revoked and nothing different at night', async () => {
    const { orderId, tickets } = await paid(3);
    await scene.refund(orderId, tickets.slice(0, 1), { cause: 'cancelled_by_museum' });
    await scene.sendMoney();
    expect(await outcome(orderId)).toMatchObject({
      state: 'partially_refunded',
      tickets: 2,
      sold: 2,
      ledgerMinor: 1000,
    });
    await scene.refund(orderId, tickets.slice(1), { cause: 'cancelled_by_museum' });
    await scene.sendMoney();
    expect(await outcome(orderId)).toMatchObject({ state: 'refunded', tickets: 0, sold: 0, ledgerMinor: 0 });
    expect(await differences()).toEqual([]);
  });

  it('that wait at the bank are asked after', async () => {
    bank.faults.set({ refundPending: 1 });
    const { orderId, tickets } = await paid(1);
    await scene.refund(orderId, tickets, { cause: 'cancelled_by_museum' });
    await scene.sendMoney();
    expect(await outcome(orderId)).toMatchObject({ state: 'refund_pending', refunds: ['cancelled_by_museum pending'] });
    await bank.control('clock', { advanceMs: 3_600_000 });
    await scene.sendMoney();
    expect(await outcome(orderId)).toMatchObject({ state: 'refunded', refunds: ['cancelled_by_museum succeeded'] });
  });

  it('that the bank rejects are a person’s task', async () => {
    bank.faults.set({ refundRejected: 1, refundPendingMs: 1000 });
    const { orderId, tickets } = await paid(1);
    await scene.refund(orderId, tickets, { cause: 'cancelled_by_museum' });
    await scene.sendMoney();
    await bank.control('clock', { advanceMs: 1000 });
    await scene.sendMoney();
    expect(await outcome(orderId)).toMatchObject({
      state: 'refund_pending',
      refunds: ['cancelled_by_museum manual'],
      ledgerMinor: 500,
    });
  });

  it('from the bank’s own cabinet are taken over, told of or found in the statement', async () => {
    const told = await paid(1);
    await bank.control('refund', { orderId: told.bankOrder, amount: 500 });
    expect(await heard()).toContain('refunds_read');
    expect(await outcome(told.orderId)).toMatchObject({
      state: 'refunded',
      tickets: 0,
      refunds: ['outside succeeded'],
    });
    const silent = await paid(1);
    await heard();
    bank.faults.set({ callbackLost: 1 });
    await bank.control('refund', { orderId: silent.bankOrder, amount: 500 });
    expect(await differences()).toEqual([]);
    expect(await outcome(silent.orderId)).toMatchObject({
      state: 'refunded',
      tickets: 0,
      refunds: ['outside succeeded'],
    });
  });
});

it('settles and refunds what the other gateway took before the change', async () => {
  process.env.CARD_GATEWAY = 'stripe';
  const before = await heldOrder(database.db, museum);
  const page = await pageOf(database.db, before.orderId);
  process.env.CARD_GATEWAY = 'bankpage';
  const after = await paid(1);
  await payOn(page);
  await longAgo(before.orderId);
  expect(await reconcilePayments(system())).toMatchObject({ settled: 1 });
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select id from ticket where order_id = ${before.orderId}`,
  );
  await scene.refund(
    before.orderId,
    rows.map(({ id }) => id),
    { cause: 'cancelled_by_museum' },
  );
  await scene.refund(after.orderId, after.tickets, { cause: 'cancelled_by_museum' });
  await scene.sendMoney();
  for (const { orderId } of [before, after])
    expect(await outcome(orderId)).toMatchObject({ state: 'refunded', ledgerMinor: 0 });
  expect(await differences()).toEqual([]);
  const { rows: ledger } = await database.owner.execute(sql`
    select provider, kind, count(*)::int as n from ledger_entry where order_id in (${before.orderId}, ${after.orderId}) and kind in ('charge','refund')
     group by 1, 2 order by 1, 2`);
  expect(ledger).toEqual([
    { provider: 'bankpage', kind: 'charge', n: 1 },
    { provider: 'bankpage', kind: 'refund', n: 1 },
    { provider: 'stripe', kind: 'charge', n: 1 },
    { provider: 'stripe', kind: 'refund', n: 2 },
  ]);
});

it('says that the bank is out of reach, and leaves refunds waiting', async () => {
  const { orderId, tickets } = await paid(1);
  bank.faults.set({ serverError: 1 });
  await scene.refund(orderId, tickets, { cause: 'cancelled_by_museum' });
  const { rows } = await database.owner.execute<{ id: string }>(sql`select id from refund where order_id = ${orderId}`);
  expect(await submitRefund(system(), { refundId: rows[0]?.id ?? '' })).toEqual({
    ok: false,
    code: 'provider_unavailable',
  });
  expect(await reconcileMoney(system(), aroundToday())).toEqual({ ok: false, code: 'provider_unavailable' });
  bank.faults.clear();
  await scene.sendMoney();
  expect(await differences()).toEqual([]);
});

it('makes no ticket of another sum: a person looks, and the comparison names it', async () => {
  const { orderId, bankOrder } = await opened();
  await bank.control('book', { orderId: bankOrder, amount: 100 });
  expect(await heard()).toEqual(['mismatch']);
  expect(await outcome(orderId)).toMatchObject({ tickets: 0, payments: ['mismatch'] });
  expect(await differences()).toMatchObject([
    { why: 'missing_here', kind: 'charge', reference: bankOrder, theirsMinor: 100 },
  ]);
  named = ['I16'];
});
