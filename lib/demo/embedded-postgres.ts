import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { findFreePort } from '#lib/demo/free-port.ts';
import { chooseAccount, plainEnv, type RunAs } from '#lib/demo/postgres-account.ts';
import { findPostgresBinaries } from '#lib/demo/postgres-binaries.ts';
import { clusterOwner, createCluster } from '#lib/demo/postgres-cluster.ts';
import { stopPostmaster, stopStalePostgres } from '#lib/demo/stale-postgres.ts';

export type EmbeddedPostgres = {
  /** The owner's address (a superuser), database `postgres`. */
  ownerUrl: string;
  port: number;
  pid: number;
  /** Ends the server cleanly, at most about nine seconds. */
  stop(): Promise<void>;
  /** Resolves when the server is gone, wanted or not. */
  ended: Promise<void>;
};

// What a throw-away server may leave out: its data need not outlive the machine.
const volatile = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '1GB' };

/**
 * Starts PostgreSQL on `dataDir/cluster`, making the cluster first if need be. Listens on 127.0.0.1 only, passwords by
 * SCRAM; the owner's is in `dataDir/owner-password`. A server left over on the same cluster is stopped first, and a cluster
 * half made is made again. `durable`: data outlive a power cut (fsync); without, the server is for tests.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  port?: number;
  settings?: Record<string, string>;
  durable: boolean;
  onProgress?: (text: string) => void;
}): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o755 });
  const cluster = join(dataDir, 'cluster');
  const { initdb, postgres } = await findPostgresBinaries();
  const runAs = chooseAccount({ postgres, folder: dataDir, cluster });
  if (await stopStalePostgres(cluster)) options.onProgress?.('stopped the server left over from last time');
  const password = await createCluster({
    dataDir,
    cluster,
    initdb,
    runAs,
    durable: options.durable,
    onProgress: options.onProgress,
  });

  const log = join(dataDir, 'postgres.log');
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port || (await findFreePort());
    const logFrom = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
    const child = launch({
      postgres,
      cluster,
      runAs,
      port,
      log,
      settings: { ...(options.durable ? {} : volatile), ...options.settings },
    });
    const ended = new Promise<void>((resolveEnded) => {
      child.once('exit', () => resolveEnded());
      child.once('error', () => resolveEnded());
    });
    const ownerUrl = `postgres://${clusterOwner}:${password}@127.0.0.1:${port}/postgres`;
    if (await answers(ownerUrl, child)) {
      const pid = child.pid as number;
      return { ownerUrl, port, pid, ended, stop: () => stopPostmaster(pid).then(() => ended) };
    }
    if (child.pid && child.exitCode === null && child.signalCode === null) await stopPostmaster(child.pid);
    const said = readFileSync(log, 'utf8').slice(logFrom).trim().split('\n').slice(-6).join('\n');
    // Backends of a killed server need a moment to notice; a free port can be taken in the meantime.
    if (attempt >= 5) throw new Error(`PostgreSQL did not start on port ${port}. It said:\n${said}`);
    await pause(300 * attempt);
  }
}

function launch(start: {
  postgres: string;
  cluster: string;
  runAs: RunAs;
  port: number;
  log: string;
  settings: Record<string, string>;
}): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(start.port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '60',
    shared_buffers: '64MB',
    ...start.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { file, args, options } = start.runAs.command(start.postgres, ['-D', start.cluster, ...flags]);
  const tooLong = (statSync(start.log, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000;
  const out = openSync(start.log, tooLong ? 'w' : 'a', 0o600);
  // Its own process group: Ctrl-C in the terminal goes to the starter, which stops its parts in the right order.
  const child = spawn(file, args, {
    ...options,
    cwd: '/',
    env: plainEnv(),
    stdio: ['ignore', out, out],
    detached: true,
  });
  child.once('error', () => undefined);
  closeSync(out);
  return child;
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  const gone = new AbortController();
  const isGone = once(child, 'exit', { signal: gone.signal }).then(
    () => true,
    () => true,
  );
  try {
    // Recovery after a power cut replays the log before anybody may connect, hence the patience.
    for (const giveUpAt = performance.now() + 120_000; performance.now() < giveUpAt; ) {
      if (child.exitCode !== null || child.signalCode !== null || !child.pid) return false;
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.query('select 1');
        return true;
      } catch {
        await Promise.race([pause(40), isGone]);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
    return false;
  } finally {
    gone.abort();
  }
}
