import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { IsoDate } from '#lib/platform/time.ts';

/**
 * A word for what is taken of a day, or of all days from yesterday on: another one after every claim and every place given
 * back, whichever product, lane and channel it was for. Every place that a visitor can take draws on its day's pool, so the
 * row versions of those few pools are enough: one row for a day, whatever has been sold. Places added by a person show only
 * in the pool they were added to, and not here.
 */
export async function findAvailabilityVersion(db: Db, days: 'all_days' | { date: IsoDate }): Promise<string> {
  const range = days === 'all_days' ? sql`visit_date >= current_date - 1` : sql`visit_date = ${days.date}::date`;
  const { rows } = await db.execute<{ version: string }>(sql`
    select count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) as version from pool where kind = 'day' and ${range}`);
  return rows[0]?.version ?? '';
}
