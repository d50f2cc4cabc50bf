import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { assignOutsideRefund } from '#lib/booking/assign-outside-refund.ts';
import { decideWaiver } from '#lib/booking/decide-waiver.ts';
import { importRefunds } from '#lib/booking/import-refunds.ts';
import { quoteRefund } from '#lib/booking/quote-refund.ts';
import { refundTickets } from '#lib/booking/refund-tickets.ts';
import { retryRefund } from '#lib/booking/retry-refund.ts';
import { openCheckout, type TestCheckout } from '#tests/support/checkout.ts';
import { staffCtx, systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { approver, asker, refundScene } from './refund-scene.ts';

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

/** The bank has decided about the only refund of a charge. */
async function endRefund(intent: string, outcome: 'failed' | 'succeeded'): Promise<void> {
  const { data } = await checkout.stripe.refunds.list({ payment_intent: intent });
  const body = JSON.stringify({ refund: data[0]?.id, outcome });
  await fetch(`${checkout.url}/_sandbox/end-refund`, { method: 'POST', body });
}

describe('by the ladder', () => {
  it('returns all in good time: one ticket, then the rest', async () => {
    const { orderId, tickets } = await scene.paidOrder();
    expect(await scene.refund(orderId, tickets.slice(0, 1))).toMatchObject({ kind: 'refunding', amountMinor: 500 });
    expect(await scene.stateOf(orderId)).toMatchObject({ state: 'partially_refunded', sold: 2, reserved: 500 });
    await scene.sendMoney();
    expect(await scene.stateOf(orderId)).toMatchObject({ refunds: ['500 succeeded'], ledgerMinor: 1000 });
    await scene.refund(orderId, tickets.slice(1));
    expect(await scene.stateOf(orderId)).toMatchObject({ state: 'refund_pending', sold: 0, reserved: 1500 });
    await scene.sendMoney();
    expect(await scene.stateOf(orderId)).toEqual({
      state: 'refunded',
      tickets: 'revoked revoked revoked',
      sold: 0,
      reserved: 1500,
      refunds: ['500 succeeded', '500 succeeded', '500 succeeded'],
      ledgerMinor: 0,
    });
    const feed = await database.owner.execute(sql`
      select count(*)::int as told from revocation r join ticket k on k.id = r.ticket_id where k.order_id = ${orderId} and r.state = 'revoked'`);
    expect(feed.rows[0]).toEqual({ told: 3 });
  });

  it('returns a part later, nothing at last, and ends the order either way', async () => {
    const { orderId, tickets } = await scene.paidOrder({ adults: 2 });
    await scene.startsIn(10);
    expect(await scene.refund(orderId, tickets.slice(0, 1))).toMatchObject({ amountMinor: 250 });
    await scene.startsIn(1);
    expect(await scene.refund(orderId, tickets.slice(1))).toMatchObject({ amountMinor: 0, refundIds: [] });
    await scene.sendMoney();
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'refunded',
      sold: 0,
      refunds: ['250 succeeded'],
      ledgerMinor: 750,
    });
  });

  it('keeps the ladder of the day on which the order was made', async () => {
    const { orderId } = await scene.paidOrder({ adults: 1 });
    await database.owner.execute(sql`
      insert into cancellation_ladder (product_id, valid_from, until_hours, share_per_mille)
      values (${museum.productId}, '2020-01-01', 100, 900), (${museum.productId}, '2020-01-01', 1, 300),
             (${museum.productId}, current_date + 1, 1, 0)`);
    await scene.startsIn(99);
    expect(await quoteRefund(database.db, orderId)).toMatchObject({
      sharePerMille: 300,
      tickets: [{ ladderMinor: 150 }],
    });
  });

  it('returns everything when the museum is the cause', async () => {
    const { orderId, tickets } = await scene.paidOrder();
    await scene.startsIn(0.5);
    expect(await scene.refund(orderId, tickets, { cause: 'cancelled_by_museum' })).toMatchObject({ amountMinor: 1500 });
  });

  it('refuses what may not be, and writes nothing', async () => {
    const { orderId, tickets } = await scene.paidOrder();
    const choice = {
      orderId,
      ticketIds: tickets,
      cause: 'cancelled_by_visitor',
      isWaived: false,
      note: 'By phone',
      expectedMinor: 1500,
    } as const;
    const before = await scene.stateOf(orderId);
    const refused = async (changes: object, ctx = scene.staff()) => {
      const answer = await refundTickets(ctx, { ...choice, ...changes });
      return answer.ok ? answer : answer.code;
    };
    expect(await refused({}, staffCtx(database.db, { permissions: ['orders.see', 'orders.change'] }))).toBe(
      'forbidden',
    );
    expect(await refused({ orderId: asker })).toBe('unknown_order');
    expect(await refused({ ticketIds: [] })).toBe('no_tickets');
    expect(await refused({ ticketIds: [asker] })).toBe('tickets_changed');
    expect(await refused({ note: '  ' })).toBe('note_missing');
    expect(await refused({ expectedMinor: 1499 })).toBe('sum_changed');
    await database.owner.execute(sql`update ticket set admitted_people = 1 where id = ${tickets[0] ?? ''}`);
    expect(await refused({})).toBe('already_used');
    await database.owner.execute(sql`update ticket set admitted_people = 0 where id = ${tickets[0] ?? ''}`);
    expect(await scene.stateOf(orderId)).toEqual(before);
  });
});

