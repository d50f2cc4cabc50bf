import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readRunning } from '../../lib/demo/running-file.ts';
import { ask } from './museum-outside.ts';

/**
 * Opens a whole museum for the browser tests: the production build, a private DATA_DIR, free ports, every stand-in. Its
 * addresses are in MUSEUM_URL, MUSEUM_MAILBOX_URL, MUSEUM_STRIPE_URL, MUSEUM_OWNER_URL (database) and MUSEUM_DATA_DIR. With
 * MUSEUM_URL set beforehand, that museum is visited and nothing is opened.
 */
export default async function openMuseum(): Promise<() => Promise<void>> {
  if (process.env.MUSEUM_URL) return async () => undefined;
  const dataDir = mkdtempSync(join(tmpdir(), 'museum-e2e-'));
  const { PATH, HOME, LANG, NEXT_DIST_DIR } = process.env;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/start.ts'], {
    env: {
      PATH,
      HOME,
      LANG,
      NEXT_DIST_DIR,
      DATA_DIR: dataDir,
      PORT: String(await anyPort()),
      STAND_IN_PORTS: 'any',
    } as Record<string, string | undefined> as NodeJS.ProcessEnv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let running = readRunning(dataDir);
  while (!running && child.exitCode === null) {
    await pause(100);
    running = readRunning(dataDir);
  }
  if (!running) throw new Error('the museum did not open, see above');
  process.env.MUSEUM_URL = running.appUrl;
  process.env.MUSEUM_MAILBOX_URL = running.mailboxUrl ?? '';
  process.env.MUSEUM_STRIPE_URL = running.stripeUrl ?? '';
  process.env.MUSEUM_OWNER_URL = running.ownerUrl;
  process.env.MUSEUM_DATA_DIR = dataDir;
  // All journeys come from one address, and many requests without a browser; some tests knock faster than any rush.
  await ask(`insert into setting (key, valid_from, value) select key, current_date, '100000'
      from unnest(array['client_hold_limit', 'browser_hold_limit', 'rush_views_per_second', 'rush_release_views_per_second', 'mail_requests_per_client']) key
    on conflict (key, valid_from) do update set value = excluded.value`);
  return async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
