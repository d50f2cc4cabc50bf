// `node scripts/add-staff.mjs --email … --name … --role …`: adds a member of staff; asks for the password. See add-staff.ts.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, requireNode, runPinned } from './install.mjs';

requireNode();
const root = dirname(dirname(fileURLToPath(import.meta.url)));
await ensureInstalled(root);
process.exitCode = await runPinned(root, ['scripts/add-staff.ts', ...process.argv.slice(2)]);
