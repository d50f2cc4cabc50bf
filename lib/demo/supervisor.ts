import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { announcement } from '#lib/demo/announce.ts';
import { buildApp } from '#lib/demo/build-app.ts';
import { chooseStandInPorts } from '#lib/demo/choose-ports.ts';
import { eraseDemo } from '#lib/demo/erase-demo.ts';
import { freePortFrom, isPortFree } from '#lib/demo/free-port.ts';
import { killGroup } from '#lib/demo/keep-running.ts';
import { openHouse } from '#lib/demo/open-house.ts';
import { findLockHolder, type OwnerLock, takeOwnerLock } from '#lib/demo/owner-lock.ts';
import { waitUntilGone } from '#lib/demo/process-facts.ts';
import { createProgress, type Progress } from '#lib/demo/progress.ts';
import { removeRunning } from '#lib/demo/running-file.ts';
import { listenForStop } from '#lib/demo/stop-signals.ts';
import { type Env, readEnv } from '#lib/platform/env.ts';
import { loadOrCreateKeyring } from '#lib/platform/keyring.ts';

const closing = 'closing';

/**
 * Starts the museum and keeps it going until told to stop; returns the exit code. Nothing starts while a setting is wrong or
 * another start lives in the same DATA_DIR.
 */
export async function supervise(options: {
  root: string;
  source: Record<string, string | undefined>;
  fresh: boolean;
}): Promise<number> {
  const startedAt = performance.now();
  const progress = createProgress();
  const read = readEnv(options.source);
  if (!read.ok) {
    progress.say(
      [
        'These settings need attention; nothing was started:',
        ...read.problems.map(({ name, problem }) => `  ${name} ${problem}`),
      ].join('\n'),
    );
    return 1;
  }
  const { env } = read;
  const dataDir = resolve(options.root, env.DATA_DIR);
  makeDataDir(dataDir);
  const lockFile = join(dataDir, 'starter.lock');
  if (options.fresh) await endRunningStart(lockFile, progress);
  const taken = await takeTurn(lockFile, progress);
  if (!taken.ok) {
    progress.say(`The museum already runs in ${dataDir} (process ${taken.pid})${taken.note && `: ${taken.note}`}`);
    return 1;
  }
  const { lock, orphans } = taken;
  for (const { pid } of orphans) killGroup(pid);
  for (const { pid } of orphans) await waitUntilGone(pid, 2000);
  const stop = listenForStop();
  try {
    if (options.fresh) await progress.step('Erasing the demonstration', () => eraseDemo(dataDir, env.standIns));
    return await run({ ...options, env, dataDir, lock, progress, stop, startedAt });
  } catch (error) {
    if (!stop.isAsked()) progress.say(`\n${error instanceof Error ? error.message : error}`);
    return stop.isAsked() ? 130 : 1;
  } finally {
    removeRunning(dataDir);
    lock.release();
    stop.close();
  }
}

async function run(options: {
  root: string;
  source: Record<string, string | undefined>;
  env: Env;
  dataDir: string;
  lock: OwnerLock;
  progress: Progress;
  stop: ReturnType<typeof listenForStop>;
  startedAt: number;
}): Promise<number> {
  const { root, source, env, dataDir, lock, progress, stop, startedAt } = options;
  const webPort = await chooseWebPort(env, progress);
  if (webPort === null) return 1;
  const keyring = loadOrCreateKeyring(dataDir);
  const ports = await chooseStandInPorts(dataDir, source.STAND_IN_PORTS === 'any');
  const house = openHouse({ root, source, env, dataDir, keyring, ports, webPort, lock, progress });
  stop.onForce(() => house.kill());
  try {
    const build = progress.step('Web', (tell) =>
      buildApp({
        root,
        env: { ...source, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: keyring.serverActionsKey },
        log: house.writeBuildLog,
        onProgress: tell,
        onStart: (pid) => lock.remember(pid),
        signal: stop.signal,
      }),
    );
    const opening = house.open(build);
    opening.catch(() => undefined);
    const settings = await Promise.race([opening, stop.asked.then(() => null)]);
    if (settings) {
      progress.say(announcement(settings, (performance.now() - startedAt) / 1000));
      lock.setNote(settings.APP_URL ?? '');
      await Promise.race([stop.asked, house.lost]);
    }
    return stop.isAsked() ? 0 : 1;
  } finally {
    stop.abort();
    lock.setNote(closing);
    progress.say('Closing …');
    await house.close();
    progress.say('Closed.');
  }
}

// One that is just closing is waited for. A killed npm is noticed by what it left behind a moment later, hence the second look.
async function takeTurn(lockFile: string, progress: Progress): Promise<ReturnType<typeof takeOwnerLock>> {
  let taken = takeOwnerLock(lockFile);
  for (const giveUpAt = performance.now() + 12_000; !taken.ok && performance.now() < giveUpAt; ) {
    const isClosing = taken.note === closing;
    if (isClosing) progress.say(`Waiting for the museum that is closing here (process ${taken.pid}) …`);
    await waitUntilGone(taken.pid, isClosing ? 12_000 : 1500);
    const before = taken.note;
    taken = takeOwnerLock(lockFile);
    if (!taken.ok && !isClosing && taken.note === before) break;
  }
  return taken;
}

// The wished port or the next free one; null when the public address is fixed and its port is taken.
async function chooseWebPort(env: Env, progress: Progress): Promise<number | null> {
  if (await isPortFree(env.PORT, env.HOST)) return env.PORT;
  if (env.APP_URL) {
    progress.say(
      `Port ${env.PORT} is taken by another program, and APP_URL fixes the address. Set PORT to a free one.`,
    );
    return null;
  }
  const port = await freePortFrom(env.PORT + 1);
  progress.say(`Port ${env.PORT} is taken by another program; using ${port}.`);
  return port;
}

function makeDataDir(dataDir: string): void {
  if (existsSync(dataDir)) return;
  mkdirSync(dataDir, { recursive: true });
  // Passed through, not read, by the account that PostgreSQL runs as; every secret in it has its own mode.
  chmodSync(dataDir, 0o711);
}

async function endRunningStart(lockFile: string, progress: Progress): Promise<void> {
  const holder = findLockHolder(lockFile);
  if (!holder) return;
  await progress.step(`Ending the museum that runs here (process ${holder.pid})`, async () => {
    process.kill(holder.pid, 'SIGTERM');
    if (await waitUntilGone(holder.pid, 12_000)) return;
    process.kill(holder.pid, 'SIGKILL');
    await waitUntilGone(holder.pid, 2000);
  });
}
