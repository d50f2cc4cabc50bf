import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { connect, type Db } from '#db/client.ts';
import { appUrl as asAppUrl } from '#db/migrate.ts';
import { templateName } from './global-setup.ts';

export type TestDatabase = {
  /** As the app's role: what the code under test gets. */
  db: Db;
  /** As the owner: for setting a scene and for looking at what happened. */
  owner: Db;
  appUrl: string;
  ownerUrl: string;
  close(): Promise<void>;
};

/** A database of its own for a test file, copied from the migrated template; dropped by close(). */
export async function createTestDatabase(options: { most?: number } = {}): Promise<TestDatabase> {
  const clusterUrl = inject('clusterUrl');
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: clusterUrl });
  await admin.connect();
  await admin.query(`create database ${name} template ${templateName}`);
  await admin.query(`grant connect on database ${name} to museum_app`);
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  const ownerUrl = url.href;
  const appUrl = asAppUrl(ownerUrl, inject('appPassword'));
  const app = connect(appUrl, { most: options.most ?? 10, name: 'test-app' });
  const owner = connect(ownerUrl, { most: 3, name: 'test-owner' });
  return {
    db: app.db,
    owner: owner.db,
    appUrl,
    ownerUrl,
    async close() {
      await app.close();
      await owner.close();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
