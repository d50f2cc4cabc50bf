import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { GET, POST } from '#app/api/[gateway]/callback/route.ts';
import { leavePayment } from '#lib/booking/leave-payment.ts';
import { reconcilePayments } from '#lib/booking/reconcile-payments.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { sweepHolds } from '#lib/booking/sweep-holds.ts';
import { armCrashPoint } from '#lib/platform/crash-point.ts';
import { bankCards, bankPageOf, payAtBank } from '#tests/support/bank.ts';
import { sessionOf } from '#tests/support/checkout.ts';
import { heldOrder } from '#tests/support/held-order.ts';
import {
  bank,
  database,
  differences,
  heard,
  longAgo,
  museum,
  openBankScene,
  opened,
  outcome,
  paid,
  scene,
  system,
  visitor,
  web,
} from './bank-scene.ts';

openBankScene();

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
