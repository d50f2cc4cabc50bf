import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { examine } from '#lib/reports/doctor.ts';
import { type BenchDatabase, openBenchDatabase, startBenchCluster } from './bench-database.ts';
import { startBuiltWeb } from './built-web.ts';
import { contestants, contestNames, growthContests, rawClients } from './contests.ts';
import { type Figures, interleave } from './measure.ts';
import { openRawLimit } from './raw-limit.ts';
import { printWeb } from './web/print-web.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: false },
    /** The larger of the two sizes that `--growth` compares, in orders. */
    orders: { type: 'string', default: '1000000' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
  },
});
const loadBefore = os.loadavg()[0];
const say = (line: string): void => console.log(line);
/** Benches that stand alone: each runs by itself, and says whether its figures are what was asked for. */
const alone: Record<string, () => Promise<{ figures: unknown; isReached: boolean }>> = {
  planner: async () => (await import('./bench-planner.ts')).benchPlanner(Number(values.rounds ?? 3), say),
  web: benchWeb,
};
const unknown = positionals.find((name) => !alone[name] && !contestNames.some((known) => known === name));
if (unknown) {
  say(`There is no bench "${unknown}": ${[...contestNames, ...Object.keys(alone)].join(', ')}.`);
  process.exit(2);
}
const single = alone[positionals[0] ?? ''];
if (single) {
  const { figures, isReached } = await single();
  if (values.json) {
    writeFileSync(values.json, `${JSON.stringify({ ...machine(), bench: positionals[0], figures }, null, 2)}\n`);
    say(`Written to ${values.json}.`);
  }
  process.exit(isReached ? 0 : 1);
}
const names = positionals.length ? contestNames.filter((name) => positionals.includes(name)) : contestNames;
const seconds = Number(values.seconds ?? (values.quick ? 2 : 10));
const timing = { rounds: Number(values.rounds ?? 3), seconds, warmSeconds: Math.min(4, seconds), say };
const results: { bench: string; figures: Figures[] }[] = [];
let violations = 0;

const cluster = await startBenchCluster(say);
// The server has a process group of its own: Ctrl-C does not reach it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // What is still under way loses its server: no news.
    process.on('uncaughtException', () => process.exit(130));
    void cluster.close().finally(() => process.exit(130));
  });
}
const open: BenchDatabase[] = [];
try {
  if (values.growth) {
    for (const orders of [10_000, Number(values.orders)]) open.push(await openBenchDatabase(cluster, orders, say));
    for (const [name, list] of await growthContests(open)) await contest(`growth: ${name}`, list);
  } else {
    const bench = await openBenchDatabase(cluster, 10_000, say);
    open.push(bench);
    const raw = await openRawLimit(bench.ownerUrl, rawClients);
    const web = names.includes('hot-slot') ? await startBuiltWeb(bench.appUrl) : null;
    if (!web) say('Nothing is built, or nothing asks for it: no figures over HTTP.');
    try {
      for (const name of names) await contest(name, await contestants(name, bench, raw, web));
    } finally {
      await web?.close();
      await raw.close();
    }
  }
  say('\nAfter all runs:');
  for (const bench of open) violations += await examine(bench.ownerUrl, say);
} finally {
  for (const bench of open) await Promise.all([bench.app.close(), bench.owner.close()]);
  await cluster.close();
}
if (values.json) {
  writeFileSync(
    values.json,
    `${JSON.stringify({ ...machine(), timing: { ...timing, say: undefined }, results, violations }, null, 2)}\n`,
  );
  say(`Written to ${values.json}.`);
}
// A run that broke an invariant has no figures worth having.
process.exitCode = violations === 0 ? 0 : 1;

/** The visitor's pages in a browser. Loaded only when asked for: the judge of pages takes its time. */
async function benchWeb(): Promise<{ figures: unknown; isReached: boolean }> {
  const { runWebBench } = await import('./web/run-web.ts');
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
  const found = await runWebBench({ rounds, seconds: Number(values.seconds ?? (values.quick ? 2 : 5)), say });
  printWeb(found, say);
  return { figures: found, isReached: found.budgets.every(({ isMet }) => isMet) };
}

async function contest(name: string, list: Parameters<typeof interleave>[0]): Promise<void> {
  say(`\n${name}`);
  const figures = await interleave(list, timing);
  results.push({ bench: name, figures });
  say(`  ${'median of rounds'.padEnd(52)} clients      /s   p50 ms   p95 ms   p99 ms    ratio  p99 ratio`);
  for (const row of figures) {
    const numbers = [row.p50Ms, row.p95Ms, row.p99Ms, row.ratio, row.p99Ratio].map((number) =>
      number.toFixed(2).padStart(8),
    );
    say(
      `  ${row.name.padEnd(52)} ${String(row.clients).padStart(7)} ${String(Math.round(row.perSecond)).padStart(7)} ${numbers.join(' ')}`,
    );
  }
}

function machine(): Record<string, unknown> {
  let commit = '';
  try {
    commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    commit = 'unknown';
  }
  return {
    at: new Date().toISOString(),
    commit,
    cores: os.availableParallelism(),
    cpu: os.cpus()[0]?.model,
    memoryGib: Math.round(os.totalmem() / 2 ** 30),
    loadBefore,
    node: process.version,
    profile: `${existsSync('/dev/shm') ? 'memory' : 'disk'}, commit waits 1 ms`,
  };
}
