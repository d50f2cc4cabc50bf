import { checkEverything } from './check-everything.ts';
import type { TortureCluster } from './cluster.ts';
import { diceOf } from './dice.ts';
import { letTimePass } from './let-time-pass.ts';
import type { Options } from './options.ts';
import { payMany } from './pay-many.ts';
import { openProviderBooks } from './provider-books.ts';
import { emptyReport, type Report } from './report.ts';
import { settleDown, work } from './settle-down.ts';
import { openPlenty } from './timetable.ts';
import type { Violation } from './violations.ts';
import { ask, openWorld, type World } from './world.ts';

/** Of two, no and three decimals. */
const currencies = ['AZN', 'JPY', 'KWD'];
const paymentsPerRound = 2_000;
const hour = 3_600_000;

/**
 * Payments in three kinds of currency, with refunds of all and of a part, by us and in the provider's dashboard, that pend, fail and
 * are sent again, and disputes that are won and lost; no message comes of any of it. In the end our ledger and the provider's
 * balance differ by nothing, in each currency.
 */
export async function runLedger(
  cluster: TortureCluster,
  options: Options,
  seed: number,
  say: (line: string) => void,
): Promise<Report> {
  const report = emptyReport(seed);
  const beganAt = performance.now();
  const world = await openWorld(cluster, seed, {
    timetable: (owner) => openPlenty(owner, currencies, 1000),
    hasOwnClock: false,
  });
  const books = openProviderBooks(world.sandbox.file);
  const dice = diceOf(seed, 'ledger');
  // All that is found out here is found out by asking: a message for each movement would only cost time.
  const disputes = { paymentDisputed: options.faults.has('disputes') ? 0.02 : 0, disputeAfterMs: 60_000 };
  const refunds = options.faults.has('refunds') ? { refundPending: 0.2, refundPendingMs: hour, refundFails: 0.08 } : {};
  world.sandbox.faults.set({ webhookDropped: 1, ...disputes, ...refunds });
  let paid = 0;
  try {
    while (paid < options.ops) {
      const count = Math.min(paymentsPerRound, options.ops - paid);
      paid += await payMany(world, dice, { count, clients: options.clients }, async ({ orderId, session }) => {
        await dice.pick(world.webs).call('settle', { orderId });
        const next = dice.weighed({ nothing: 60, refund: 25, outside: 10, decide: 5 });
        if (next === 'refund') await refundSome(world, dice, orderId);
        if (next === 'outside') await refundOutside(world, dice, books.intentOf(session));
        if (next === 'decide') await decide(world, dice, books.anyOpenDispute(dice));
      });
      await letTwoHoursPass(world);
      const { left } = await settleDown(world, books);
      report.violations.push(...left.map((facts): Violation => ({ check: 'three minutes did not repair it', facts })));
      say(`  seed ${seed}: ${paid} payments, ${Math.round((paid * 1000) / (performance.now() - beganAt))} a second`);
    }
    // All that still pends comes to its end.
    world.sandbox.faults.clear();
    world.sandbox.faults.set({ webhookDropped: 1 });
    for (let round = 0; round < 3; round += 1) {
      await letTwoHoursPass(world);
      await settleDown(world, books);
    }
    report.violations.push(...(await checkEverything(world, books)), ...(await checkDifference(world, say)));
  } finally {
    books.close();
    await world.close();
  }
  return Object.assign(report, {
    operations: paid,
    ok: paid,
    crashes: world.crashes.length,
    falls: world.falls,
    seconds: (performance.now() - beganAt) / 1000,
  } satisfies Partial<Report>);
}

async function letTwoHoursPass(world: World): Promise<void> {
  await letTimePass(world.owner.pool, 2 * hour);
  await world.control('age', { ms: 2 * hour });
  await work(world, 'reconcile');
}

type RunDice = ReturnType<typeof diceOf>;

async function refundSome(world: World, dice: RunDice, orderId: string): Promise<void> {
  const choice = { share: dice.pick([0.3, 0.5, 1]), cause: 'cancelled_by_museum', isWaived: false };
  await dice.pick(world.webs).call('refund', { orderId, ...choice, note: `op ${dice.uuid()}`, by: 0 });
  if (dice.chance(0.2)) await dice.pick(world.webs).call('tidy', { by: 1, share: 0.5 });
}

async function refundOutside(world: World, dice: RunDice, intent: string | null): Promise<void> {
  if (intent) await world.control('refund', { payment_intent: intent, amount: 1 + dice.below(499) });
}

async function decide(world: World, dice: RunDice, dispute: string | null): Promise<void> {
  if (dispute) await world.control('close-dispute', { dispute, outcome: dice.pick(['won', 'lost']) });
}

/** The sum of the differences, and the sum of their amounts: a difference of nothing must not be two that cancel out. */
async function checkDifference(world: World, say: (line: string) => void): Promise<Violation[]> {
  const rows = await ask<{ currency: string; ours: number; theirs: number; differs: number; lines: number }>(
    world,
    `select currency, sum(ours_minor)::float8 as ours, sum(theirs_minor)::float8 as theirs,
            sum(abs(difference_minor))::float8 as differs, sum(jsonb_array_length(lines))::int as lines
       from reconciliation group by currency order by currency`,
  );
  for (const { currency, ours, differs, lines } of rows) {
    say(`  ${currency}: ${ours} minor units on both sides, difference ${differs}, ${lines} lines that differ`);
  }
  const wrong = rows.filter(({ differs, lines }) => differs !== 0 || lines !== 0);
  const isAll = rows.length === currencies.length;
  return [
    ...wrong.map((facts): Violation => ({ check: 'the ledger is not the balance', facts })),
    ...(isAll ? [] : [{ check: 'a currency was not compared', facts: { rows } }]),
  ];
}
