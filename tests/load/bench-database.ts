import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { connect, type DatabaseConnection } from '#db/client.ts';
import { appUrl as asAppUrl, migrate } from '#db/migrate.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#lib/demo/embedded-postgres.ts';
import { type BenchMuseum, buildBenchMuseum } from './bench-museum.ts';
import { fillOrders } from './fill-orders.ts';

/** Everything in memory, every commit waited for one millisecond: a small cloud volume on any machine, with real group commit. */
const profile = {
  fsync: 'on',
  synchronous_commit: 'on',
  commit_delay: '1000',
  commit_siblings: '0',
  shared_buffers: '512MB',
  max_connections: '120',
  max_wal_size: '4GB',
};

export type BenchCluster = { postgres: EmbeddedPostgres; isInMemory: boolean; close(): Promise<void> };

export type BenchDatabase = {
  museum: BenchMuseum;
  /** As the app connects, with as many connections as a process of the app has. */
  app: DatabaseConnection;
  owner: DatabaseConnection;
  appUrl: string;
  ownerUrl: string;
  orders: number;
};

/** A throw-away Postgres of the bench's own, in memory where the machine has such a place. */
export async function startBenchCluster(say: (line: string) => void): Promise<BenchCluster> {
  const isInMemory = existsSync('/dev/shm');
  const folder = mkdtempSync(path.join(isInMemory ? '/dev/shm' : os.tmpdir(), 'museum-bench-'));
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(folder, 'pg'),
    durable: true,
    settings: profile,
    onProgress: say,
  });
  return {
    postgres,
    isInMemory,
    async close() {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A migrated database with the bench's museum and so many orders from before. */
export async function openBenchDatabase(
  cluster: BenchCluster,
  orders: number,
  say: (line: string) => void,
): Promise<BenchDatabase> {
  const name = `bench_${orders}`;
  const admin = new pg.Client({ connectionString: cluster.postgres.ownerUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(cluster.postgres.ownerUrl);
  url.pathname = `/${name}`;
  const password = 'the bench has nothing to hide';
  await migrate({ ownerUrl: url.href, appRolePassword: password });
  const owner = connect(url.href, { most: 2, name: 'bench-owner' });
  await owner.pool.query(`alter database ${name} set jit = off`);
  const museum = await buildBenchMuseum(owner.db);
  await fillOrders(owner.pool, museum, orders, say);
  const appUrl = asAppUrl(url.href, password);
  return {
    museum,
    app: connect(appUrl, { name: 'bench-app' }),
    owner,
    appUrl,
    ownerUrl: url.href,
    orders,
  };
}
