import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { leavePayment } from '#lib/booking/leave-payment.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { settlePayment } from '#lib/booking/settle-payment.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { sweepHolds } from '#lib/booking/sweep-holds.ts';
import { takePayment } from '#lib/booking/take-payment.ts';
import { type Gateway, gateways, type Provider, providers } from '#lib/payments/values.ts';
import { newId } from '#lib/platform/ids.ts';
import { dateAt } from '#lib/platform/time.ts';
import { openBank, payAtBank, type TestBank } from '#tests/support/bank.ts';
import { openCheckout, payOn, type TestCheckout } from '#tests/support/checkout.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, runOutOfTime, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { refundScene } from './refund-scene.ts';

let database: TestDatabase;
let museum: TestMuseum;
let checkout: TestCheckout;
let bank: TestBank;
let count = 0;
const scene = refundScene(
  () => database,
  () => museum,
);

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  checkout = await openCheckout();
  bank = await openBank();
});
afterAll(async () => {
  await bank.close();
  await checkout.close();
  await database.close();
});
beforeEach(async () => {
  count += 1;
  museum = await buildMuseum(database.owner, { code: `way-${count}`, daysAhead: 3 + count, lanes: { public: 15 } });
});

const isPage = (way: Provider): way is Gateway => gateways.some((name) => name === way);

/** Pays an order in a way, as far as the person who does it gets: money on a page is not settled yet. */
async function pay(orderId: string, way: Provider, totalMinor: number): Promise<void> {
  if (isPage(way)) {
    process.env.CARD_GATEWAY = way;
    const started = await startPayment(visitorCtx(database.db), { orderId });
    if (!started.ok || started.kind !== 'redirect') return;
    await (started.url.startsWith(bank.url) ? payAtBank(started.url) : payOn(started.url));
    return;
  }
  const number = newId().slice(-12).toUpperCase();
  await takePayment(staffCtx(database.db), {
    orderId,
    provider: way,
    typed: {
      handed: '50',
      terminal: 'T1',
      slip: number,
      reference: number,
      valueDate: dateAt(new Date(), museum.zone),
    },
    expectedMinor: totalMinor,
  });
}

/** How an order came to be paid, without what names the way. */
async function traceOf(orderId: string): Promise<unknown> {
  const { rows } = await database.owner.execute<{ steps: string[]; ledger: number; settled: number }>(sql`
    select (select array_agg(to_state order by id) from order_event where order_id = ${orderId} and machine = 'order' and to_state <> 'awaiting_payment') as steps,
           (select count(*)::int from ledger_entry where order_id = ${orderId}) as ledger,
           (select count(*)::int from audit_log where object_id = ${orderId} and action = 'payment_settled') as settled`);
  const { payments: _, ledgerMinor: __, ...outcome } = await readOutcome(database.owner, orderId);
  return { ...outcome, ...rows[0] };
}

it('ends the same whatever the way: places sold, tickets, one line in the ledger, one mail, one audit row', async () => {
  for (const way of providers) {
    const { orderId } = await heldOrder(database.db, museum, way === 'none' ? { free: 2 } : { adults: 2 });
    await pay(orderId, way, way === 'none' ? 0 : 1000);
    await settleOrder(systemCtx(database.db), { orderId });
    expect(await traceOf(orderId), way).toEqual({
      state: 'paid',
      tickets: 2,
      sold: 2,
      held: 0,
      refunds: [],
      messages: ['order_confirmed queued'],
      steps: ['held', 'paid'],
      ledger: 1,
      settled: 1,
    });
  }
  expect(await scene.broken()).toEqual([]);
});

const deeds = [
  'open',
  'press',
  'late',
  'leave',
  'run_out',
  'sweep',
  'settle',
  'cash',
  'terminal',
  'transfer',
  'none',
] as const;
type Deed = (typeof deeds)[number];

/** What visitors, desks, banks and jobs do to one order; `pages` are those that a browser somewhere still shows. */
async function act(deed: Deed, orderId: string, totalMinor: number, pages: string[]): Promise<void> {
  const db = database.db;
  switch (deed) {
    case 'open': {
      process.env.CARD_GATEWAY = pages.length % 2 ? 'stripe' : 'bankpage';
      const started = await startPayment(visitorCtx(db), { orderId });
      if (started.ok && started.kind === 'redirect') pages.push(started.url);
      return;
    }
    case 'press':
      for (const page of pages) await (page.startsWith(bank.url) ? payAtBank(page) : payOn(page));
      return;
    case 'late': {
      // The bank books money on a page that is closed already.
      const page = pages.find((url) => url.startsWith(bank.url));
      if (page) await bank.control('book', { orderId: page.split('/').at(-1) }).catch(() => undefined);
      return;
    }
    case 'leave':
      await leavePayment(visitorCtx(db), { orderId });
      return;
    case 'run_out':
      return runOutOfTime(database.owner, orderId);
    case 'sweep':
      await sweepHolds(systemCtx(db));
      return;
    case 'settle':
      await settleOrder(systemCtx(db), { orderId });
      return;
    default:
      return pay(orderId, deed, totalMinor);
  }
}

it('keeps one payment of many, in whatever ways, in whatever order, several at once', async () => {
  const seen = new Set<string>();
  const wave = fc.array(fc.constantFrom(...deeds, 'open', 'late', 'late'), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(wave, { minLength: 2, maxLength: 5 }), fc.boolean(), async (waves, isFree) => {
      const totalMinor = isFree ? 0 : 500;
      const { orderId } = await heldOrder(database.db, museum, isFree ? { free: 1 } : { adults: 1 });
      const pages: string[] = [];
      await act('open', orderId, totalMinor, pages);
      for (const deeds of waves) await Promise.all(deeds.map((deed) => act(deed, orderId, totalMinor, pages)));
      // Every page is asked after, as a callback or the day's comparison would.
      const { rows } = await database.owner.execute<{ id: string }>(
        sql`select id from payment where order_id = ${orderId} order by created_at, id`,
      );
      for (const { id } of rows) await settlePayment(systemCtx(database.db), { paymentId: id });
      await scene.sendMoney();
      const end = await readOutcome(database.owner, orderId);
      seen.add(
        `${end.state}, ${end.payments.filter((state) => state === 'succeeded').length} paid, ${end.refunds.length} back`,
      );
      const isPaid = end.state === 'paid';
      expect({ tickets: end.tickets, sold: end.sold, ledgerMinor: end.ledgerMinor }).toEqual(
        isPaid ? { tickets: 1, sold: 1, ledgerMinor: totalMinor } : { tickets: 0, sold: 0, ledgerMinor: 0 },
      );
      expect(end.messages.filter((message) => message.startsWith('order_confirmed'))).toHaveLength(isPaid ? 1 : 0);
      expect(await scene.broken()).toEqual([]);
      await runOutOfTime(database.owner, orderId);
      await sweepHolds(systemCtx(database.db));
      if (isPaid) await giveBack(orderId);
    }),
    { numRuns: 60, seed: 20_261_125, endOnFailure: true },
  );
  // Money that came twice was among it, and went back.
  expect([...seen]).toContain('paid, 2 paid, 1 back');
}, 120_000);

/** Makes room for the next round. */
async function giveBack(orderId: string): Promise<void> {
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select id from ticket where order_id = ${orderId} and state = 'valid'`,
  );
  await scene.refund(
    orderId,
    rows.map(({ id }) => id),
    { cause: 'cancelled_by_museum' },
  );
  await scene.sendMoney();
}
