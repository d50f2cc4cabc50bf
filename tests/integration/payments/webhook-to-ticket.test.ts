import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { POST } from '#app/api/stripe/webhook/route.ts';
import { closeDatabase } from '#db/client.ts';
import { jobHandlers, jobSchedules } from '#lib/booking/jobs.ts';
import { type Mailbox, startMailbox } from '#lib/demo/mailbox/server.ts';
import { groupJobHandlers } from '#lib/groups/jobs.ts';
import { startWorker, type Worker } from '#lib/platform/jobs/worker.ts';
import { openCheckout, pageOf, payOn, type TestCheckout } from '#tests/support/checkout.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
let checkout: TestCheckout;
let mailbox: Mailbox;
let worker: Worker;
let web: Server;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner);
  mailbox = await startMailbox({ smtpPort: 0, httpPort: 0, file: ':memory:' });
  web = createServer(async (request, response) => {
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const body = new Uint8Array(await buffer(request));
    const answer = await POST(new Request('http://museum.test/api/stripe/webhook', { method: 'POST', headers, body }));
    response.writeHead(answer.status).end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(web, 'listening');
  checkout = await openCheckout(`http://127.0.0.1:${(web.address() as AddressInfo).port}/api/stripe/webhook`);
  Object.assign(process.env, {
    DATABASE_URL: database.appUrl,
    SMTP_URL: mailbox.smtpUrl,
    MAIL_FROM: 'Muzey <biletler@museum.test>',
  });
  worker = await startWorker({
    databaseUrl: database.appUrl,
    handlers: {
      ...jobHandlers,
      ...groupJobHandlers,
      make_timeslots: async () => undefined,
      doctor: async () => undefined,
    },
    schedules: { send_messages: jobSchedules.send_messages ?? { everySeconds: 60 } },
    log: pino({ level: 'silent' }),
  });
});
afterAll(async () => {
  await worker.stop();
  await checkout.close();
  await mailbox.close();
  web.close();
  await closeDatabase();
  await database.close();
});

const mails = async (to: string): Promise<unknown[]> =>
  (await (await fetch(`${mailbox.url}/api/messages?to=${encodeURIComponent(to)}`)).json()) as unknown[];

it('turns the payment of a closed browser into tickets and one mail, by webhook and worker alone', async () => {
  const email = 'closed-browser@example.az';
  const { orderId } = await heldOrder(database.db, museum, { email });
  await payOn(await pageOf(database.db, orderId));
  await expect
    .poll(() => readOutcome(database.owner, orderId), { timeout: 15_000 })
    .toMatchObject({
      state: 'paid',
      tickets: 2,
      messages: ['order_confirmed sent'],
    });
  await expect
    .poll(
      async () =>
        (await database.owner.execute(sql`select outcome from provider_event where processed_at is null`)).rows,
      { timeout: 15_000 },
    )
    .toEqual([]);
  expect(await mails(email)).toHaveLength(1);
  const { rows } = await database.owner.execute(sql`select distinct outcome from provider_event order by 1`);
  expect(rows.map((row) => row.outcome)).toContain('paid');
});

it('imports a refund made in the dashboard, by webhook and worker alone', async () => {
  const { orderId } = await heldOrder(database.db, museum, { adults: 1 });
  await payOn(await pageOf(database.db, orderId));
  await expect.poll(() => readOutcome(database.owner, orderId), { timeout: 15_000 }).toMatchObject({ state: 'paid' });
  const { rows } = await database.owner.execute<{ intent: string }>(
    sql`select payment_intent_id as intent from payment where order_id = ${orderId}`,
  );
  await checkout.stripe.refunds.create({ payment_intent: rows[0]?.intent ?? '' });
  await expect
    .poll(() => readOutcome(database.owner, orderId), { timeout: 15_000 })
    .toMatchObject({
      state: 'refunded',
      tickets: 0,
      sold: 0,
      refunds: ['outside succeeded'],
      ledgerMinor: 0,
    });
});
