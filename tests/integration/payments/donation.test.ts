import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyVoucher } from '#lib/booking/apply-voucher.ts';
import { chooseTickets } from '#lib/booking/choose-tickets.ts';
import { composeMessage } from '#lib/booking/compose-message.ts';
import { findDonationLimit, giveDonation } from '#lib/booking/give-donation.ts';
import { removeVoucher } from '#lib/booking/remove-voucher.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import type { QueuedMessage } from '#lib/notifications/send-message.ts';
import { required } from '#lib/platform/result.ts';
import { openCheckout, pageOf, payOn, type TestCheckout } from '#tests/support/checkout.ts';
import { systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { makeVoucher } from '#tests/support/vouchers.ts';
import { cancellationScene } from '../booking/cancellation-scene.ts';
import { changeScene } from '../booking/change-scene.ts';
import { refundScene } from './refund-scene.ts';

let database: TestDatabase;
let checkout: TestCheckout;
let museum: TestMuseum;
let count = 0;
const scene = refundScene(
  () => database,
  () => museum,
);
const changes = changeScene(
  () => database,
  () => museum,
);
const cancellation = cancellationScene(
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
  museum = await buildMuseum(database.owner, { code: `gift-${count}`, daysAhead: 5 + count });
});

const visitor = () => visitorCtx(database.db);
const give = (orderId: string, typed: string) => giveDonation(visitor(), { orderId, typed });
const limit = () => findDonationLimit(database.db, { visitDate: museum.visitDate, now: new Date(), zone: museum.zone });

async function standOf(orderId: string) {
  const { rows } = await database.owner.execute(sql`
    select o.total_minor as total, o.donation_minor as donation, o.donation_back_minor as back,
           (select coalesce(sum(amount_minor) filter (where kind = 'donation'), 0)::int from ledger_entry where order_id = o.id) as "donated",
           (select coalesce(sum(amount_minor) filter (where kind <> 'donation'), 0)::int from ledger_entry where order_id = o.id) as "earned",
           (select coalesce(sum(amount_minor), 0)::int from ledger_entry where order_id = o.id) as moved
      from orders o where o.id = ${orderId}`);
  return rows[0];
}

