// `npm run bench [-- hot-slot|booking|calendar|web] [--quick] [--growth] [--json FILE]`: figures against the limit of raw SQL in the same run;
// `web`: the visitor's pages in a browser.
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
process.exitCode = await runPinned(root, ['tests/load/bench.ts', ...process.argv.slice(2)]);
