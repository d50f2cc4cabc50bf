import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { plainEnv, type RunAs } from '#lib/demo/postgres-account.ts';

/** The role that owns everything in an embedded cluster. */
export const clusterOwner = 'museum_owner';

/**
 * Makes the cluster unless it is there, and returns its owner's password. It is made under another name and renamed when
 * complete: whatever interrupts it, `cluster` is either whole or absent.
 */
export async function createCluster(options: {
  dataDir: string;
  cluster: string;
  initdb: string;
  runAs: RunAs;
  durable: boolean;
  onProgress?: (text: string) => void;
}): Promise<string> {
  const { dataDir, cluster } = options;
  const passwordFile = join(dataDir, 'owner-password');
  await removeLeftovers(dataDir);
  if (existsSync(cluster)) return (await readFile(passwordFile, 'utf8')).trim();

  options.onProgress?.('making the database cluster');
  const password = randomBytes(24).toString('base64url');
  const coming = join(dataDir, `cluster.new-${randomBytes(6).toString('hex')}`);
  const passedOn = `${coming}.password`;
  await mkdir(coming, { mode: 0o700 });
  await writeFile(passedOn, `${password}\n`, { mode: 0o600 });
  for (const path of [coming, passedOn]) options.runAs.give(path);
  try {
    await initialise(options, coming, passedOn);
  } finally {
    await rm(passedOn, { force: true });
  }
  await writeDurably(passwordFile, `${password}\n`);
  await rename(coming, cluster);
  return password;
}

async function initialise(
  options: { initdb: string; runAs: RunAs; durable: boolean },
  folder: string,
  passwordFile: string,
) {
  const {
    file,
    args,
    options: spawnOptions,
  } = options.runAs.command(options.initdb, [
    '-D',
    folder,
    `--username=${clusterOwner}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    // The messages and formats of the surrounding system play no part; "C" exists everywhere.
    '--lc-collate=C',
    '--lc-ctype=C',
    '--lc-messages=C',
    '--lc-monetary=C',
    '--lc-numeric=C',
    '--lc-time=C',
    '--builtin-locale=C.UTF-8',
    ...(options.durable ? [] : ['--no-sync']),
  ]);
  const child = spawn(file, args, {
    ...spawnOptions,
    cwd: '/',
    env: plainEnv(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [complaint, code] = await Promise.all([
    child.stderr ? buffer(child.stderr) : Buffer.alloc(0),
    new Promise<number | string | null>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (exitCode, signal) => resolve(exitCode ?? signal));
    }),
  ]);
  if (code !== 0) throw new Error(`initdb failed (${code}):\n${complaint.toString().trim()}`);
}

async function removeLeftovers(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith('cluster.new-')) continue;
    // An initdb that outlived its killed starter may still be writing: then the next start tidies.
    await rm(join(dataDir, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
