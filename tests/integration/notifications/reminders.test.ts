import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeMessage } from '#lib/booking/compose-message.ts';
import { moveOrder } from '#lib/booking/move-order.ts';
import { remindVisitors } from '#lib/booking/remind-visitors.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { type QueuedMessage, sendMessage } from '#lib/notifications/send-message.ts';
import { sendWaiting } from '#lib/notifications/send-waiting.ts';
import { armCrashPoint } from '#lib/platform/crash-point.ts';
import { locales } from '#lib/platform/locales.ts';
import { required } from '#lib/platform/result.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, useTestInstallation } from '#tests/support/held-order.ts';
import { openMailServer, type TestMailServer } from '#tests/support/mail-server.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
let mail: TestMailServer;
let count = 0;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  mail = await openMailServer();
});
afterAll(async () => {
  await mail.close();
  await database.close();
});
beforeEach(async () => {
  mail.received.length = 0;
  count += 1;
  await database.owner.execute(sql`update message set state = 'sent', sent_at = now() where state = 'queued'`);
  await database.owner.execute(
    sql`update timeslot set starts_at = starts_at + interval '1 year', ends_at = ends_at + interval '1 year'`,
  );
  museum = await buildMuseum(database.owner, { code: `route-${count}`, daysAhead: 3 + count });
});

const ctx = () => systemCtx(database.db, 'sweep');
const remind = () => remindVisitors(ctx());
const sendAll = () => sendWaiting(ctx(), (message) => composeMessage(ctx(), message));

/** A paid order, booked many days ago unless told otherwise, whose visit begins in so many hours. */
async function booked(startsInHours: number, options: Parameters<typeof heldOrder>[2] & { hoursAgo?: number } = {}) {
  const { orderId } = await heldOrder(database.db, museum, { free: 2, ...options });
  expect(await startPayment(visitorCtx(database.db), { orderId })).toMatchObject({ ok: true });
  await database.owner.execute(sql`
    update message set state = 'sent', sent_at = now(), queued_at = now() - make_interval(hours => ${options.hoursAgo ?? 240})
     where order_id = ${orderId}`);
  await startsIn(startsInHours, options.slot);
  return orderId;
}

async function startsIn(hours: number, slot = 0): Promise<void> {
  await database.owner.execute(sql`
    update timeslot t set starts_at = now() + make_interval(hours => ${hours}), ends_at = now() + make_interval(hours => ${hours + 1}),
           visit_date = ((now() + make_interval(hours => ${hours})) at time zone ${museum.zone})::date
     where id = ${museum.timeslots[slot]}`);
}

const messagesOf = async (orderId: string) => (await readOutcome(database.owner, orderId)).messages;

