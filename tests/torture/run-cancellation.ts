import { setTimeout as pause } from 'node:timers/promises';
import { crashPoints } from '#lib/platform/crash-point.ts';
import { checkEverything } from './check-everything.ts';
import type { TortureCluster } from './cluster.ts';
import { diceOf } from './dice.ts';
import { letTimePass } from './let-time-pass.ts';
import type { Options } from './options.ts';
import { goToPay, payMany } from './pay-many.ts';
import { openProviderBooks, type ProviderBooks } from './provider-books.ts';
import { emptyReport, type Report } from './report.ts';
import { settleDown } from './settle-down.ts';
import { openPlenty } from './timetable.ts';
import type { Violation } from './violations.ts';
import { ask, openWorld, type World } from './world.ts';

const kills = 20;
/** What the museum allows itself (`provider_calls_per_second`). */
const callsPerSecondMost = 10;
const points = crashPoints.filter((name) => /^(cancel|refund)\./.test(name));

/**
 * One time with all its orders is cancelled, while the worker is killed twenty times, at named lines and at any moment, with
 * Postgres twice among them. Every order gets its money back once, and the provider is asked ten times a second at most. This
 * runs in real time: that pace is what is tested.
 */
export async function runCancellation(
  cluster: TortureCluster,
  options: Options,
  seed: number,
  say: (line: string) => void,
): Promise<Report> {
  const report = emptyReport(seed);
  const beganAt = performance.now();
  const world = await openWorld(cluster, seed, { timetable: (owner) => openPlenty(owner) });
  const books = openProviderBooks(world.sandbox.file);
  const dice = diceOf(seed, 'cancellation');
  try {
    // The last of the hundred have just paid and are not back yet; a few are still on the payment page.
    const count = options.ops;
    const paid = await payMany(world, dice, { count, clients: options.clients }, async ({ orderId }) => {
      if (!dice.chance(0.01)) await dice.pick(world.webs).call('settle', { orderId });
    });
    await Promise.all(Array.from({ length: Math.ceil(count / 200) }, () => goToPay(world, dice)));
    say(`  seed ${seed}: ${paid} orders are paid, the time is cancelled`);
    const [timeslotId] = world.timetable.open();
    const cancelled = await dice.pick(world.webs).call('cancelSlot', { timeslotId, delayHours: 0 });
    if (cancelled.kind !== 'answered') throw new Error(JSON.stringify(cancelled));
    const left = await untilGivenBack(world, dice, paid, say);
    const settled = await settleDown(world, books);
    report.violations.push(
      ...(left > 0 ? [{ check: 'orders of a cancelled time are left', facts: { left } }] : []),
      ...settled.left.map((facts): Violation => ({ check: 'three minutes did not repair it', facts })),
      ...(await checkEverything(world, books)),
      ...checkGivenBack(books, paid),
      ...checkPace(books),
    );
    report.ok = paid;
  } finally {
    books.close();
    await world.close();
  }
  return Object.assign(report, {
    operations: report.ok,
    faults: kills,
    crashes: world.crashes.length,
    crashPoints: [...new Set(world.crashes.flatMap(({ point }) => (point ? [point] : [])))].sort(),
    falls: world.falls,
    seconds: (performance.now() - beganAt) / 1000,
  } satisfies Partial<Report>);
}

/** Kills at even distances over the time that the refunds take; gives how many orders are left in the end. */
async function untilGivenBack(
  world: World,
  dice: ReturnType<typeof diceOf>,
  paid: number,
  say: (line: string) => void,
): Promise<number> {
  const expectedMs = (paid / callsPerSecondMost) * 1000;
  const beganAt = performance.now();
  let strikes = 0;
  for (let told = 0; ; await pause(200)) {
    const [row] = await ask<{ left: number; listed: boolean }>(
      world,
      `select (select count(*)::int from slot_cancellation_item where state in ('listed','offered','refunding')) as left,
              (select bool_and(listed_at is not null) from slot_cancellation) as listed`,
    );
    const passedMs = performance.now() - beganAt;
    if (row?.listed && row.left === 0 && world.crashes.length >= kills) return 0;
    if (passedMs > expectedMs * 2 + 300_000) return row?.left ?? paid;
    if (world.crashes.length < kills && passedMs > (expectedMs * (strikes + 0.5)) / (kills + 1)) {
      strikes += 1;
      await strike(world, dice, strikes);
      // What the killed one had taken is looked at again after a minute: the museum's minute need not be ours.
      await letTimePass(world.owner.pool, 60_000).catch(() => undefined);
    }
    if (Math.floor(passedMs / 30_000) > told) {
      told = Math.floor(passedMs / 30_000);
      say(`  ${row?.left} orders left, ${world.crashes.length} crashes`);
    }
  }
}

/** The worker dies at a named line, or at once; every tenth time all of Postgres dies. */
async function strike(world: World, dice: ReturnType<typeof diceOf>, n: number): Promise<void> {
  const [worker] = world.workers;
  if (n % 10 === 5) {
    world.databaseKilledAt.push(performance.now());
    world.crashes.push({ at: performance.now(), who: 'postgres', point: null });
    await world.cluster.kill();
  } else if (n % 3 === 0) worker?.kill();
  else {
    const before = world.crashes.length;
    worker?.arm([dice.pick(points), dice.pick(points)]);
    for (let waited = 0; waited < 40 && world.crashes.length === before; waited += 1) await pause(100);
    if (world.crashes.length === before) worker?.kill();
  }
}

/** Every charge went back, whole and once. */
function checkGivenBack(books: ProviderBooks, paid: number): Violation[] {
  const back = new Map<string, number>();
  for (const refund of books.refunds()) {
    if (refund.status !== 'failed') back.set(refund.intent, (back.get(refund.intent) ?? 0) + refund.amountMinor);
  }
  const charges = books.charges();
  const found: Violation[] = charges
    .filter(({ intent, amountMinor }) => back.get(intent) !== amountMinor)
    .map((charge) => ({
      check: 'a charge did not go back whole and once',
      facts: { ...charge, back: back.get(charge.intent) ?? 0 },
    }));
  if (charges.length !== paid)
    found.push({ check: 'another number of charges than of payments', facts: { paid, charges: charges.length } });
  return found;
}

function checkPace(books: ProviderBooks): Violation[] {
  const most = Math.max(0, ...books.refundsBySecond().values());
  return most > callsPerSecondMost ? [{ check: 'the provider was asked too often', facts: { most } }] : [];
}
