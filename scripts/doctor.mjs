// `npm run doctor`: examines the database of DATABASE_URL, else that of the museum running here.
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
process.exitCode = await runPinned(root, ['scripts/doctor.ts', ...process.argv.slice(2)]);
