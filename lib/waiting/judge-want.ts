import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { findOnlineProduct } from '#lib/catalog/queries.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { getSettings, getZone, type Settings } from '#lib/platform/settings.ts';
import { dateAt, type IsoDate, type WallTime } from '#lib/platform/time.ts';
import type { WantInput } from './input.ts';

/** What stands against waiting so. */
export type WantRefusal =
  | { ok: false; code: 'unknown_product' }
  | { ok: false; code: 'party_too_large'; limit: number }
  | { ok: false; code: 'too_many_days'; limit: number }
  | { ok: false; code: 'no_such_time'; date: IsoDate }
  /** Nothing of these times has been on sale yet: nobody was turned away, and the list is no way around the moment (decision 019). */
  | { ok: false; code: 'not_open_yet'; date: IsoDate }
  /** There are places for the party, or for a part that it accepts: nobody need wait for those. */
  | { ok: false; code: 'places_free'; date: IsoDate; startTime: WallTime; places: number }
  | { ok: false; code: 'list_full' };

export type JudgedWant = { ok: true; productId: string; settings: Settings } | WantRefusal;

type Found = {
  date: IsoDate;
  times: number;
  unopened: number;
  startTime: WallTime | null;
  places: number | null;
  waiting: number;
};

/** Looks whether one can wait for these times: they are to come and on sale, they are full for this party, and the list has room. */
export async function judgeWant(
  ctx: Ctx,
  productCode: string,
  want: WantInput,
  own: string | null = null,
): Promise<JudgedWant> {
  const product = await findOnlineProduct(ctx.db as Db, productCode);
  if (!product) return { ok: false, code: 'unknown_product' };
  const today = dateAt(ctx.now, (await getZone(ctx.db as Db)) ?? 'UTC');
  const settings = await getSettings(ctx.db as Db, today);
  const limit = Math.min(settings.order_ticket_limit, product.partyMaximum);
  if (want.people > limit) return { ok: false, code: 'party_too_large', limit };
  if (want.wishes.length > settings.waiting_days_most) {
    return { ok: false, code: 'too_many_days', limit: settings.waiting_days_most };
  }
  const least = want.smallestPart ?? want.people;
  for (const found of await lookAt(ctx.db, product.id, want, own)) {
    const { date } = found;
    if (found.times === 0) return { ok: false, code: 'no_such_time', date };
    if (found.times === found.unopened) return { ok: false, code: 'not_open_yet', date };
    if (found.startTime && (found.places ?? 0) >= least) {
      return { ok: false, code: 'places_free', date, startTime: found.startTime, places: found.places ?? 0 };
    }
    if (found.waiting >= settings.waiting_list_most) return { ok: false, code: 'list_full' };
  }
  return { ok: true, productId: product.id, settings };
}

async function lookAt(db: Db | Tx, productId: string, want: WantInput, own: string | null): Promise<Found[]> {
  const languages = want.tourLanguages?.length ? want.tourLanguages : null;
  const { rows } = await db.execute<Found>(sql`
    select w.date::text as date, coalesce(s.times, 0)::int as times, coalesce(s.unopened, 0)::int as unopened, s.start_time as "startTime", s.places::int as places,
           (select count(distinct x.entry_id)::int from waiting_wish x where x.product_id = ${productId} and x.visit_date = w.date and x.is_live
               and x.entry_id is distinct from ${own}::uuid) as waiting
      from jsonb_to_recordset(${JSON.stringify(want.wishes)}::jsonb) as w(date date, "fromTime" time, "untilTime" time)
      left join lateral (
        select count(*) as times, count(*) filter (where f.is_unopened) as unopened, max(f.free) as places, (array_agg(to_char(f.start_time, 'HH24:MI') order by f.free desc, f.start_time))[1] as start_time
          from (select t.start_time, bool_or(p.withheld > 0 and p.capacity + p.overbook = 0) as is_unopened,
                       min(case when p.status = 'on_sale' then p.capacity + p.overbook - p.held - p.sold
                         + case when p.lane = 'public' then due_places(p.id, t.id) else 0 end else 0 end) as free
                  from timeslot t join product pr on pr.id = t.product_id
                  join pool_set s on s.timeslot_id = t.id and s.lane = 'public' and s.is_current
                  join pool_set_member m on m.pool_set_id = s.id join pool p on p.id = m.pool_id
                 where t.product_id = ${productId} and t.visit_date = w.date and t.start_time between w."fromTime" and w."untilTime"
                   and t.state = 'on_sale' and t.starts_at - make_interval(mins => pr.lead_time_minutes) > now()
                   and (${languages ? sql.param(languages) : null}::text[] is null or t.language is null or t.language = any (${languages ? sql.param(languages) : null}::text[]))
                 group by t.id) f) s on true
     order by w.date, w."fromTime"`);
  return rows;
}
