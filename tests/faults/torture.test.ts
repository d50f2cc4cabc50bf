import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

// The same as `npm run torture`, short: a museum of its own with two webs, a worker, a provider and a Postgres that are all killed.
it('does six hundred random operations, with every fault and kill -9, and breaks nothing', async () => {
  const script = fileURLToPath(new URL('../torture/run-torture.ts', import.meta.url));
  const options = ['--seed', '7', '--ops', '600', '--clients', '24', '--faults', 'all'];
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    script,
    ...options,
  ]).catch(
    // What it says of a violation is what one wants to read.
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? String(error) }),
  );
  const summary = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect(summary.violations, stdout).toBe(0);
  expect(summary.operations).toBeGreaterThanOrEqual(600);
  expect(summary.crashes).toBeGreaterThanOrEqual(3);
  expect(summary.longestRepairSeconds).toBeLessThanOrEqual(180);
}, 120_000);
