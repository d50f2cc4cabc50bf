import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelOwnTickets } from '#lib/booking/cancel-own-tickets.ts';
import { composeMessage } from '#lib/booking/compose-message.ts';
import { moveOrder } from '#lib/booking/move-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import type { QueuedMessage } from '#lib/notifications/send-message.ts';
import { type Locale, locales } from '#lib/platform/locales.ts';
import { required } from '#lib/platform/result.ts';
import { openCheckout, type TestCheckout } from '#tests/support/checkout.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { refundScene } from '../payments/refund-scene.ts';
import { cancellationScene } from './cancellation-scene.ts';

let database: TestDatabase;
let checkout: TestCheckout;
let museum: TestMuseum;
let count = 0;
const money = refundScene(
  () => database,
  () => museum,
);
const scene = cancellationScene(
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
  museum = await buildMuseum(database.owner, { code: `route-${count}`, daysAhead: 3 + count });
});

/** The last message of an order, written in each language. */
async function lastMail(orderId: string) {
  const { rows } = await database.owner.execute<QueuedMessage>(sql`
    select id, kind, order_id as "orderId", locale, recipient, dedupe_key as "dedupeKey" from message
     where order_id = ${orderId} order by queued_at desc, id desc limit 1`);
  const message = rows[0];
  if (!message) throw new Error('no message');
  const write = async (locale: Locale) =>
    [locale, required(await composeMessage(systemCtx(database.db), { ...message, locale }), 'the mail')] as const;
  const mails = Object.fromEntries(await Promise.all(locales.map(write)));
  for (const mail of Object.values(mails)) {
    // Both say the same: what stands in the text stands in the HTML.
    expect(mail.html).toContain('<html');
    expect(mail.text.length).toBeGreaterThan(100);
    expect(`${mail.subject}${mail.text}`).not.toMatch(/undefined|\{|cancellation\.|mail\./);
  }
  return { kind: message.kind, ...(mails as Record<Locale, (typeof mails)[string]>) };
}

const own = (orderId: string, ticketIds: readonly string[], expectedMinor: number) =>
  cancelOwnTickets(scene.visitor(orderId), { orderId, ticketIds, expectedMinor });

describe('the one mail of each event', () => {
  it('tells of the offer: why, until when, and what happens by itself', async () => {
    const { orderId } = await money.paidOrder({ adults: 2 });
    await scene.cancel(48);
    await scene.work();
    const mail = await lastMail(orderId);
    expect(mail.kind).toBe('slot_cancelled');
    expect(mail.en?.text).toMatch(/guide .* cannot come/);
    expect(mail.en?.text).toMatch(/we return .*10\.00/);
    expect(mail.en?.text).toContain('http://museum.test/en/order/');
    expect(mail.az?.text).toContain('/az/order/');
    expect(mail.en?.attachments).toEqual([]);
  });

  it('tells a moved order its new time, with the tickets', async () => {
    const { orderId } = await money.paidOrder({ adults: 1 });
    await moveOrder(staffCtx(database.db), { orderId, toTimeslotId: scene.slot(1) });
    const mail = await lastMail(orderId);
    expect(mail.kind).toBe('order_moved');
    expect(mail.en?.subject).toContain('11:30');
    expect(mail.ru?.attachments?.map(({ contentType }) => contentType.split(';')[0])).toEqual([
      'application/pdf',
      'text/calendar',
    ]);
  });

  it('tells of the money once, however many tickets went back together', async () => {
    const { orderId, tickets } = await money.paidOrder({ adults: 3 });
    expect(await own(orderId, tickets.slice(0, 2), 1000)).toEqual({ ok: true, amountMinor: 1000 });
    expect(await scene.mailsOf(orderId)).toEqual(['order_confirmed', 'order_refunded']);
    const mail = await lastMail(orderId);
    expect(mail.en?.subject).toMatch(/10\.00/);
    expect(mail.en?.text).toMatch(/As you asked/);
    expect(mail.en?.text).toContain('Your other tickets remain valid.');
    expect(await own(orderId, tickets.slice(2), 500)).toMatchObject({ ok: true });
    expect((await lastMail(orderId)).en?.subject).toMatch(/5\.00/);
  });

  it('tells of the end where no money returns', async () => {
    const { orderId, tickets } = await money.paidOrder({ adults: 1 });
    await money.startsIn(1);
    await own(orderId, tickets, 0);
    const mail = await lastMail(orderId);
    expect(mail.kind).toBe('tickets_cancelled');
    expect(mail.en?.text).toMatch(/no money is returned/);
    const { orderId: free } = await heldOrder(database.db, museum, { free: 1, slot: 1 });
    await startPayment(visitorCtx(database.db), { orderId: free });
    await scene.cancel(0, 1);
    await scene.work();
    expect((await lastMail(free)).en?.text).toMatch(/Nothing was paid/);
  });

  it('is sent for staff and for the museum, too', async () => {
    const byStaff = await money.paidOrder({ adults: 1 });
    await money.refund(byStaff.orderId, byStaff.tickets, { cause: 'mistake' });
    expect((await lastMail(byStaff.orderId)).en?.text).toMatch(/mistake/);
    const byMuseum = await money.paidOrder({ adults: 2 });
    await scene.cancel(0);
    await scene.work();
    expect((await lastMail(byMuseum.orderId)).en?.text).toMatch(/cannot take place/);
    expect((await lastMail(byMuseum.orderId)).en?.subject).toMatch(/10\.00/);
  });
});
