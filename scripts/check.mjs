// `npm run check`: everything that needs neither a database nor a browser, in under a minute.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, requireNode, runPinned } from './install.mjs';

requireNode();
const root = dirname(dirname(fileURLToPath(import.meta.url)));
try {
  await ensureInstalled(root);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
process.exitCode = await runPinned(root, ['scripts/check.ts', ...process.argv.slice(2)]);
