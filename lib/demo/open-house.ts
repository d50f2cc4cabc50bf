import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { StandInPorts } from '#lib/demo/choose-ports.ts';
import type { EmbeddedPostgres } from '#lib/demo/embedded-postgres.ts';
import { keepRunning, type Part } from '#lib/demo/keep-running.ts';
import type { OwnerLock } from '#lib/demo/owner-lock.ts';
import { type PartSettings, settingsOfParts } from '#lib/demo/part-settings.ts';
import type { Progress } from '#lib/demo/progress.ts';
import { writeRunning } from '#lib/demo/running-file.ts';
import { startDatabase } from '#lib/demo/start-database.ts';
import { waitUntilHealthy } from '#lib/demo/wait-until-healthy.ts';
import type { Env } from '#lib/platform/env.ts';
import type { Keyring } from '#lib/platform/keyring.ts';

export type House = {
  /** Starts every part, given the build to come; resolves when the site answers. */
  open(build: Promise<string>): Promise<PartSettings>;
  /** Resolves when a part that cannot be started again is gone: the database server. */
  lost: Promise<void>;
  /** Ends every part in order, within ten seconds. */
  close(): Promise<void>;
  kill(): void;
  writeBuildLog(text: string): void;
};

/** Holds the parts of one running museum. */
export function openHouse(options: {
  root: string;
  source: PartSettings;
  env: Env;
  dataDir: string;
  keyring: Keyring;
  ports: StandInPorts;
  webPort: number;
  lock: OwnerLock;
  progress: Progress;
}): House {
  const { root, source, env, dataDir, keyring, ports, webPort, lock, progress } = options;
  const logFolder = join(dataDir, 'logs');
  mkdirSync(logFolder, { recursive: true, mode: 0o700 });
  const parts: { web?: Part; worker?: Part; standIns?: Part } = {};
  let server: EmbeddedPostgres | undefined;
  const closing = new AbortController();
  let opening: Promise<unknown> | undefined;
  const lost = Promise.withResolvers<void>();

  const part = (name: string, script: string, settings: PartSettings) => {
    closing.signal.throwIfAborted();
    return keepRunning({
      name,
      script,
      root,
      env: settings,
      logFolder,
      echo: env.standIns.length === 0 || env.NODE_ENV === 'production',
      say: progress.say,
      onStart: (pid) => lock.remember(pid),
    });
  };
  const settingsWith = (databaseUrl: string, buildId: string) =>
    settingsOfParts({ env, keyring, dataDir, webPort, databaseUrl, buildId, ports, inherited: source });

  const startStandIns = async () => {
    if (!env.standIns.includes('payments') && !env.standIns.includes('mail')) return;
    await progress.step('Stand-ins', async (tell) => {
      parts.standIns = part('stand-ins', 'scripts/stand-ins.ts', {
        ...settingsWith('', ''),
        SANDBOX_PORT: String(ports.sandbox),
        BANK_PORT: String(ports.bank),
        MAILBOX_PORT: String(ports.mailbox),
        SMTP_PORT: String(ports.smtp),
      });
      await parts.standIns.ready;
      tell(env.standIns.filter((name) => name !== 'database').join(', '));
    });
  };

  const open = async (build: Promise<string>): Promise<PartSettings> => {
    const onServer = (started: EmbeddedPostgres) => {
      server = started;
      if (closing.signal.aborted) void started.stop();
      void started.ended.then(() => {
        if (!closing.signal.aborted)
          progress.say(`! The database server ended unasked, see ${join(dataDir, 'postgres/postgres.log')}`);
        lost.resolve();
      });
    };
    const [database, buildId] = await Promise.all([
      startDatabase({ env, keyring, dataDir, port: ports.postgres, progress, onServer }),
      build,
      startStandIns(),
    ]);
    const settings = settingsWith(database.databaseUrl, buildId);
    await progress.step('Doors', async (tell) => {
      parts.worker = part('worker', 'scripts/worker.ts', settings);
      parts.web = part('web', 'scripts/web.ts', settings);
      await Promise.all([parts.worker.ready, parts.web.ready]);
      tell('waiting for an answer');
      await waitUntilHealthy(
        `http://${env.HOST === '0.0.0.0' ? '127.0.0.1' : env.HOST}:${webPort}/api/health`,
        closing.signal,
      );
      tell('open');
    });
    writeRunning(dataDir, {
      pid: process.pid,
      appUrl: settings.APP_URL ?? '',
      webPort,
      databaseUrl: database.databaseUrl,
      ownerUrl: database.ownerUrl,
      mailboxUrl: settings.MAILBOX_URL ?? null,
      stripeUrl: settings.STRIPE_API_BASE ?? null,
    });
    return settings;
  };

  return {
    lost: lost.promise,
    writeBuildLog: (text) => appendFileSync(join(logFolder, 'build.log'), text),
    open(build) {
      const work = open(build);
      opening = work;
      return work;
    },
    async close() {
      closing.abort();
      // Web and worker finish what they are at while payments, mail and database still answer.
      await Promise.all([parts.web?.stop(5500), parts.worker?.stop(5500)]);
      await parts.standIns?.stop(1500);
      await server?.stop();
      // Whatever was still starting finds its parts gone; a server that came up meanwhile is stopped in onServer.
      await Promise.race([opening?.catch(() => undefined), pause(2000, undefined, { ref: false })]);
      await server?.stop();
    },
    kill() {
      closing.abort();
      for (const started of [parts.web, parts.worker, parts.standIns]) started?.kill();
      // Immediate shutdown: the next start recovers from the log.
      if (server) process.kill(server.pid, 'SIGQUIT');
    },
  };
}
