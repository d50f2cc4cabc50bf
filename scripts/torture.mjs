// `npm run torture -- --seed N --ops N [--clients N] [--faults all|none|LIST]`: tries to break the museum, and looks whether it is.
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
process.exitCode = await runPinned(root, ['tests/torture/run-torture.ts', ...process.argv.slice(2)]);
