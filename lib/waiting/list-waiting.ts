import { sql } from 'drizzle-orm';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { Locale, LocalizedText } from '#lib/platform/locales.ts';
import type { Refusal } from '#lib/platform/result.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import type { WishInput } from './input.ts';
import type { PassOverReason, WaitingOfferState, WaitingState } from './values.ts';

/** A party that waits, as staff see it. */
export type WaitingRow = {
  id: string;
  place: number;
  state: WaitingState;
  productNames: LocalizedText;
  people: number;
  smallestPart: number | null;
  locale: Locale;
  email: string | null;
  wishes: WishInput[];
  madeAt: Date;
  offers: { state: WaitingOfferState; people: number; visitDate: IsoDate; startTime: WallTime; expiresAt: string }[];
  passedOver: { why: PassOverReason; places: number; visitDate: IsoDate; startTime: WallTime }[];
};

export type WaitingDay = {
  date: IsoDate;
  productNames: LocalizedText;
  parties: number;
  people: number;
  offered: number;
};

export const waitingOnPage = 50;

export type ListedWaiting = {
  ok: true;
  days: WaitingDay[];
  rows: WaitingRow[];
  total: number;
  page: number;
  pages: number;
};

/**
 * Who waits, by rank, for one day or for any; with what was offered and why they were passed over, and how many wait for each day
 * (60 days at most). Needs `orders.see`.
 */
export async function listWaiting(
  ctx: Ctx,
  input: { date?: string; page?: number },
): Promise<ListedWaiting | Refusal<'forbidden'>> {
  if (!can(ctx.actor, 'orders.see')) return { ok: false, code: 'forbidden' };
  const onDate = sql`(${input.date ?? null}::date is null or exists (
    select 1 from waiting_wish w where w.entry_id = e.id and w.visit_date = ${input.date ?? null}::date))`;
  const live = sql`e.state in ('waiting','offered')`;
  const counted = await ctx.db.execute<{ total: number }>(
    sql`select count(*)::int as total from waiting_entry e where ${live} and ${onDate}`,
  );
  const total = counted.rows[0]?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / waitingOnPage));
  const page = Math.min(Math.max(1, Number.isInteger(input.page) ? Number(input.page) : 1), pages);
  const days = await ctx.db.execute<WaitingDay>(sql`
    select w.visit_date::text as date, p.names as "productNames", count(distinct e.id)::int as parties,
           coalesce((select sum(x.people)::int from waiting_entry x where x.state in ('waiting','offered') and x.product_id = p.id
              and exists (select 1 from waiting_wish y where y.entry_id = x.id and y.visit_date = w.visit_date)), 0) as people,
           count(distinct e.id) filter (where e.state = 'offered')::int as offered
      from waiting_wish w join waiting_entry e on e.id = w.entry_id and ${live} join product p on p.id = e.product_id
     where w.is_live group by w.visit_date, p.id, p.names order by w.visit_date, p.id limit 60`);
  const { rows } = await ctx.db.execute<WaitingRow>(sql`
    select e.id, (row_number() over (order by e.rank))::int as place, e.state, p.names as "productNames", e.people, e.smallest_part as "smallestPart", e.locale,
           e.email, e.made_at as "madeAt",
           (select jsonb_agg(jsonb_build_object('date', w.visit_date, 'fromTime', to_char(w.from_time, 'HH24:MI'),
               'untilTime', to_char(w.until_time, 'HH24:MI')) order by w.visit_date, w.from_time) from waiting_wish w where w.entry_id = e.id) as wishes,
           (select coalesce(jsonb_agg(jsonb_build_object('state', o.state, 'people', o.people, 'visitDate', t.visit_date,
               'startTime', to_char(t.start_time, 'HH24:MI'), 'expiresAt', o.expires_at) order by o.offered_at desc), '[]')
              from (select * from waiting_offer where entry_id = e.id order by offered_at desc limit 3) o join timeslot t on t.id = o.timeslot_id) as offers,
           (select coalesce(jsonb_agg(jsonb_build_object('why', x.why, 'places', x.places, 'visitDate', t.visit_date,
               'startTime', to_char(t.start_time, 'HH24:MI')) order by x.at desc), '[]')
              from (select * from waiting_pass_over where entry_id = e.id order by at desc limit 3) x join timeslot t on t.id = x.timeslot_id) as "passedOver"
      from waiting_entry e join product p on p.id = e.product_id where ${live} and ${onDate}
     order by e.rank limit ${waitingOnPage} offset ${(page - 1) * waitingOnPage}`);
  return {
    ok: true,
    days: days.rows,
    rows: rows.map((row) => ({ ...row, madeAt: new Date(row.madeAt) })),
    total,
    page,
    pages,
  };
}
