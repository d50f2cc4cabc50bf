import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { message } from '#db/schema/notifications.ts';
import { auditLog } from '#db/schema/platform.ts';
import { sendTicketsAgain } from '#lib/booking/send-tickets-again.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { staffCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { type BusyMuseum, buildBusyMuseum } from './busy-museum.ts';

let database: TestDatabase;
let museum: BusyMuseum;
let ctx: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildBusyMuseum(database);
  ctx = staffCtx(database.db, { permissions: ['orders.change'] });
});
afterAll(() => database.close());

test('an order without an address has nowhere to send to', async () => {
  const input = { orderId: museum.paid.orderId, requestKey: newId() };
  expect(await sendTicketsAgain(ctx, input)).toEqual({ ok: false, code: 'no_email' });
});

test('pressed twice at once, one message goes out, with one audit row and one job', async () => {
  const { orderId } = museum.paid;
  await database.owner.execute(
    sql`update orders set email = 'visitor@example.org', locale = 'ru' where id = ${orderId}`,
  );
  const input = { orderId, requestKey: newId() };
  const answers = await Promise.all([sendTicketsAgain(ctx, input), sendTicketsAgain(ctx, input)]);
  expect(answers.map((answer) => answer.ok && answer.isRepeat).sort()).toEqual([false, true]);
  const messages = await database.owner.select().from(message).where(eq(message.orderId, orderId));
  expect(messages).toMatchObject([
    { kind: 'tickets_again', recipient: 'visitor@example.org', locale: 'ru', state: 'queued' },
  ]);
  const audit = await database.owner.select().from(auditLog).where(eq(auditLog.objectId, orderId));
  expect(audit).toMatchObject([{ action: 'tickets_sent_again', actorKind: 'staff' }]);
  expect(JSON.stringify(audit)).not.toContain('visitor@example.org');
});

test('a new press of the button sends once more', async () => {
  const input = { orderId: museum.paid.orderId, requestKey: newId() };
  expect(await sendTicketsAgain(ctx, input)).toMatchObject({ ok: true, isRepeat: false });
});

test('what has no tickets or is no order is refused, and nothing is written', async () => {
  const before = await database.owner.select().from(message);
  const ask = (orderId: string, requestKey: string) => sendTicketsAgain(ctx, { orderId, requestKey });
  expect(await ask(museum.heldId, newId())).toEqual({ ok: false, code: 'no_tickets' });
  expect(await ask(newId(), newId())).toEqual({ ok: false, code: 'unknown_order' });
  expect(await ask("' or true", newId())).toEqual({ ok: false, code: 'unknown_order' });
  expect(await ask(museum.paid.orderId, 'x')).toEqual({ ok: false, code: 'unknown_order' });
  expect(await database.owner.select().from(message)).toEqual(before);
});
