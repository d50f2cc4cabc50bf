import { sql } from 'drizzle-orm';
import { database } from '#db/client.ts';

/** What must answer before the museum is open. */
export type Health = { status: 'ok' | 'unwell'; database: boolean; museum: boolean; jobs: boolean };

/** Asks the database, in one round trip, whether it is there, holds a museum, and has its job queues. Never throws. */
export async function findHealth(): Promise<Health> {
  try {
    const { rows } = await database().execute<{ museum: boolean; jobs: boolean }>(sql`
      select exists (select 1 from museum) as museum, to_regclass('pgboss.job') is not null as jobs`);
    const { museum = false, jobs = false } = rows[0] ?? {};
    return { status: museum && jobs ? 'ok' : 'unwell', database: true, museum, jobs };
  } catch {
    return { status: 'unwell', database: false, museum: false, jobs: false };
  }
}
