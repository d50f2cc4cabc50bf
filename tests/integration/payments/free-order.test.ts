import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, runOutOfTime, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner);
});
afterAll(() => database.close());

const ctx = () => visitorCtx(database.db);

it('confirms an order of 0 at once, through the same door as money', async () => {
  const { orderId } = await heldOrder(database.db, museum, { free: 3 });
  expect(await startPayment(ctx(), { orderId })).toEqual({ ok: true, kind: 'paid' });
  expect(await readOutcome(database.owner, orderId)).toEqual({
    state: 'paid',
    tickets: 3,
    sold: 3,
    held: 0,
    payments: ['succeeded'],
    refunds: [],
    ledgerMinor: 0,
    messages: ['order_confirmed queued'],
  });
});

it('pays nothing twice, whoever asks together', async () => {
  const { orderId } = await heldOrder(database.db, museum, { free: 2 });
  const answers = await Promise.all(Array.from({ length: 5 }, () => startPayment(ctx(), { orderId })));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(answers.filter((answer) => !answer.ok && answer.code === 'already_paid')).toHaveLength(4);
  expect(await settleOrder(ctx(), { orderId })).toMatchObject({ ok: true, state: 'paid' });
  expect(await readOutcome(database.owner, orderId)).toMatchObject({
    tickets: 2,
    payments: ['succeeded'],
    messages: ['order_confirmed queued'],
  });
});

it('refuses what cannot be paid, and writes nothing', async () => {
  const late = await heldOrder(database.db, museum, { adults: 1 });
  await runOutOfTime(database.owner, late.orderId);
  expect(await startPayment(ctx(), late)).toEqual({ ok: false, code: 'hold_run_out' });
  const nameless = await heldOrder(database.db, museum, { adults: 1 });
  await database.owner.execute(sql`update orders set email = null where id = ${nameless.orderId}`);
  expect(await startPayment(ctx(), nameless)).toEqual({ ok: false, code: 'details_missing' });
  await database.owner.execute(sql`update orders set has_chosen_types = false where id = ${nameless.orderId}`);
  expect(await startPayment(ctx(), nameless)).toEqual({ ok: false, code: 'types_needed' });
  const cancelled = await heldOrder(database.db, museum, { adults: 1, slot: 1 });
  await database.owner.execute(sql`update timeslot set state = 'cancelling' where id = ${museum.timeslots[1] ?? ''}`);
  expect(await startPayment(ctx(), cancelled)).toEqual({ ok: false, code: 'not_on_sale' });
  expect(await startPayment(ctx(), { orderId: '019b0000-0000-7000-8000-000000000000' })).toEqual({
    ok: false,
    code: 'unknown_order',
  });
  for (const order of [late, nameless, cancelled])
    expect((await readOutcome(database.owner, order.orderId)).payments).toEqual([]);
});
