import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { openCheckout, payOn, type TestCheckout } from '#tests/support/checkout.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let checkout: TestCheckout;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase({ most: 2 });
  checkout = await openCheckout();
});
afterAll(async () => {
  await checkout.close();
  await database.close();
});

it('carries forty payments of one time with two connections: nobody waits for oneself, every place and sum counted once', async () => {
  const museum = await buildMuseum(database.owner, { lanes: { public: 80 }, peopleAtOnce: 80, buildingPeople: 80 });
  const orders = await Promise.all(Array.from({ length: 40 }, () => heldOrder(database.db, museum)));
  const started = await Promise.all(orders.map((order) => startPayment(visitorCtx(database.db), order)));
  const pages = started.map((answer) =>
    answer.ok && answer.kind === 'redirect' ? answer.url : JSON.stringify(answer),
  );
  expect(new Set(pages).size).toBe(40);
  expect(await Promise.all(pages.map((page) => payOn(page)))).toEqual(Array.from({ length: 40 }, () => 303));
  const twice = [...orders, ...orders];
  const settled = await Promise.all(twice.map((order) => settleOrder(visitorCtx(database.db), order)));
  expect(settled.filter((answer) => answer.ok && answer.state === 'paid')).toHaveLength(80);
  const { rows } = await database.owner.execute(sql`
    select (select count(*)::int from orders where state = 'paid') as paid, (select count(*)::int from ticket) as tickets,
           (select sum(amount_minor)::int from ledger_entry) as ledger, (select count(*)::int from message) as messages,
           (select max(held)::int from pool) as held, (select max(sold)::int from pool) as sold,
           (select deadlocks::int from pg_stat_database where datname = current_database()) as deadlocks`);
  expect(rows[0]).toEqual({ paid: 40, tickets: 80, ledger: 40_000, messages: 40, held: 0, sold: 80, deadlocks: 0 });
});
