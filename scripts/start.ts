import { parseArgs } from 'node:util';
import { supervise } from '#lib/demo/supervisor.ts';

const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });
process.exitCode = await supervise({ root: process.cwd(), source: process.env, fresh: values.fresh });
// Whatever still holds the event loop open belongs to something already stopped.
process.exit();
