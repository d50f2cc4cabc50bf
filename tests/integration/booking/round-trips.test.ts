import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type DatabaseConnection } from '#db/client.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { settleMoney } from '#lib/booking/settle-money.ts';
import { newId } from '#lib/platform/ids.ts';
import { required } from '#lib/platform/result.ts';
import { systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { readOutcome } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
/** A pool whose statements are counted. */
let counted: DatabaseConnection;
let statements: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, { lanes: { public: 40 }, peopleAtOnce: 40 });
  counted = connect(database.appUrl, { most: 4 });
  const query = counted.pool.query.bind(counted.pool) as (...args: unknown[]) => unknown;
  counted.pool.query = ((...args: unknown[]) => {
    statements.push(JSON.stringify(args[0]));
    return query(...args);
  }) as typeof counted.pool.query;
  counted.pool.on('connect', (client) => {
    const own = client.query.bind(client) as (...args: unknown[]) => unknown;
    let isFirst = true;
    client.query = ((...args: unknown[]) => {
      // A pool's statement reaches its client, too: only what a transaction sends itself is added here.
      if (!isFirst && typeof args[0] === 'string') statements.push(args[0]);
      isFirst = false;
      return own(...args);
    }) as typeof client.query;
  });
});
afterAll(async () => {
  await counted.close();
  await database.close();
});

const ctx = () => systemCtx(counted.db);
const hold = () =>
  holdTickets(
    ctx(),
    {
      timeslotId: museum.timeslots[0] ?? '',
      lines: [{ ticketTypeId: museum.ticketTypes.free, quantity: 2 }],
      channel: 'desk',
      lane: 'public',
      contact: { email: 'visitor@example.az' },
    },
    'a secret of the test',
  );
const settle = (orderId: string) =>
  settleMoney(ctx(), {
    paymentId: newId(),
    orderId,
    provider: 'none',
    amountMinor: 0,
    currency: 'AZN',
    providerReference: newId(),
    sessionId: null,
    paymentIntentId: null,
    isNew: true,
  });

it('a hold is one round trip, and a settle is one', async () => {
  // What a day's prices and rules are is asked once and kept for a moment.
  await hold();
  statements = [];
  const held = await hold();
  expect(statements.map((text) => text.match(/hold_places|settle_money/)?.[0])).toEqual(['hold_places']);
  const orderId = held.ok ? held.orderId : '';
  statements = [];
  expect(await settle(orderId)).toEqual({ ok: true, state: 'paid' });
  expect(statements.map((text) => text.match(/hold_places|settle_money/)?.[0])).toEqual(['settle_money']);
  expect(await readOutcome(database.owner, orderId)).toMatchObject({
    state: 'paid',
    tickets: 2,
    sold: 2,
    payments: ['succeeded'],
    messages: ['order_confirmed queued'],
  });
});

it('ten that come together are one round trip', async () => {
  statements = [];
  const held = await Promise.all(Array.from({ length: 10 }, hold));
  expect(held.every((result) => result.ok)).toBe(true);
  expect(statements.filter((text) => text.includes('hold_places'))).toHaveLength(1);
  const ids = held.map((result) => (result.ok ? result.orderId : ''));
  statements = [];
  const settled = await Promise.all(ids.map(settle));
  expect(settled).toEqual(ids.map(() => ({ ok: true, state: 'paid' })));
  expect(statements).toHaveLength(1);
  expect(required(statements[0], 'the one statement')).toContain('settle_money');
});
