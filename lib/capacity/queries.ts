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
  /** When more places of the lane come on sale; null when all are. */
  opensAt: Date | null;
};

/**
 * The timeslots of a product between two dates (both included) for a lane, on sale or over, in order of time. Read from the
 * counters of the pools, never by counting tickets; a pool that is closed gives no room. What is due to come on sale counts from its
 * moment on, whether somebody has opened it yet or not (2.2).
 */
export async function listAvailability(
  db: Db,
  params: { productId: string; fromDate: IsoDate; untilDate: IsoDate; lane: Lane },
): Promise<SlotAvailability[]> {
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    with due as (select exists (select 1 from pool where opens_at <= now()
                    and (withheld > 0 or capacity + overbook > held + sold)) as any_due)
    select t.id, t.visit_date, to_char(t.start_time, 'HH24:MI') as start_time, t.starts_at, t.ends_at, t.language,
           max(p.capacity + p.overbook) filter (where p.kind = 'lane') as capacity,
           min(case when p.status = 'on_sale' then p.capacity + p.overbook - p.held - p.sold
                 + case when p.lane = 'public' and (select any_due from due) then due_places(p.id, t.id) else 0 end else 0 end) as free,
           max(case when p.withheld > 0 then (select min(r.opens_at) from pool_release r
                 where r.pool_id = p.id and r.opened_at is null and r.opens_at > now()) end) as opens_at
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
    opensAt: row.opens_at ? new Date(String(row.opens_at)) : null,
  }));
}
