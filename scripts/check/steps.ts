import type { Step } from './run-step.ts';

/** What needs neither a database nor a browser, the quickest first. */
export const checkSteps: Step[] = [
  { title: 'Types', script: 'node_modules/typescript/bin/tsc', args: ['--noEmit', '-p', '.'] },
  { title: 'Format and lint', script: 'node_modules/@biomejs/biome/bin/biome', args: ['check', '--error-on-warnings'] },
  { title: 'Imports', script: 'scripts/check/imports.ts' },
  { title: 'Words', script: 'scripts/check/messages.ts' },
  { title: 'Unused files', script: 'node_modules/knip/bin/knip.js', args: ['--include', 'files', '--no-progress'] },
  {
    title: 'Unit tests',
    script: 'node_modules/vitest/vitest.mjs',
    args: ['run', '--project', 'unit'],
    report: 'vitest',
  },
];

export const integrationStep: Step = {
  title: 'Integration, races and faults',
  script: 'node_modules/vitest/vitest.mjs',
  args: ['run', '--project', 'integration'],
  report: 'vitest',
};

/** The whole way in a browser; `executablePath` undefined means Playwright's own. */
export function browserStep(executablePath: string | undefined): Step {
  return {
    title: 'Browser',
    script: 'node_modules/@playwright/test/cli.js',
    args: ['test'],
    report: 'playwright',
    env: { CHROMIUM_PATH: executablePath },
  };
}
