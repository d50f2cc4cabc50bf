import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import type { Lane } from './values.ts';

/** One timeslot with the places that a lane can still give. `free` is the least room over all pools it draws on. */
export type SlotAvailability = {
  timeslotId: string;
  visitDate: IsoDate;
  startTime: WallTime;
  startsAt: Date;
  endsAt: Date;
  language: Locale | null;
  capacity: number;
  free: number;
};

/**
 * The timeslots of a product between two dates (both included) for a lane, on sale or over, in order of time. Read from the
 * counters of the pools, never by counting tickets; a pool that is closed gives no room.
 */
export async function listAvailability(
  db: Db,
  params: { productId: string; fromDate: IsoDate; untilDate: IsoDate; lane: Lane },
): Promise<SlotAvailability[]> {
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    select t.id, t.visit_date, to_char(t.start_time, 'HH24:MI') as start_time, t.starts_at, t.ends_at, t.language,
           max(p.capacity + p.overbook) filter (where p.kind = 'lane') as capacity,
           min(case when p.status = 'on_sale' then p.capacity + p.overbook - p.held - p.sold else 0 end) as free
      from timeslot t
      join pool_set s on s.timeslot_id = t.id and s.lane = ${params.lane} and s.is_current
      join pool_set_member m on m.pool_set_id = s.id
      join pool p on p.id = m.pool_id
     where t.product_id = ${params.productId} and t.visit_date between ${params.fromDate}::date and ${params.untilDate}::date
       and t.state in ('on_sale','done')
     group by t.id
     order by t.starts_at, t.language`);
  return rows.map((row) => ({
    timeslotId: String(row.id),
    visitDate: String(row.visit_date),
    startTime: String(row.start_time),
    startsAt: new Date(String(row.starts_at)),
    endsAt: new Date(String(row.ends_at)),
    language: row.language as Locale | null,
    capacity: Number(row.capacity),
    free: Math.max(0, Number(row.free)),
  }));
}
