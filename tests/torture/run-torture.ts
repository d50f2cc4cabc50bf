// `npm run torture -- --seed N --ops N [--clients N] [--faults all|none|LIST]`: tries to break the museum, and looks whether it is.
import { mkdirSync, writeFileSync } from 'node:fs';
import { listenForStop } from '#lib/demo/stop-signals.ts';
import { startCluster } from './cluster.ts';
import { type Options, readOptions } from './options.ts';
import type { Report } from './report.ts';
import { runCancellation } from './run-cancellation.ts';
import { runLedger } from './run-ledger.ts';
import { runMixed } from './run-mixed.ts';
import { runPayments } from './run-payments.ts';

const options = readOptions(process.argv.slice(2));
if (typeof options === 'string') {
  console.error(options);
  process.exit(2);
}
const runs = { mixed: runMixed, payments: runPayments, cancellation: runCancellation, ledger: runLedger };
const stop = listenForStop();
const reports: Report[] = [];
const cluster = await startCluster((line) => console.log(line));
void stop.asked.then(() => cluster.close().finally(() => process.exit(130)));
try {
  for (let index = 0; index < options.seeds && !stop.isAsked(); index += 1) {
    const seed = options.seed + index;
    const ops = Math.ceil(options.ops / options.seeds);
    const report = await runs[options.scenario](cluster, { ...options, ops }, seed, console.log);
    reports.push(report);
    if (report.violations.length > 0) tellFailure(options, ops, report);
  }
} finally {
  await cluster.close();
  stop.close();
}
const summary = summarise(reports);
console.log(JSON.stringify(summary));
if (options.json)
  writeFileSync(
    options.json,
    `${JSON.stringify({ options: { ...options, faults: [...options.faults] }, ...summary }, null, 2)}\n`,
  );
process.exitCode = summary.violations === 0 ? 0 : 1;

/** What is needed to look into it: the words, the way to do it again, and history and faults in a file. */
function tellFailure(given: Options, ops: number, report: Report): void {
  const folder = 'test-results';
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/torture-${report.seed}.json`;
  writeFileSync(file, JSON.stringify(report, null, 1));
  for (const { check, facts } of report.violations.slice(0, 40))
    console.log(`✗ ${check}: ${JSON.stringify(facts).slice(0, 600)}`);
  for (const fall of new Set(report.falls)) console.log(`ended by itself: ${fall.slice(0, 900)}`);
  const faults = given.faults.size === 0 ? 'none' : [...given.faults].join(',');
  console.log(
    `again: npm run torture -- --scenario ${given.scenario} --seed ${report.seed} --ops ${ops} --clients ${given.clients} --faults ${faults}`,
  );
  console.log(`history and faults: ${file}`);
}

/** Done, refused, unknown. */
function byOperation(all: readonly Report[]): Record<string, string> {
  const names = [...new Set(all.flatMap((report) => Object.keys(report.byOperation)))].sort();
  const count = (name: string, outcome: 'ok' | 'fail' | 'unknown') =>
    all.reduce((total, report) => total + (report.byOperation[name]?.[outcome] ?? 0), 0);
  return Object.fromEntries(
    names.map((name) => [name, `${count(name, 'ok')}/${count(name, 'fail')}/${count(name, 'unknown')}`]),
  );
}

/** What became of offers of the waiting list, over all seeds. */
function counted(all: readonly Report[]): Record<string, number> {
  const states = [...new Set(all.flatMap(({ offers }) => Object.keys(offers)))].sort();
  return Object.fromEntries(
    states.map((state) => [state, all.reduce((total, { offers }) => total + (offers[state] ?? 0), 0)]),
  );
}

function summarise(all: readonly Report[]) {
  const sum = (of: (report: Report) => number) => all.reduce((total, report) => total + of(report), 0);
  const seconds = sum(({ seconds }) => seconds);
  return {
    seeds: all.map(({ seed }) => seed),
    operations: sum(({ operations }) => operations),
    ok: sum(({ ok }) => ok),
    refused: sum(({ refused }) => refused),
    unknown: sum(({ unknown }) => unknown),
    byOperation: byOperation(all),
    offers: counted(all),
    faults: sum(({ faults }) => faults),
    crashes: sum(({ crashes }) => crashes),
    crashPoints: new Set(all.flatMap(({ crashPoints }) => crashPoints)).size,
    falls: sum(({ falls }) => falls.length),
    virtualMinutes: sum(({ virtualMinutes }) => virtualMinutes),
    longestRepairSeconds: Math.max(0, ...all.map(({ longestRepairSeconds }) => longestRepairSeconds)),
    violations: sum(({ violations }) => violations.length),
    seconds: Math.round(seconds),
    perSecond: Math.round(sum(({ operations }) => operations) / Math.max(seconds, 1)),
  };
}
