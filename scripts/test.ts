import { existsSync } from 'node:fs';
import { findBrowser } from './check/find-browser.ts';
import { runSteps } from './check/run-step.ts';
import { browserStep, checkSteps, integrationStep } from './check/steps.ts';

// First, because it may install: a machine without any browser should hear of it at once, not after minutes.
const hasBrowserTests = existsSync('tests/e2e');
const browser = hasBrowserTests ? await findBrowser() : null;
process.exit(
  await runSteps([...checkSteps, integrationStep, ...(browser ? [browserStep(browser.executablePath)] : [])]),
);
