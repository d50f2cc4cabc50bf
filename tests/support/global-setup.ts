import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '#db/migrate.ts';
import { startEmbeddedPostgres } from '#lib/demo/embedded-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    clusterUrl: string;
    appPassword: string;
  }
}

/** The database that every test file's own database is copied from. */
export const templateName = 'museum_template';

/** One throw-away Postgres for the whole run, with a migrated template database in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'museum-test-'));
  const cluster = await startEmbeddedPostgres({
    dataDir: path.join(folder, 'pg'),
    durable: false,
    settings: { max_connections: '200', shared_buffers: '128MB' },
  });
  const appPassword = 'test-app-password';
  const admin = new pg.Client({ connectionString: cluster.ownerUrl });
  await admin.connect();
  await admin.query(`create database ${templateName}`);
  await admin.end();
  const templateUrl = new URL(cluster.ownerUrl);
  templateUrl.pathname = `/${templateName}`;
  await migrate({ ownerUrl: templateUrl.href, appRolePassword: appPassword });
  project.provide('clusterUrl', cluster.ownerUrl);
  project.provide('appPassword', appPassword);
  return async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
