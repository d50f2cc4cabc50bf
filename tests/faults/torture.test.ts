import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { tampering } from '#tests/torture/tamper.ts';

/** The same as `npm run torture`: a museum of its own with two webs, a worker, a provider and a Postgres. Gives all it said. */
async function torture(...options: string[]): Promise<{ said: string; summary: Record<string, number> }> {
  const script = fileURLToPath(new URL('../torture/run-torture.ts', import.meta.url));
  const args = ['--disable-warning=ExperimentalWarning', script, '--seed', '7', ...options];
  const { stdout } = await promisify(execFile)(process.execPath, args).catch((error: { stdout?: string }) => ({
    stdout: error.stdout ?? String(error),
  }));
  return { said: stdout, summary: JSON.parse(stdout.trim().split('\n').at(-1) ?? '') };
}

it('does six hundred random operations, with every fault and kill -9, and breaks nothing', async () => {
  const { said, summary } = await torture('--ops', '600', '--clients', '24', '--faults', 'all');
  expect(summary.violations, said).toBe(0);
  expect(summary.operations).toBeGreaterThanOrEqual(600);
  expect(summary.crashes).toBeGreaterThanOrEqual(3);
  expect(summary.longestRepairSeconds).toBeLessThanOrEqual(180);
}, 180_000);

it('control: finds out each way in which the database was spoilt behind its back', async () => {
  const { said } = await torture('--ops', '300', '--clients', '16', '--faults', 'none', '--tamper');
  for (const found of Object.keys(tampering)) expect(said).toContain(`✗ ${found}`);
}, 180_000);
