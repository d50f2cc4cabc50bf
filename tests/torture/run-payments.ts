import { checkEverything } from './check-everything.ts';
import type { TortureCluster } from './cluster.ts';
import { type Dice, diceOf } from './dice.ts';
import { letTimePass } from './let-time-pass.ts';
import type { Options } from './options.ts';
import { payMany } from './pay-many.ts';
import { openProviderBooks } from './provider-books.ts';
import { emptyReport, type Report } from './report.ts';
import { drain, settleDown, work } from './settle-down.ts';
import { openPlenty } from './timetable.ts';
import type { Violation } from './violations.ts';
import { ask, openWorld, type World } from './world.ts';

const stepMs = 30_000;
const promisedMs = 180_000;
/** So many visitors pay in each half minute of the museum's time, and none of them comes back to our page. */
const paidPerStep = 100;
const minute = 60_000;

type Paid = { session: string; orderId: string; paidAtMs: number };

/**
 * Payments whose visitors never come back, while every message of the provider may be lost, doubled up to five times, late by up to
 * three days, out of order; in one run of five none comes at all. All must be settled within three minutes of the money, by the
 * museum's clock, none twice. The jobs of the clock run exactly as often as in production.
 */
export async function runPayments(
  cluster: TortureCluster,
  options: Options,
  seed: number,
  say: (line: string) => void,
): Promise<Report> {
  const report = emptyReport(seed);
  const beganAt = performance.now();
  const world = await openWorld(cluster, seed, { timetable: (owner) => openPlenty(owner), hasOwnClock: false });
  const books = openProviderBooks(world.sandbox.file);
  const dice = diceOf(seed, 'payments');
  let shiftedMs = 0;
  const now = () => shiftedMs + performance.now();
  const waiting = new Map<string, Paid>();
  const late: Violation[] = [];
  let longestMs = 0;
  let settled = 0;

  const pass = async (ms: number) => {
    await letTimePass(world.owner.pool, ms);
    await world.control('age', { ms });
    shiftedMs += ms;
  };
  const look = async () => {
    const rows = await ask<{ session: string; state: string }>(
      world,
      `select session_id as session, state from payment where session_id = any ($1) and state = 'succeeded'`,
      [[...waiting.keys()]],
    );
    for (const { session } of rows) {
      const paid = waiting.get(session);
      if (!paid) continue;
      waiting.delete(session);
      settled += 1;
      const tookMs = now() - paid.paidAtMs;
      longestMs = Math.max(longestMs, tookMs);
      if (tookMs > promisedMs) late.push({ check: 'money was settled late', facts: { ...paid, tookMs } });
    }
  };

  try {
    let made = 0;
    for (let step = 0; made < options.ops || waiting.size > 0; step += 1) {
      if (step > (2 * options.ops) / paidPerStep + 20) break;
      if (made < options.ops) {
        const share = Math.floor((5 * made) / options.ops);
        world.sandbox.faults.clear();
        world.sandbox.faults.set(messagesOf(dice, share, options));
        const count = Math.min(paidPerStep, options.ops - made);
        made += await payMany(world, dice, { count, clients: options.clients }, async (one) => {
          waiting.set(one.session, { ...one, paidAtMs: now() });
        });
      }
      if (options.faults.has('crashes') && step % 10 === 9) world.workers[0]?.kill();
      await drain(world);
      await look();
      await pass(stepMs);
      await work(world, 'sweep');
      if (step % 2 === 1) await work(world, 'reconcile');
      await drain(world);
      await look();
      if (step % 20 === 19)
        say(`  seed ${seed}: ${made} paid, ${settled} settled, longest ${Math.round(longestMs / 1000)} s`);
    }
    world.sandbox.faults.clear();
    // What the provider still has to say comes in the next three days, and changes nothing.
    await pass(73 * 60 * minute);
    const { left } = await settleDown(world, books);
    report.violations.push(
      ...late,
      ...[...waiting.values()].map((facts): Violation => ({ check: 'money was never settled', facts })),
      ...left.map((facts): Violation => ({ check: 'three minutes did not repair it', facts })),
      ...(await checkEverything(world, books)),
      ...(await checkPaidOnce(world, settled)),
    );
  } finally {
    books.close();
    await world.close();
  }
  return Object.assign(report, {
    operations: settled,
    ok: settled,
    faults: 5,
    crashes: world.crashes.length,
    falls: world.falls,
    virtualMinutes: Math.round(shiftedMs / minute),
    longestRepairSeconds: Math.round(longestMs / 1000),
    seconds: (performance.now() - beganAt) / 1000,
  } satisfies Partial<Report>);
}

/** In the first fifth no message comes at all; later they come in every bad way. */
function messagesOf(dice: Dice, share: number, options: Options) {
  if (!options.faults.has('webhooks')) return {};
  if (share === 0) return { webhookDropped: 1 };
  return {
    webhookDropped: dice.pick([0, 0.1, 0.3]),
    webhookDoubled: 0.5,
    webhookDelayed: dice.pick([0.2, 0.5, 0.8]),
    webhookDelayMostMs: dice.pick([minute, 60 * minute, 72 * 60 * minute]),
    webhookReordered: 0.5,
    ...(options.faults.has('silent') ? { paymentWithoutEvent: 0.1 } : {}),
  };
}

/** Every order that was paid has its tickets once, and kept one payment. */
async function checkPaidOnce(world: World, settled: number): Promise<Violation[]> {
  const [row] = await ask<{ paid: number; payments: number; messages: number }>(
    world,
    `select (select count(*)::int from orders where state = 'paid') as paid,
            (select count(*)::int from payment where state = 'succeeded') as payments,
            (select count(*)::int from message where kind = 'order_confirmed') as messages`,
  );
  const isOnce = row?.paid === settled && row.payments === settled && row.messages === settled;
  return isOnce ? [] : [{ check: 'not every payment made one paid order and one message', facts: { settled, ...row } }];
}
