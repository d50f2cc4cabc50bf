import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findFreePort } from '#lib/demo/free-port.ts';
import { loadOrCreateKeyring } from '#lib/platform/keyring.ts';

/** The web as visitors reach it: a process of its own before the bench's database. */
export type BuiltWeb = {
  url: string;
  /** Takes a time for two people, as the form of the day's page does. Throws unless the places are held. */
  hold(product: string, date: string, timeslotId: string): Promise<void>;
  close(): Promise<void>;
};

/**
 * Starts the built web before a database; null where nothing has been built (`npm start` builds). `settings` are put on top of its
 * environment; a DATA_DIR among them stays the caller's.
 */
export async function startBuiltWeb(
  databaseUrl: string,
  settings: Record<string, string> = {},
): Promise<BuiltWeb | null> {
  const distDir = process.env.NEXT_DIST_DIR ?? '.next';
  const stamp = path.join(distDir, 'museum-build.json');
  if (!existsSync(stamp)) return null;
  const { buildId } = JSON.parse(readFileSync(stamp, 'utf8')) as { buildId: string };
  const ownDir = settings.DATA_DIR === undefined ? mkdtempSync(path.join(os.tmpdir(), 'museum-bench-web-')) : null;
  const dataDir = ownDir ?? settings.DATA_DIR ?? '';
  const keyring = loadOrCreateKeyring(dataDir);
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['scripts/web.ts'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: keyring.serverActionsKey,
      NEXTAUTH_SECRET: keyring.nextAuthSecret,
      MUSEUM_BUILD_ID: buildId,
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: String(port),
      APP_URL: url,
      NEXTAUTH_URL: url,
      LOG_LEVEL: 'error',
      ...settings,
    },
  });
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('the web did not start'))),
  ]);
  return {
    url,
    async hold(product, date, timeslotId) {
      const body = new URLSearchParams({
        product,
        date,
        timeslotId,
        people: '2',
        requestKey: crypto.randomUUID(),
      });
      const answer = await fetch(`${url}/az/visit/hold`, {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: { origin: url },
      });
      await answer.arrayBuffer();
      const location = answer.headers.get('location') ?? '';
      if (answer.status !== 303 || !location.includes('/order/'))
        throw new Error(`hold over HTTP: ${answer.status} ${location}`);
    },
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      if (ownDir) rmSync(ownDir, { recursive: true, force: true });
    },
  };
}
