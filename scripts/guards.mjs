// `npm run guards [-- WORD]`: takes every guard of places, money and admission away, one at a time, and sees that it is missed.
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
process.exitCode = await runPinned(root, ['tests/guards/run-guards.ts', ...process.argv.slice(2)]);
