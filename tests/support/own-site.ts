import pg from 'pg';
import { connect, type DatabaseConnection } from '#db/client.ts';
import { appUrl, migrate } from '#db/migrate.ts';
import { loadDefaultSettings } from '#db/seed/settings.ts';
import { loadKeyringSync } from '#lib/platform/keyring.ts';
import { startBuiltWeb } from '../load/built-web.ts';
import { buildMuseum, type TestMuseum } from './museum.ts';

/** A site of a test's own: another database beside the open museum's, a tiny museum in it, and the built web before it. */
export type OwnSite = {
  url: string;
  owner: DatabaseConnection;
  museum: TestMuseum;
  /** Sets one of the museum's rules. */
  rule(key: string, value: number): Promise<void>;
  close(): Promise<void>;
};

/** For tests of what is shared by all who visit a site (a line, limits of an address): other journeys must not meet it. */
export async function openOwnSite(name: string): Promise<OwnSite> {
  const database = new URL(process.env.MUSEUM_OWNER_URL ?? '');
  const admin = new pg.Client({ connectionString: database.href });
  await admin.connect();
  await admin.query(`create database ${name}`);
  database.pathname = `/${name}`;
  // The role is the server's, and its password the open museum's.
  const { appRolePassword } = loadKeyringSync(process.env.MUSEUM_DATA_DIR);
  await migrate({ ownerUrl: database.href, appRolePassword });
  const owner = connect(database.href, { most: 1, name });
  const museum = await buildMuseum(owner.db, { zone: 'Asia/Baku', lanes: { public: 12 } });
  await loadDefaultSettings(owner.db);
  await owner.pool.query(`insert into opening_hours (weekday, opens_time, closes_time, valid_from)
    select n, '09:00', '20:00', '2020-01-01' from generate_series(1, 7) n`);
  const web = await startBuiltWeb(appUrl(database.href, appRolePassword));
  if (!web) throw new Error('nothing is built');
  return {
    url: web.url,
    owner,
    museum,
    async rule(key, value) {
      await owner.pool.query(`update setting set value = to_jsonb($2::float8) where key = $1`, [key, value]);
    },
    async close() {
      await web.close();
      await owner.close();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