/** Two adults at 500 each and a donation of 300, paid by card. */
async function paid(adults = 2): Promise<{ orderId: string; tickets: string[] }> {
  const { orderId } = await heldOrder(database.db, museum, { adults });
  expect(await give(orderId, '3')).toEqual({ ok: true, totalMinor: adults * 500 + 300 });
  await payOn(await pageOf(database.db, orderId));
  expect(await settleOrder(systemCtx(database.db), { orderId })).toMatchObject({ ok: true, state: 'paid' });
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select id from ticket where order_id = ${orderId} order by unit_no`,
  );
  return { orderId, tickets: rows.map(({ id }) => id) };
}

describe('a donation', () => {
  it('is none unless somebody gives one, and can be changed and taken off before paying', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    expect(await standOf(orderId)).toMatchObject({ total: 1000, donation: 0 });
    expect(await give(orderId, ' 7,50 ')).toEqual({ ok: true, totalMinor: 1750 });
    expect(await give(orderId, '2')).toEqual({ ok: true, totalMinor: 1200 });
    expect(await give(orderId, '')).toEqual({ ok: true, totalMinor: 1000 });
    expect(await standOf(orderId)).toMatchObject({ total: 1000, donation: 0 });
  });

  it.each([
    ['five', 'donation_malformed'],
    ['-5', 'donation_malformed'],
    ['1.234', 'donation_malformed'],
    ['1e3', 'donation_malformed'],
    ['1000.01', 'donation_too_much'],
  ])('refuses %s', async (typed, code) => {
    const { orderId } = await heldOrder(database.db, museum);
    expect(await give(orderId, typed)).toMatchObject({ ok: false, code });
    expect(await standOf(orderId)).toMatchObject({ total: 1000, donation: 0 });
  });

  it('stays what it is when tickets change, and with a voucher on and off', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    await give(orderId, '3');
    const lines = [{ ticketTypeId: museum.ticketTypes.adult, quantity: 1 }];
    expect(await chooseTickets(visitor(), { orderId, lines })).toEqual({ ok: true, totalMinor: 800, people: 1 });
    const { code } = await makeVoucher(database);
    expect(await applyVoucher(visitor(), { orderId, code })).toMatchObject({ ok: true, totalMinor: 550 });
    expect(await removeVoucher(visitor(), { orderId })).toMatchObject({ ok: true });
    expect(await standOf(orderId)).toMatchObject({ total: 800, donation: 300 });
  });

  it('is paid by card where a voucher has made the tickets free', async () => {
    const { code } = await makeVoucher(database, { value: 100 });
    const { orderId } = await heldOrder(database.db, museum);
    expect(await applyVoucher(visitor(), { orderId, code })).toMatchObject({ ok: true, totalMinor: 0 });
    await give(orderId, '3');
    expect(await startPayment(visitor(), { orderId })).toMatchObject({ ok: true, kind: 'redirect' });
    await payOn(await pageOf(database.db, orderId));
    expect(await settleOrder(systemCtx(database.db), { orderId })).toMatchObject({ ok: true, state: 'paid' });
    expect(await standOf(orderId)).toMatchObject({ donated: 300, earned: 0, moved: 300 });
  });

  it('is in the sum on the payment page, and in the ledger apart from what tickets earned', async () => {
    const { orderId } = await paid();
    expect(await standOf(orderId)).toEqual({
      total: 1300,
      donation: 300,
      back: 0,
      donated: 300,
      earned: 1000,
      moved: 1300,
    });
    expect(await give(orderId, '9')).toEqual({ ok: false, code: 'no_longer_open' });
    const { rows } = await database.owner.execute<QueuedMessage>(sql`
      select id, kind, order_id as "orderId", 'en' as locale, recipient, dedupe_key as "dedupeKey" from message where order_id = ${orderId}`);
    const mail = await composeMessage(systemCtx(database.db), required(rows[0], 'the message'));
    expect(mail?.text).toMatch(/Donation: 3\.00/);
    expect(mail?.text).toMatch(/Payment: 13\.00/);
  });

  it('cannot change while a payment page is open', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    await pageOf(database.db, orderId);
    expect(await give(orderId, '3')).toEqual({ ok: false, code: 'payment_is_open' });
  });

  it('stays given when its visitor cancels', async () => {
    const { orderId, tickets } = await paid();
    expect(await scene.refund(orderId, tickets)).toMatchObject({ ok: true, amountMinor: 1000 });
    await scene.sendMoney();
    expect(await standOf(orderId)).toMatchObject({ back: 0, donated: 300, moved: 300 });
    expect(await readOutcome(database.owner, orderId)).toMatchObject({ state: 'refunded', tickets: 0 });
  });

  it('goes back whole with the last ticket that staff take back for the museum', async () => {
    const { orderId, tickets } = await paid();
    const first = tickets.slice(0, 1);
    expect(await scene.refund(orderId, first, { cause: 'cancelled_by_museum' })).toMatchObject({ amountMinor: 500 });
    const last = tickets.slice(1);
    expect(await scene.refund(orderId, last, { cause: 'cancelled_by_museum' })).toMatchObject({ amountMinor: 800 });
    await scene.sendMoney();
    expect(await standOf(orderId)).toEqual({ total: 1300, donation: 300, back: 300, donated: 0, earned: 0, moved: 0 });
    expect(await readOutcome(database.owner, orderId)).toMatchObject({ state: 'refunded' });
  });

  it.each([
    ['whole', 2, 0],
    ['in part taken back before', 2, 1],
  ])('goes back when the museum cancels the time of an order that is %s', async (_what, adults, before) => {
    const { orderId, tickets } = await paid(adults);
    if (before > 0) await scene.refund(orderId, tickets.slice(0, before));
    await cancellation.cancel(0);
    await cancellation.work();
    await scene.sendMoney();
    expect(await standOf(orderId)).toMatchObject({ back: 300, donated: 0, moved: 0 });
    expect(await readOutcome(database.owner, orderId)).toMatchObject({ state: 'refunded', tickets: 0 });
  });

  it('stays what it is when the order moves to a cheaper time, and goes back with it', async () => {
    const { orderId } = await paid();
    const cheaper = await changes.timeAt(400);
    expect(await changes.change(orderId, changes.move(cheaper))).toMatchObject({ ok: true, returnedMinor: 200 });
    await scene.sendMoney();
    expect(await standOf(orderId)).toMatchObject({
      total: 1100,
      donation: 300,
      donated: 300,
      earned: 800,
      moved: 1100,
    });
    const { rows } = await database.owner.execute<{ id: string }>(
      sql`select id from ticket where order_id = ${orderId} and state = 'valid'`,
    );
    const tickets = rows.map(({ id }) => id);
    expect(await scene.refund(orderId, tickets, { cause: 'cancelled_by_museum' })).toMatchObject({ amountMinor: 1100 });
    await scene.sendMoney();
    expect(await standOf(orderId)).toMatchObject({ back: 300, donated: 0, moved: 0 });
  });

  it('is not asked for on a day of commemoration, nor for a visit on one, nor when it is switched off', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    expect(await limit()).toBe(100_000);
    const names = JSON.stringify({ az: 'Anım günü', en: 'Day of mourning', ru: 'День памяти' });
    for (const date of [sql`${museum.visitDate}::date`, sql`(now() at time zone ${museum.zone})::date`]) {
      await database.owner.execute(
        sql`insert into day_type (visit_date, code, names) values (${date}, 'commemoration', ${names}::jsonb)`,
      );
      expect(await limit()).toBeNull();
      expect(await give(orderId, '3')).toEqual({ ok: false, code: 'donation_not_now' });
      await database.owner.execute(sql`delete from day_type`);
    }
    await database.owner.execute(
      sql`insert into setting (key, valid_from, value) values ('donation_offered', '2000-01-01', '0')`,
    );
    expect(await limit()).toBeNull();
    expect(await give(orderId, '3')).toEqual({ ok: false, code: 'donation_not_now' });
    await database.owner.execute(sql`delete from setting where key = 'donation_offered'`);
  });

  it('leaves nothing that does not agree', async () => {
    expect(await scene.broken()).toEqual([]);
  });
});
