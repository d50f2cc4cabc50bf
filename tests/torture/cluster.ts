import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { appUrl, migrate } from '#db/migrate.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#lib/demo/embedded-postgres.ts';
import { processDescription } from '#lib/demo/process-facts.ts';

export type TortureCluster = {
  folder: string;
  /** A database of its own, copied from the migrated template. */
  createDatabase(name: string): Promise<{ ownerUrl: string; appUrl: string }>;
  dropDatabase(name: string): Promise<void>;
  /** kill -9 of the server and everything it has begun, then a start that recovers from its log. */
  kill(): Promise<void>;
  close(): Promise<void>;
};

const template = 'museum_template';
const password = 'the torture has nothing to hide';
const settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  // Each commit's place in time: histories are replayed in the order of the commits.
  track_commit_timestamp: 'on',
  max_connections: '100',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
};

/** A Postgres of the torture's own, in memory where the machine has such a place, and as durable as in production. */
export async function startCluster(say: (line: string) => void): Promise<TortureCluster> {
  const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'museum-torture-'));
  const start = (port?: number) =>
    startEmbeddedPostgres({ dataDir: path.join(folder, 'pg'), durable: true, settings, ...(port ? { port } : {}) });
  let postgres: EmbeddedPostgres = await start();
  // One kill after the other, and none while the server is being closed: an id that is free again may be anybody's.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const killAll = async () => {
    if (!processDescription(postgres.pid).includes(folder)) throw new Error('there is no server to kill');
    // The backends have process groups of their own: they are found by their parent, before it is gone.
    for (const pid of [postgres.pid, ...childrenOf(postgres.pid)]) killHard(pid);
    await postgres.ended;
    postgres = await startAgain(() => start(postgres.port));
  };
  const urlOf = (name: string) => {
    const url = new URL(postgres.ownerUrl);
    url.pathname = `/${name}`;
    return url.href;
  };
  const admin = async (text: string) => {
    const client = new pg.Client({ connectionString: postgres.ownerUrl });
    await client.connect();
    await client.query(text).finally(() => client.end());
  };
  await admin(`create database ${template}`);
  await migrate({ ownerUrl: urlOf(template), appRolePassword: password });
  say(`a database cluster in ${folder}`);
  return {
    folder,
    async createDatabase(name) {
      await admin(`create database ${name} template ${template} strategy file_copy`);
      await admin(`grant connect on database ${name} to museum_app`);
      return { ownerUrl: urlOf(name), appUrl: appUrl(urlOf(name), password) };
    },
    dropDatabase: (name) => admin(`drop database ${name} with (force)`),
    kill: () => inTurn(killAll),
    close: () =>
      inTurn(async () => {
        if (processDescription(postgres.pid).includes(folder)) await postgres.stop();
        rmSync(folder, { recursive: true, force: true });
      }),
  };
}

/** A machine that is busy with other things may not let it up at once. */
async function startAgain(start: () => Promise<EmbeddedPostgres>): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      if (attempt >= 3) throw error;
    }
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was gone already.
  }
}
