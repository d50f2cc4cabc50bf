import { runSteps } from './check/run-step.ts';
import { checkSteps } from './check/steps.ts';

process.exit(await runSteps(checkSteps));
