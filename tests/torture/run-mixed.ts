import { chaosOf } from './chaos.ts';
import { checkEverything } from './check-everything.ts';
import { checkHistory } from './check-history.ts';
import type { TortureCluster } from './cluster.ts';
import { diceOf } from './dice.ts';
import { doerOf, type Thrown } from './do-operation.ts';
import { type Entry, openHistory } from './history.ts';
import type { Options } from './options.ts';
import { otherStep } from './others.ts';
import { openProviderBooks } from './provider-books.ts';
import { emptyReport, type Report } from './report.ts';
import { settleDown } from './settle-down.ts';
import { tamper } from './tamper.ts';
import type { Violation } from './violations.ts';
import { finishedOrders, Visitor } from './visitor.ts';
import { ask, openWorld, type World } from './world.ts';

/** So many operations lie between two quiet points, at which everything is checked. */
const opsBetweenChecks = 5_000;

/** Visitors, staff, the provider, the clock and crashes, all at random, for one seed. */
export async function runMixed(
  cluster: TortureCluster,
  options: Options,
  seed: number,
  say: (line: string) => void,
): Promise<Report> {
  const report = emptyReport(seed);
  const beganAt = performance.now();
  const world = await openWorld(cluster, seed);
  const books = openProviderBooks(world.sandbox.file);
  const history = openHistory();
  const thrown: Thrown[] = [];
  const finished = finishedOrders();
  const chaos = chaosOf(world, diceOf(seed, 'chaos'), options);
  try {
    const clients = Array.from({ length: options.clients }, (_, index) => {
      const dice = diceOf(seed, `client ${index}`);
      const doer = doerOf(world, history, dice, thrown);
      const visitor = new Visitor(index, dice, doer, world, finished);
      return async () => {
        // One step in nine is somebody else's: staff, the desk, a bank.
        if (
          !dice.chance(1 / 9) ||
          !(await otherStep(index, dice, doer, finished, books, world.timetable, options.faults))
        )
          await visitor.step();
      };
    });
    for (let until = 0; until < options.ops; ) {
      until = Math.min(options.ops, until + opsBetweenChecks);
      await Promise.all(
        clients.map(async (step) => {
          while (history.begun() < until) {
            chaos.at(history.begun());
            await step();
          }
        }),
      );
      await chaos.calm();
      const { repairedAfterMs, left } = await settleDown(world, books);
      report.quietPoints += 1;
      report.longestRepairSeconds = Math.max(report.longestRepairSeconds, repairedAfterMs / 1000);
      if (options.isTamperedWith) await tamper(world);
      const violations = [
        ...left.map((facts): Violation => ({ check: 'three minutes did not repair it', facts })),
        ...(await checkEverything(world, books)),
        ...(await checkHistory(world, history.entries)),
        ...thrown.splice(0).map((facts): Violation => ({ check: 'a fault of ours met a visitor', facts })),
      ];
      report.violations.push(...violations);
      say(progress(seed, history.begun(), options.ops, world, report, beganAt));
      if (violations.length > 0) break;
    }
    const offers = await ask<{ state: string; count: number }>(
      world,
      'select state, count(*)::int as count from waiting_offer group by state order by state',
    );
    report.offers = Object.fromEntries(offers.map(({ state, count }) => [state, count]));
  } catch (error) {
    // A job of the clock that fails at rest, or a process that cannot live: as bad as any, and worth its history.
    report.violations.push({ check: 'the museum does not come to rest', facts: { why: String(error).slice(0, 2000) } });
  } finally {
    books.close();
    await world.close();
  }
  const count = (outcome: string) => history.entries.filter((entry) => entry.outcome === outcome).length;
  return Object.assign(report, {
    operations: history.entries.length,
    ok: count('ok'),
    refused: count('fail'),
    unknown: count('unknown'),
    byOperation: byOperation(history.entries),
    faults: chaos.struck.length,
    crashes: world.crashes.length,
    crashPoints: [...new Set(world.crashes.flatMap(({ point }) => (point ? [point] : [])))].sort(),
    falls: world.falls,
    virtualMinutes: Math.round(chaos.virtualMs() / 60_000),
    seconds: (performance.now() - beganAt) / 1000,
    struck: chaos.struck,
    history: history.entries,
  } satisfies Partial<Report>);
}

/** Of each operation: how often it was done, refused, and unknown. */
function byOperation(entries: readonly Entry[]): Report['byOperation'] {
  const table: Report['byOperation'] = {};
  for (const { op, outcome } of entries) {
    table[op] ??= { ok: 0, fail: 0, unknown: 0 };
    table[op][outcome] += 1;
  }
  return table;
}

function progress(seed: number, done: number, of: number, world: World, report: Report, beganAt: number): string {
  const seconds = (performance.now() - beganAt) / 1000;
  return `  seed ${seed}: ${done}/${of} operations, ${world.crashes.length} crashes, ${report.violations.length} violations, ${Math.round(done / seconds)} a second`;
}
