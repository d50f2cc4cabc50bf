import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askForTickets } from '#lib/booking/ask-for-tickets.ts';
import { composeMessage } from '#lib/booking/compose-message.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { sendWaiting } from '#lib/notifications/send-waiting.ts';
import { systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
import { openMailServer, type TestMailServer } from '#tests/support/mail-server.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
let mail: TestMailServer;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  mail = await openMailServer();
  museum = await buildMuseum(database.owner, { lanes: { public: 60 }, peopleAtOnce: 60 });
});
afterAll(async () => {
  await mail.close();
  await database.close();
});
beforeEach(async () => {
  await database.owner.execute(sql`update message set state = 'sent', sent_at = now() where state = 'queued'`);
  await database.owner.execute(sql`delete from rate_limit`);
  mail.received.length = 0;
});

const ask = (email: string, more: { client?: string; requestKey?: string } = {}) =>
  askForTickets(visitorCtx(database.db, { locale: 'az' }), {
    email,
    client: more.client ?? '192.0.2.1',
    requestKey: more.requestKey ?? randomUUID(),
  });
const sendAll = () => {
  const ctx = systemCtx(database.db, 'send_messages');
  return sendWaiting(ctx, (message) => composeMessage(ctx, message));
};

async function booked(email: string, options: Parameters<typeof heldOrder>[2] = {}) {
  const held = await heldOrder(database.db, museum, { free: 2, email, ...options });
  expect(await startPayment(visitorCtx(database.db), held)).toMatchObject({ ok: true });
  await database.owner.execute(
    sql`update message set state = 'sent', sent_at = now() where order_id = ${held.orderId}`,
  );
  return held;
}

describe('send me my tickets', () => {
  it('sends the links of all coming orders in the orders’ language, and none of others', async () => {
    const first = await booked('Aysel@Example.az', { locale: 'ru' });
    const second = await booked('aysel@example.az', { locale: 'ru', slot: 1, free: 1 });
    const other = await booked('aysel2@example.az');
    const over = await booked('aysel@example.az');
    await database.owner.execute(sql`update ticket set state = 'revoked' where order_id = ${over.orderId}`);
    const unpaid = await heldOrder(database.db, museum, { free: 1, email: 'aysel@example.az' });
    expect(await ask(' aysel@EXAMPLE.az ')).toEqual({ ok: true });
    await sendAll();
    expect(mail.received).toHaveLength(1);
    const [letter] = mail.received;
    expect(letter?.to).toMatchObject({ value: [{ address: 'aysel@example.az' }] });
    expect(letter?.subject).toMatch(/^Ваши билеты: .*10:30/);
    for (const { linkToken } of [first, second]) {
      expect(letter?.text).toContain(`/ru/order/${linkToken}`);
      expect(letter?.html).toContain(`/ru/order/${linkToken}`);
    }
    for (const { linkToken } of [other, over, unpaid]) expect(letter?.text).not.toContain(linkToken);
  });

  it('answers and does the same for an address that nobody knows, and keeps it nowhere', async () => {
    await booked('known@example.az');
    const known = await ask('known@example.az');
    const unknown = await ask('unknown@example.az');
    expect(unknown).toEqual(known);
    const { rows: before } = await database.owner.execute(
      sql`select kind, order_id, locale, state, attempts from message where kind = 'order_links' and state = 'queued'`,
    );
    expect(before[0]).toEqual(before[1]);
    await sendAll();
    expect(mail.received).toHaveLength(1);
    const { rows } = await database.owner.execute(
      sql`select count(*)::int as n from message where recipient = 'unknown@example.az'`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('lets nobody write at will to an address, nor one network to all, known or not', async () => {
    for (let time = 0; time < 3; time += 1)
      expect(await ask('a@example.az', { client: `198.51.100.${time}` })).toEqual({ ok: true });
    expect(await ask('A@example.az', { client: '198.51.100.9' })).toEqual({
      ok: false,
      code: 'too_often',
      minutes: 60,
    });
    for (let time = 0; time < 20; time += 1) expect(await ask(`b${time}@example.az`)).toEqual({ ok: true });
    expect(await ask('c@example.az')).toMatchObject({ ok: false, code: 'too_often' });
    // Whoever was refused for the network has not used up the address.
    expect(await ask('c@example.az', { client: '198.51.100.7' })).toEqual({ ok: true });
  });

  it('takes a form that is sent twice for one', async () => {
    await booked('twice@example.az');
    const requestKey = randomUUID();
    expect(await Promise.all([1, 2].map(() => ask('twice@example.az', { requestKey })))).toEqual([
      { ok: true },
      { ok: true },
    ]);
    await sendAll();
    expect(mail.received).toHaveLength(1);
  });

  it.each([
    ['', 'email_missing'],
    ['aysel', 'email_malformed'],
    ['a@b', 'email_malformed'],
    ['a@example.az, b@example.az', 'email_malformed'],
    ['a@example.az\r\nBcc: b@example.az', 'no_line_breaks'],
    [`${'a'.repeat(300)}@example.az`, 'too_long'],
  ])('says what to put right in %j', async (email, why) => {
    expect(await ask(email)).toMatchObject({
      ok: false,
      code: 'email',
      why: expect.stringMatching(/^(email_|no_line|too_long)/),
    });
    expect((await ask(email)) as { why: string }).toMatchObject({ why });
  });

  it('lists no look-alike of an address', async () => {
    const { linkToken } = await booked('ａysel@example.az'.normalize('NFKC').replace('aysel', 'look'));
    await ask('ｌook@example.az');
    await sendAll();
    expect(mail.received.map(({ text }) => text).join()).not.toContain(linkToken);
  });
});