describe('a waiver', () => {
  it('does nothing until a second person approves it, and then returns the full price', async () => {
    const { orderId, tickets } = await scene.paidOrder({ adults: 2 });
    await scene.startsIn(1);
    const asked = await scene.refund(orderId, tickets.slice(0, 1), {
      isWaived: true,
      note: 'Taken ill, doctor’s letter seen',
    });
    if (!asked.ok || asked.kind !== 'waiver_asked') throw new Error(JSON.stringify(asked));
    expect(await scene.stateOf(orderId)).toMatchObject({ state: 'paid', sold: 2, reserved: 0 });
    expect(await scene.refund(orderId, tickets, { isWaived: true })).toMatchObject({ code: 'waiver_open' });
    const own = { waiverId: asked.waiverId, isApproved: true };
    expect(await decideWaiver(scene.staff(asker), own)).toEqual({ ok: false, code: 'own_waiver' });
    await expect(
      database.owner.execute(sql`
        update refund_waiver set state = 'approved', decided_by = requested_by, decided_at = now() where id = ${asked.waiverId}`),
    ).rejects.toMatchObject({ cause: { constraint: 'refund_waiver_two_people' } });
    const answers = await Promise.all([1, 2, 3].map(() => decideWaiver(scene.staff(approver), own)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await scene.stateOf(orderId)).toMatchObject({ state: 'partially_refunded', sold: 1, reserved: 500 });
    const { rows } = await database.owner.execute(
      sql`select requested_by, approved_by from refund where order_id = ${orderId}`,
    );
    expect(rows).toEqual([{ requested_by: asker, approved_by: approver }]);
  });

  it('is declined without a trace in the money, and needs nobody where the ladder gives all', async () => {
    const { orderId, tickets } = await scene.paidOrder({ adults: 2 });
    expect(await scene.refund(orderId, tickets.slice(0, 1), { isWaived: true })).toMatchObject({ kind: 'refunding' });
    await scene.startsIn(1);
    const asked = await scene.refund(orderId, tickets.slice(1), { isWaived: true, cause: 'mistake' });
    if (!asked.ok || asked.kind !== 'waiver_asked') throw new Error(JSON.stringify(asked));
    expect(await decideWaiver(scene.staff(asker), { waiverId: asked.waiverId, isApproved: false })).toMatchObject({
      ok: true,
    });
    expect(await scene.stateOf(orderId)).toMatchObject({ state: 'partially_refunded', sold: 1, reserved: 500 });
  });
});

describe('a refund that fails', () => {
  it('gives the reserved sum back, keeps the ticket revoked, and is sent again by a person, once', async () => {
    // This card refuses refunds after they seemed to have gone through.
    const { orderId, tickets, intent } = await scene.paidOrder({ adults: 1, card: '4000000000005126' });
    await scene.refund(orderId, tickets);
    await scene.sendMoney();
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'refunded',
      refunds: ['500 succeeded'],
      ledgerMinor: 0,
    });
    await endRefund(intent, 'failed');
    await importRefunds(systemCtx(database.db), { paymentIntentId: intent });
    expect(await scene.stateOf(orderId)).toEqual({
      state: 'refund_pending',
      tickets: 'revoked',
      sold: 0,
      reserved: 0,
      refunds: ['500 manual'],
      ledgerMinor: 500,
    });
    const { rows } = await database.owner.execute<{ id: string }>(
      sql`select id from refund where order_id = ${orderId}`,
    );
    const refundId = rows[0]?.id ?? '';
    const answers = await Promise.all([1, 2, 3].map(() => retryRefund(scene.staff(), { refundId })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    await scene.sendMoney();
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'refunded',
      reserved: 500,
      refunds: ['500 canceled', '500 succeeded'],
      ledgerMinor: 0,
    });
    // The provider goes on listing the failed one: told of it once more, nothing changes, and nothing breaks.
    expect(await importRefunds(systemCtx(database.db), { paymentIntentId: intent })).toEqual({ ok: true });
    expect(await scene.stateOf(orderId)).toMatchObject({ refunds: ['500 canceled', '500 succeeded'], ledgerMinor: 0 });
  });

  it('stays pending until the provider says how it ended', async () => {
    const { orderId, tickets, intent } = await scene.paidOrder({ adults: 1, card: '4000000000007726' });
    await scene.refund(orderId, tickets);
    await scene.sendMoney();
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'refund_pending',
      refunds: ['500 pending'],
      ledgerMinor: 500,
    });
    await endRefund(intent, 'succeeded');
    await scene.sendMoney();
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'refunded',
      refunds: ['500 succeeded'],
      ledgerMinor: 0,
    });
  });
});

