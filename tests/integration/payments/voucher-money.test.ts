import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyVoucher } from '#lib/booking/apply-voucher.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { openCheckout, pageOf, payOn, type TestCheckout } from '#tests/support/checkout.ts';
import { systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, runOutOfTime, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { makeVoucher, usesOf } from '#tests/support/vouchers.ts';
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
  database = await createTestDatabase();
  checkout = await openCheckout();
});
afterAll(async () => {
  await checkout.close();
  await database.close();
});
beforeEach(async () => {
  count += 1;
  museum = await buildMuseum(database.owner, { code: `money-${count}`, daysAhead: 5 + count });
});

const visitor = () => visitorCtx(database.db);
const settle = (orderId: string) => settleOrder(systemCtx(database.db), { orderId });

/** An order of two adults at half price, whose payment page is open. */
async function withVoucher(code: string): Promise<{ orderId: string; page: string }> {
  const { orderId } = await heldOrder(database.db, museum);
  expect(await applyVoucher(visitor(), { orderId, code })).toMatchObject({ ok: true, totalMinor: 500 });
  return { orderId, page: await pageOf(database.db, orderId) };
}

/** Paid at the provider, of which nobody hears before the hold has run out and its places are given up. */
async function paidTooLate(code: string): Promise<string> {
  const { orderId, page } = await withVoucher(code);
  await payOn(page);
  await runOutOfTime(database.owner, orderId);
  await database.owner.execute(sql`update payment set state = 'expired' where order_id = ${orderId}`);
  await database.owner.execute(sql`select release_run_out(100)`);
  return orderId;
}

describe('money for a lowered price', () => {
  it('is what the page asks for, and goes back by ticket as it was paid; the last ticket frees the use', async () => {
    const { id, code } = await makeVoucher(database);
    const { orderId, page } = await withVoucher(code);
    await payOn(page);
    expect(await settle(orderId)).toMatchObject({ ok: true, state: 'paid' });
    expect(await readOutcome(database.owner, orderId)).toMatchObject({ state: 'paid', tickets: 2, ledgerMinor: 500 });
    expect(await usesOf(database, id)).toEqual({ uses: 1, states: ['used'] });
    const { rows } = await database.owner.execute<{ id: string }>(
      sql`select id from ticket where order_id = ${orderId} order by unit_no`,
    );
    const [first = '', second = ''] = rows.map((row) => row.id);
    expect(await scene.refund(orderId, [first])).toMatchObject({ ok: true, amountMinor: 250 });
    expect(await usesOf(database, id)).toEqual({ uses: 1, states: ['used'] });
    expect(await scene.refund(orderId, [second])).toMatchObject({ ok: true, amountMinor: 250 });
    await scene.sendMoney();
    expect(await scene.stateOf(orderId)).toMatchObject({ state: 'refunded', ledgerMinor: 0 });
    expect(await usesOf(database, id)).toEqual({ uses: 0, states: ['released'] });
  });

  it('that comes too late finds places and voucher again, where they are free', async () => {
    const { id, code } = await makeVoucher(database);
    const orderId = await paidTooLate(code);
    expect(await usesOf(database, id)).toEqual({ uses: 0, states: ['released'] });
    expect(await settle(orderId)).toMatchObject({ ok: true, state: 'paid' });
    expect(await usesOf(database, id)).toEqual({ uses: 1, states: ['used'] });
  });

  it('that comes when somebody else has spent the voucher goes back in full', async () => {
    const { id, code } = await makeVoucher(database);
    const orderId = await paidTooLate(code);
    await withVoucher(code);
    expect(await settle(orderId)).toMatchObject({ ok: true, state: 'refunding' });
    await scene.sendMoney();
    expect(await readOutcome(database.owner, orderId)).toMatchObject({
      state: 'refunded',
      tickets: 0,
      sold: 0,
      refunds: ['late_payment succeeded'],
      ledgerMinor: 0,
    });
    expect(await usesOf(database, id)).toMatchObject({ uses: 1 });
  });

  it('leaves nothing that does not agree', async () => {
    expect(await scene.broken()).toEqual([]);
  });
});
