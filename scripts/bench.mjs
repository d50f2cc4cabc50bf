// `npm run bench [-- hot-slot|booking|calendar|web] [--quick] [--growth] [--json FILE]`: figures against the limit of raw SQL in the same run;
// `web`: the visitor's pages in a browser.
// `npm run bench rush [-- --minutes 1 --visitors 200]`: more visitors than places, through the built web.
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
const [first, ...rest] = process.argv.slice(2);
const own = { rush: 'tests/load/rush.ts' }[first];
process.exitCode = await runPinned(root, own ? [own, ...rest] : ['tests/load/bench.ts', ...process.argv.slice(2)]);