describe('a refund made in the provider’s dashboard', () => {
  it('of part of the money waits for a person to say for which ticket', async () => {
    const { orderId, tickets, intent } = await scene.paidOrder({ adults: 2 });
    await checkout.stripe.refunds.create({ payment_intent: intent, amount: 500 });
    for (const _again of [1, 2]) await importRefunds(systemCtx(database.db), { paymentIntentId: intent });
    expect(await scene.stateOf(orderId)).toMatchObject({ state: 'partially_refunded', sold: 2, ledgerMinor: 500 });
    const { rows } = await database.owner.execute<{ id: string }>(
      sql`select id from refund where order_id = ${orderId} and reason = 'outside' and handled_at is null`,
    );
    expect(rows).toHaveLength(1);
    const input = { refundId: rows[0]?.id ?? '', ticketIds: tickets.slice(0, 1) };
    expect(await assignOutsideRefund(scene.staff(), input)).toEqual({ ok: true });
    expect(await assignOutsideRefund(scene.staff(), { ...input, ticketIds: [] })).toMatchObject({
      code: 'not_waiting',
    });
    expect(await scene.stateOf(orderId)).toMatchObject({ state: 'partially_refunded', sold: 1 });
  });

  it('that leaves no room for ours waits until ours is refused', async () => {
    const { orderId, tickets, intent } = await scene.paidOrder({ adults: 3 });
    await scene.refund(orderId, tickets.slice(0, 2));
    await checkout.stripe.refunds.create({ payment_intent: intent, amount: 1000 });
    expect(await importRefunds(systemCtx(database.db), { paymentIntentId: intent })).toEqual({
      ok: false,
      code: 'not_yet',
    });
    await scene.sendMoney();
    expect(await importRefunds(systemCtx(database.db), { paymentIntentId: intent })).toEqual({ ok: true });
    const { refunds, reserved, ledgerMinor } = (await scene.stateOf(orderId)) as {
      refunds: string[];
      reserved: number;
      ledgerMinor: number;
    };
    expect(refunds.toSorted()).toEqual(['1000 succeeded', '500 manual', '500 succeeded']);
    expect([reserved, ledgerMinor]).toEqual([1500, 0]);
  });

  it('and that failed before we heard of it stands in the ledger there and back', async () => {
    const { orderId, intent } = await scene.paidOrder({ adults: 2 });
    await checkout.stripe.refunds.create({ payment_intent: intent, amount: 500 });
    await endRefund(intent, 'failed');
    for (const _again of [1, 2]) await importRefunds(systemCtx(database.db), { paymentIntentId: intent });
    expect(await scene.stateOf(orderId)).toMatchObject({
      state: 'paid',
      sold: 2,
      reserved: 0,
      refunds: [],
      ledgerMinor: 1000,
    });
    const { rows } = await database.owner.execute(sql`
      select kind, amount_minor as amount from ledger_entry where order_id = ${orderId} order by id`);
    expect(rows).toEqual([
      { kind: 'charge', amount: 1000 },
      { kind: 'refund', amount: -500 },
      { kind: 'refund_failed', amount: 500 },
    ]);
  });
});