describe('the reminder of the day before', () => {
  it('comes once for an order, however often and by however many it is looked for', async () => {
    const orderId = await booked(23);
    const runs = await Promise.all(Array.from({ length: 8 }, remind));
    expect(runs.reduce((sum, { reminded }) => sum + reminded, 0)).toBe(1);
    expect(await remind()).toEqual({ reminded: 0 });
    await Promise.all([sendAll(), sendAll(), sendAll()]);
    expect(mail.received).toHaveLength(1);
    expect(await messagesOf(orderId)).toEqual(['order_confirmed sent', 'visit_reminder sent']);
  });

  it('survives the death of the worker that queued it, and of the one that sent it', async () => {
    await booked(23);
    armCrashPoint('remind.after_queue', () => {
      throw new Error('killed');
    });
    await expect(remind()).rejects.toThrow('killed');
    expect(await remind()).toEqual({ reminded: 0 });
    armCrashPoint('message.after_send', () => {
      throw new Error('killed');
    });
    await expect(sendAll()).rejects.toThrow('killed');
    await database.owner.execute(sql`update message set sending_until = now() where state = 'queued'`);
    await sendAll();
    // Sent before the crash and after it, under one Message-ID: mail programs show one.
    expect(new Set(mail.received.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it.each([
    ['not yet', 30, {}],
    ['no more, so shortly before', 2, {}],
    ['to nobody who booked the evening before', 23, { hoursAgo: 12 }],
    ['to nobody who booked today', 23, { hoursAgo: 0 }],
  ])('comes %s', async (_what, hours, options) => {
    await booked(hours, options);
    expect(await remind()).toEqual({ reminded: 0 });
  });

  it('follows the museum’s settings', async () => {
    await booked(40);
    await database.owner.execute(
      sql`insert into setting (key, valid_from, value) values ('reminder_hours_before', '2000-01-01', '48')`,
    );
    expect(await remind()).toEqual({ reminded: 1 });
    await database.owner.execute(sql`update setting set value = '0' where key = 'reminder_hours_before'`);
    await booked(40);
    expect(await remind()).toEqual({ reminded: 0 });
    await database.owner.execute(sql`delete from setting where key = 'reminder_hours_before'`);
  });

  it('says nothing of a time that is no longer the order’s', async () => {
    const orderId = await booked(23);
    expect(await remind()).toEqual({ reminded: 1 });
    expect(await moveOrder(staffCtx(database.db), { orderId, toTimeslotId: museum.timeslots[1] ?? '' })).toMatchObject({
      ok: true,
    });
    await sendAll();
    expect(await messagesOf(orderId)).toEqual(['order_confirmed sent', 'visit_reminder dropped', 'order_moved sent']);
    expect(mail.received).toHaveLength(1);
    // The new time is near, too: whoever was told of it just now is not reminded of it.
    await startsIn(22, 1);
    expect(await remind()).toEqual({ reminded: 0 });
  });

  it('says nothing once nobody comes any more', async () => {
    const orderId = await booked(23);
    await remind();
    await database.owner.execute(sql`update ticket set state = 'revoked' where order_id = ${orderId}`);
    await sendAll();
    expect(await messagesOf(orderId)).toEqual(['order_confirmed sent', 'visit_reminder dropped']);
    expect(await remind()).toEqual({ reminded: 0 });
  });

  it('tells all that one needs on the way, in the order’s language, with tickets and calendar file', async () => {
    for (const locale of locales) {
      const orderId = await booked(23, { locale });
      await database.owner.execute(sql`update orders set access_needs = 'Əlil arabası' where id = ${orderId}`);
    }
    expect(await remind()).toEqual({ reminded: 3 });
    const { rows } = await database.owner.execute<QueuedMessage>(sql`
      select id, kind, order_id as "orderId", locale, recipient, dedupe_key as "dedupeKey" from message where state = 'queued'`);
    for (const message of rows) {
      const { text, subject, attachments } = required(await composeMessage(ctx(), message), 'the reminder');
      expect(subject).toMatch(/\d\d\.\d\d\.\d{4}/);
      // The document of the type, the meeting point, the needs, the way to change or cancel.
      const local = message.locale === 'en' ? '' : ` (${message.locale})`;
      for (const fact of [`free${local}: Card${local}`, `Entrance${local}`, 'Əlil arabası'])
        expect(text).toContain(fact);
      expect(text.match(new RegExp(`http://museum.test/${message.locale}/order/`, 'g'))).toHaveLength(2);
      expect(attachments.map(({ contentType }) => contentType.split(';')[0])).toEqual([
        'application/pdf',
        'text/calendar',
      ]);
    }
  });

  it('is dropped for good', async () => {
    const orderId = await booked(23);
    await remind();
    await database.owner.execute(sql`update ticket set state = 'revoked' where order_id = ${orderId}`);
    await sendAll();
    const { rows } = await database.owner.execute<{ id: string }>(
      sql`select id from message where order_id = ${orderId} and state = 'dropped'`,
    );
    const again = await sendMessage(ctx(), { messageId: rows[0]?.id ?? '' }, () => Promise.reject(new Error('asked')));
    expect(again).toEqual({ ok: false, code: 'not_needed' });
  });
});
