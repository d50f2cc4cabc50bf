import { join } from 'node:path';
import pg from 'pg';
import { appRole, appUrl, migrate } from '#db/migrate.ts';
import { seedMuseum } from '#db/seed/load.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#lib/demo/embedded-postgres.ts';
import type { Progress } from '#lib/demo/progress.ts';
import type { Env } from '#lib/platform/env.ts';
import type { Keyring } from '#lib/platform/keyring.ts';

export type StartedDatabase = {
  /** Migrates and seeds. */
  ownerUrl: string;
  /** What the app uses. */
  databaseUrl: string;
  /** The embedded server, when it stands in. */
  server: EmbeddedPostgres | null;
};

/** Starts the embedded server, or takes the configured one; brings its tables up to date and sees to the demonstration museum. */
export async function startDatabase(options: {
  env: Env;
  keyring: Keyring;
  dataDir: string;
  port: number;
  progress: Progress;
  onServer: (server: EmbeddedPostgres) => void;
}): Promise<StartedDatabase> {
  const { env, keyring, progress } = options;
  const started = env.standIns.includes('database')
    ? await progress.step('Database', async (tell) => {
        const server = await startEmbeddedPostgres({
          dataDir: join(options.dataDir, 'postgres'),
          port: options.port,
          durable: true,
          onProgress: tell,
        });
        options.onServer(server);
        return embeddedUrls(server, keyring);
      })
    : configuredUrls(env, keyring);
  const { ownerUrl, appRolePassword } = started;
  await progress.step('Tables', (tell) => migrate({ ownerUrl, appRolePassword, onProgress: tell }));
  if (await wantsDemonstration(env, ownerUrl)) {
    await progress.step('Demonstration museum', (tell) => seedMuseum({ ownerUrl, now: new Date(), onProgress: tell }));
  }
  return started;
}

type Urls = StartedDatabase & { appRolePassword: string };

function embeddedUrls(server: EmbeddedPostgres, { appRolePassword }: Keyring): Urls {
  const { ownerUrl } = server;
  return { ownerUrl, databaseUrl: appUrl(ownerUrl, appRolePassword), appRolePassword, server };
}

function configuredUrls(env: Env, keyring: Keyring): Urls {
  const given = env.DATABASE_URL ?? '';
  const url = new URL(given);
  // A given role of the app keeps the password it was given with.
  const appRolePassword = url.username === appRole ? decodeURIComponent(url.password) : keyring.appRolePassword;
  if (env.DATABASE_OWNER_URL)
    return { ownerUrl: env.DATABASE_OWNER_URL, databaseUrl: given, appRolePassword, server: null };
  return { ownerUrl: given, databaseUrl: appUrl(given, appRolePassword), appRolePassword, server: null };
}

// A database in production is never filled with invented people and well-known passwords, nor is a museum that is real.
async function wantsDemonstration(env: Env, ownerUrl: string): Promise<boolean> {
  if (env.NODE_ENV === 'production' && !env.ALLOW_STAND_INS) return false;
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ is_real: boolean }>(
      'select exists (select from museum where not is_demonstration) as is_real',
    );
    return !rows[0]?.is_real;
  } finally {
    await client.end();
  }
}
