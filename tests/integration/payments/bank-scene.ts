import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { GET } from '#app/api/[gateway]/callback/route.ts';
import { closeDatabase } from '#db/client.ts';
import { processProviderEvent } from '#lib/booking/process-provider-event.ts';
import { reconcileMoney } from '#lib/booking/reconcile-money.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { addDays, dateAt } from '#lib/platform/time.ts';
import { bankPageOf, openBank, payAtBank, type TestBank } from '#tests/support/bank.ts';
import { openCheckout, sessionOf, type TestCheckout } from '#tests/support/checkout.ts';
import { systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { refundScene } from './refund-scene.ts';

export let database: TestDatabase;
export let museum: TestMuseum;
export let bank: TestBank;
let stripe: TestCheckout;
export let web: Server;
let count = 0;
/** Invariants that a test leaves broken on purpose. */
let named: string[] = [];
export const scene = refundScene(
  () => database,
  () => museum,
);

/** The museum and the bank of a test file: opened before it, looked over after each test, closed after it. */
export function openBankScene(): void {
  beforeAll(async () => {
    useTestInstallation();
    database = await createTestDatabase();
    Object.assign(process.env, { DATABASE_URL: database.appUrl });
    web = createServer(async (request, response) => {
      const params = Promise.resolve({ gateway: 'bankpage' });
      const answer = await GET(new Request(`http://museum.test${request.url}`), { params });
      response.writeHead(answer.status).end(await answer.text());
    }).listen(0, '127.0.0.1');
    await once(web, 'listening');
    stripe = await openCheckout();
    bank = await openBank(`http://127.0.0.1:${(web.address() as AddressInfo).port}/api/bankpage/callback`);
  });
  afterAll(async () => {
    await bank.close();
    await stripe.close();
    web.close();
    await closeDatabase();
    await database.close();
  });
  beforeEach(async () => {
    count += 1;
    museum = await buildMuseum(database.owner, { code: `bank-${count}`, daysAhead: 3 + count });
    return async () => {
      bank.faults.clear();
      await heard();
      expect((await scene.broken()).map(({ id }) => id)).toEqual(named);
    };
  });
}

/** Builds the museum of this test anew, with few places. */
export async function buildSmallMuseum(places: number): Promise<void> {
  museum = await buildMuseum(database.owner, { code: 'bank-small', daysAhead: 60, lanes: { public: places } });
}

/** This test leaves these invariants broken on purpose. */
export function leaveBroken(ids: string[]): void {
  named = ids;
}

export const visitor = () => visitorCtx(database.db);
export const system = () => systemCtx(database.db);
export const outcome = (orderId: string) => readOutcome(database.owner, orderId);

/** Everything the bank has to tell is told, and every event that came is worked off. */
export async function heard(): Promise<string[]> {
  await bank.settled();
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select id from provider_event where processed_at is null order by received_at`,
  );
  const outcomes: string[] = [];
  for (const { id } of rows) {
    const done = await processProviderEvent(system(), { eventId: id });
    outcomes.push(done.ok ? done.outcome : done.code);
  }
  return outcomes;
}

export async function opened(adults = 2): Promise<{ orderId: string; page: string; bankOrder: string }> {
  const { orderId } = await heldOrder(database.db, museum, { adults });
  const page = await bankPageOf(database.db, orderId);
  return { orderId, page, bankOrder: (await sessionOf(database.owner, orderId)).sessionId };
}

export async function paid(adults = 2): Promise<{ orderId: string; bankOrder: string; tickets: string[] }> {
  const { orderId, page, bankOrder } = await opened(adults);
  await payAtBank(page);
  expect(await settleOrder(visitor(), { orderId })).toMatchObject({ ok: true, state: 'paid' });
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select id from ticket where order_id = ${orderId} order by id`,
  );
  return { orderId, bankOrder, tickets: rows.map(({ id }) => id) };
}

export async function longAgo(orderId: string): Promise<void> {
  await database.owner.execute(sql`
    update payment set created_at = now() - interval '3 minutes', updated_at = now() - interval '3 minutes' where order_id = ${orderId}`);
}

export const aroundToday = () => {
  const today = dateAt(new Date(), museum.zone);
  return { fromDate: addDays(today, -1), toDate: addDays(today, 1) };
};
export async function differences(): Promise<unknown[]> {
  const compared = await reconcileMoney(system(), aroundToday());
  if (!compared.ok) throw new Error(compared.code);
  expect(compared.days.map(({ provider }) => provider)).toContain('bankpage');
  return compared.days.flatMap(({ lines }) => lines);
}
