import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Count = { passed: number; failed: number };
export type Step = {
  title: string;
  /** A program of node_modules, as the path of its script; run on this Node. */
  script: string;
  args?: string[];
  /** Where its count of tests comes from; a step without counts as one. */
  report?: 'vitest' | 'playwright';
  env?: Record<string, string | undefined>;
};

/** Runs one step under its heading and counts what passed and failed in it. Skipped tests count as failed: none may be. */
export async function runStep(step: Step): Promise<Count> {
  const startedAt = performance.now();
  console.log(`\n── ${step.title}`);
  const folder = mkdtempSync(join(tmpdir(), 'museum-report-'));
  const report = join(folder, 'report.json');
  try {
    const code = await run(step, report);
    const count = step.report ? readReport(step.report, report) : { passed: 0, failed: 0 };
    if (code !== 0 && count.failed === 0) count.failed = 1;
    else if (code === 0 && !step.report) count.passed = 1;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(
      `${count.failed ? '✗' : '✓'} ${step.title}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`,
    );
    return count;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs steps in order, and ends with the line that sums them up. Returns the exit code. */
export async function runSteps(steps: Step[]): Promise<number> {
  const total = { passed: 0, failed: 0 };
  for (const step of steps) {
    const { passed, failed } = await runStep(step);
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
}

function run(step: Step, report: string): Promise<number> {
  const reporting =
    step.report === 'vitest' ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : [];
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', step.script, ...(step.args ?? []), ...reporting],
    {
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report, ...step.env } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const stop = () => child.kill('SIGTERM');
  process.once('SIGTERM', stop).once('SIGINT', stop).once('disconnect', stop);
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => {
      process.off('SIGTERM', stop).off('SIGINT', stop).off('disconnect', stop);
      resolve(code ?? 1);
    });
  });
}

type VitestReport = { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number };
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };

function readReport(kind: 'vitest' | 'playwright', path: string): Count {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return { passed: 0, failed: 0 };
  }
  if (kind === 'vitest') {
    const report = JSON.parse(text) as VitestReport;
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numPendingTests + report.numTodoTests,
    };
  }
  const { stats } = JSON.parse(text) as PlaywrightReport;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped };
}
