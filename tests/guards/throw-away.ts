import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { appUrl, migrate } from '#db/migrate.ts';
import { startEmbeddedPostgres } from '#lib/demo/embedded-postgres.ts';

export type Urls = { appUrl: string; ownerUrl: string };
export type ThrowAwayCluster = {
  /** On whose disk the cluster lives, and what its proofs write. */
  folder: string;
  /** Lets `scene` write into the database that every other is then copied from. */
  prepare<T>(scene: (urls: Urls) => Promise<T>): Promise<T>;
  /** Lends a fresh copy for as long as `work` takes. */
  withCopy<T>(work: (urls: Urls) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const template = 'museum_template';
const appPassword = 'throw-away';

/** A Postgres in memory that nothing outlives, with a migrated database to copy from. */
export async function openThrowAway(): Promise<ThrowAwayCluster> {
  const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'museum-guards-'));
  const cluster = await startEmbeddedPostgres({
    dataDir: path.join(folder, 'pg'),
    durable: false,
    settings: { max_connections: '100', shared_buffers: '64MB', autovacuum: 'off' },
  });
  const admin = new pg.Client({ connectionString: cluster.ownerUrl });
  await admin.connect();
  await admin.query(`create database ${template}`);
  const urlsOf = (name: string): Urls => {
    const url = new URL(cluster.ownerUrl);
    url.pathname = `/${name}`;
    return { ownerUrl: url.href, appUrl: appUrl(url.href, appPassword) };
  };
  await migrate({ ownerUrl: urlsOf(template).ownerUrl, appRolePassword: appPassword });
  return {
    folder,
    prepare: (scene) => scene(urlsOf(template)),
    async withCopy(work) {
      const name = `g_${randomBytes(6).toString('hex')}`;
      await admin.query(`create database ${name} template ${template} strategy file_copy`);
      try {
        return await work(urlsOf(name));
      } finally {
        await admin.query(`drop database ${name} with (force)`);
      }
    },
    async close() {
      await admin.end();
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
