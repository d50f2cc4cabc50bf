import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a running museum's parts are, for the doctor, tests and whoever tends it. Holds passwords: mode 0600. */
export type Running = {
  pid: number;
  appUrl: string;
  webPort: number;
  databaseUrl: string;
  ownerUrl: string;
  mailboxUrl: string | null;
  stripeUrl: string | null;
};

export function writeRunning(dataDir: string, running: Running): void {
  const file = join(dataDir, 'running.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function removeRunning(dataDir: string): void {
  rmSync(join(dataDir, 'running.json'), { force: true });
}

/** What runs on this folder, null when nothing does. The file outlives a killed start: the caller finds out by connecting. */
export function readRunning(dataDir: string): Running | null {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as Running;
  } catch {
    return null;
  }
}
