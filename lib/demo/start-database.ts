import { join } from 'node:path';
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
  await seed({ env, keyring, ownerUrl, progress });
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

// A database in production is never filled with invented people and well-known passwords. The demonstration's museum, prices
// and hours are a beginning there, marked as what they are until somebody makes them their own.
async function seed(options: { env: Env; keyring: Keyring; ownerUrl: string; progress: Progress }): Promise<void> {
  const { env, keyring, ownerUrl, progress } = options;
  const withPeople = env.NODE_ENV !== 'production' || env.ALLOW_STAND_INS;
  await progress.step(withPeople ? 'Demonstration museum' : 'Museum', async (tell) => {
    const { linkSecret } = keyring;
    const result = await seedMuseum({ ownerUrl, now: new Date(), linkSecret, withPeople, onProgress: tell });
    tell(result.state === 'loaded' ? 'up to date' : 'left as it is: this museum is a real one');
  });
}
