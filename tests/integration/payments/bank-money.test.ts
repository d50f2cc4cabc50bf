import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { reconcileMoney } from '#lib/booking/reconcile-money.ts';
import { reconcilePayments } from '#lib/booking/reconcile-payments.ts';
import { submitRefund } from '#lib/booking/submit-refund.ts';
import { sweepHolds } from '#lib/booking/sweep-holds.ts';
import { pageOf, payOn } from '#tests/support/checkout.ts';
import { heldOrder, runOutOfTime } from '#tests/support/held-order.ts';
import {
  aroundToday,
  bank,
  buildSmallMuseum,
  database,
  differences,
  heard,
  leaveBroken,
  longAgo,
  museum,
  openBankScene,
  opened,
  outcome,
  paid,
  scene,
  system,
} from './bank-scene.ts';

openBankScene();

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
    await buildSmallMuseum(2);
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
  leaveBroken(['I16']);
});
