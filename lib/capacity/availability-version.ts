import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { IsoDate } from '#lib/platform/time.ts';

/**
 * A word for what can be taken of a day, or of all days from yesterday on: another one after every claim and every place given
 * back, whichever product, lane and channel it was for, after every time that is added or ends, after every place that a person
 * adds, from each moment on at which places come on sale, and once they do. Each place that a visitor can take draws on its day's pool, so the row versions of the days' pools tell of all
 * claims: one row for a day, whatever has been sold. What changes a pool in no such way is not seen here.
 */
export async function findAvailabilityVersion(db: Db, days: 'all_days' | { date: IsoDate }): Promise<string> {
  const range = days === 'all_days' ? sql`visit_date >= current_date - 1` : sql`visit_date = ${days.date}::date`;
  const { rows } = await db.execute<{ version: string }>(sql`
    select concat_ws(' ', (select count(*) || '-' || sum(xmin::text::bigint) from pool where kind = 'day' and ${range}),
                          (select count(*) || '-' || sum(xmin::text::bigint) from timeslot where ${range}),
                          (select max(id) from capacity_override),
                          (select max(opens_at) from pool where opens_at <= now()),
                          (select max(opened_at) from pool)) as version`);
  return rows[0]?.version ?? '';
}
