import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import { connect } from '#db/client.ts';
import { installQueues } from '#lib/platform/jobs/queues.ts';

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/** The role as which the app connects: it owns nothing (migration 0003). */
export const appRole = 'museum_app';

/**
 * Brings a database up to date as its owner: tables, guards, job queues, and what the app's role may do. Starters that
 * come together wait for each other (advisory lock). `appRolePassword` lets the app's role sign in.
 */
export async function migrate(options: {
  ownerUrl: string;
  appRolePassword: string;
  onProgress?: (text: string) => void;
}): Promise<void> {
  const { db, close } = connect(options.ownerUrl, { most: 1, name: 'museum-migrate' });
  try {
    await db.execute(sql`set lock_timeout = '30s'`);
    await db.execute(sql`set statement_timeout = 0`);
    await db.execute(sql`select pg_advisory_lock(720115)`);
    options.onProgress?.('tables and guards');
    await applyMigrations(db, { migrationsFolder });
    await db.execute(sql`select set_config('museum.app_password', ${options.appRolePassword}, false)`);
    await db.execute(sql`do $$ begin
      execute format('alter role museum_app login password %L', current_setting('museum.app_password'));
      execute format('grant connect on database %I to museum_app', current_database());
    end $$`);
    options.onProgress?.('job queues');
    await installQueues(options.ownerUrl);
    await db.execute(sql`grant usage on schema pgboss to museum_app`);
    await db.execute(sql`grant select, insert, update, delete on all tables in schema pgboss to museum_app`);
    await db.execute(sql`grant execute on all functions in schema pgboss to museum_app`);
    await db.execute(sql`grant usage on all sequences in schema pgboss to museum_app`);
    await db.execute(sql`select pg_advisory_unlock(720115)`);
  } finally {
    await close();
  }
}

/** The same database, as the app's role. */
export function appUrl(ownerUrl: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = appRole;
  url.password = password;
  return url.href;
}
