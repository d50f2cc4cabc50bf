import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { sql } from 'drizzle-orm';
import { type ParsedMail, simpleParser } from 'mailparser';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeMessage } from '#lib/booking/compose-message.ts';
import { jobHandlers, jobSchedules } from '#lib/booking/jobs.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { groupJobHandlers } from '#lib/groups/jobs.ts';
import { sendMessage } from '#lib/notifications/send-message.ts';
import { startWorker } from '#lib/platform/jobs/worker.ts';
import { locales } from '#lib/platform/locales.ts';
import { systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
let smtp: SMTPServer;
let received: ParsedMail[] = [];
/** What the mail server says to the next mails: a code, or nothing for yes. */
let refusals: number[] = [];

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, { lanes: { public: 60 }, peopleAtOnce: 60, buildingPeople: 90 });
  smtp = new SMTPServer({
    closeTimeout: 100,
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    onRcptTo(_address, _session, callback) {
      const responseCode = refusals.shift();
      callback(responseCode ? Object.assign(new Error('no'), { responseCode }) : null);
    },
    onData(stream, _session, callback) {
      buffer(stream)
        .then(async (raw) => received.push(await simpleParser(raw)))
        .then(() => callback(null), callback);
    },
  });
  const server = smtp.listen(0, '127.0.0.1');
  await once(server, 'listening');
  Object.assign(process.env, {
    SMTP_URL: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    MAIL_FROM: 'Muzey <biletler@museum.test>',
  });
});
afterAll(async () => {
  await new Promise<void>((resolve) => smtp.close(resolve));
  await database.close();
});
beforeEach(() => {
  received = [];
  refusals = [];
});

const ctx = () => systemCtx(database.db, 'send_messages');
const send = (messageId: string) => sendMessage(ctx(), { messageId }, (message) => composeMessage(ctx(), message));

async function paidOrder(
  options: Parameters<typeof heldOrder>[2] = {},
): Promise<{ orderId: string; linkToken: string; messageId: string }> {
  const held = await heldOrder(database.db, museum, { free: 2, ...options });
  expect(await startPayment(visitorCtx(database.db), held)).toMatchObject({ ok: true });
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select id from message where order_id = ${held.orderId}`,
  );
  return { ...held, messageId: rows[0]?.id ?? '' };
}

describe('the mail with tickets', () => {
  it.each(locales)('says in %s what the page says, with PDF and calendar file', async (locale) => {
    const { linkToken, messageId } = await paidOrder({ locale, email: 'aygun@example.az' });
    expect(await send(messageId)).toEqual({ ok: true, isRepeat: false });
    const mail = received[0];
    expect(mail?.to).toMatchObject({ value: [{ address: 'aygun@example.az' }] });
    expect(mail?.messageId).toBe(`<${messageId}@museum.test>`);
    expect(mail?.subject).toContain('10:30');
    for (const body of [mail?.text, mail?.html]) {
      expect(body).toContain('10:30');
      expect(body).toContain('10:20');
      expect(body).toContain(`http://museum.test/${locale}/order/${linkToken}`);
      expect(body).not.toMatch(/\{\w+\}|undefined|null/);
    }
    expect(mail?.attachments.map((attachment) => attachment.contentType)).toEqual(['application/pdf', 'text/calendar']);
    expect(mail?.attachments[0]?.content.subarray(0, 5).toString()).toBe('%PDF-');
    expect(mail?.attachments[1]?.content.toString()).toContain('BEGIN:VEVENT');
  });

  it('goes out once, though its job runs five times together and again later', async () => {
    const { messageId } = await paidOrder();
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(messageId)));
    expect(answers.filter((answer) => answer.ok && !answer.isRepeat)).toHaveLength(1);
    expect(await send(messageId)).toEqual({ ok: true, isRepeat: true });
    expect(received).toHaveLength(1);
  });

  it('is kept for later when the server cannot take it now, and for people when it never will', async () => {
    const { orderId, messageId } = await paidOrder();
    refusals = [451];
    expect(await send(messageId)).toEqual({ ok: false, code: 'later' });
    // It waits a little before the next try.
    expect(await send(messageId)).toEqual({ ok: false, code: 'being_sent' });
    await database.owner.execute(sql`update message set sending_until = now() where id = ${messageId}`);
    expect(await send(messageId)).toEqual({ ok: true, isRepeat: false });
    expect((await readOutcome(database.owner, orderId)).messages).toEqual(['order_confirmed sent']);
    const unknown = await paidOrder();
    refusals = [550];
    expect(await send(unknown.messageId)).toEqual({ ok: false, code: 'never' });
    expect((await readOutcome(database.owner, unknown.orderId)).messages).toEqual(['order_confirmed failed']);
  });

  it('is sent by the worker within seconds of the payment', async () => {
    const worker = await startWorker({
      databaseUrl: database.appUrl,
      handlers: {
        ...jobHandlers,
        ...groupJobHandlers,
        make_timeslots: async () => undefined,
        doctor: async () => undefined,
      },
      schedules: {
        send_messages: jobSchedules.send_messages ?? { everySeconds: 60 },
        make_timeslots: '5 0 * * *',
      },
      log: pino({ level: 'silent' }),
    });
    try {
      const { messageId } = await paidOrder();
      await expect
        .poll(() => received.map((mail) => mail.messageId), { timeout: 8000 })
        .toContain(`<${messageId}@museum.test>`);
    } finally {
      await worker.stop();
    }
  });
});
