import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { hashLinkToken, isLinkToken } from '#lib/platform/ids.ts';
import type { Locale, LocalizedText } from '#lib/platform/locales.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import type { WishInput } from './input.ts';
import type { PassOverReason, WaitingOfferState, WaitingState } from './values.ts';

export type OfferView = {
  id: string;
  state: WaitingOfferState;
  people: number;
  timeslotId: string;
  visitDate: IsoDate;
  startTime: WallTime;
  language: Locale | null;
  expiresAt: Date;
  /** Over by the clock, though nobody has ended it yet. */
  isRunOut: boolean;
  orderId: string | null;
  /** Of the order's link. */
  linkVersion?: number | null;
};

export type PassOverView = {
  visitDate: IsoDate;
  startTime: WallTime;
  why: PassOverReason;
  places: number;
  at: Date;
};

/** A party on the list as its own page shows it. */
export type WaitingView = {
  id: string;
  state: WaitingState;
  product: { code: string; names: LocalizedText };
  people: number;
  smallestPart: number | null;
  tourLanguages: Locale[] | null;
  locale: Locale;
  email: string | null;
  wishes: WishInput[];
  /** Parties before it that wait for a time on one of the same days. */
  before: number;
  /** The open offer, else the last one. */
  offer: OfferView | null;
  passedOver: PassOverView[];
};

/** The party behind a link; null for whatever opens nothing. */
export async function findWaitingByLink(db: Db, token: string): Promise<WaitingView | null> {
  if (!isLinkToken(token)) return null;
  const { rows } = await db.execute<{ id: string }>(
    sql`select id from waiting_entry where link_hash = ${hashLinkToken(token)}`,
  );
  return rows[0] ? findWaiting(db, rows[0].id) : null;
}

export async function findWaiting(db: Db | Tx, entryId: string): Promise<WaitingView | null> {
  const { rows } = await db.execute<WaitingView>(sql`
    select e.id, e.state, jsonb_build_object('code', p.code, 'names', p.names) as product, e.people, e.smallest_part as "smallestPart",
           e.tour_languages as "tourLanguages", e.locale, e.email,
           (select coalesce(jsonb_agg(jsonb_build_object('date', w.visit_date, 'fromTime', to_char(w.from_time, 'HH24:MI'),
               'untilTime', to_char(w.until_time, 'HH24:MI')) order by w.visit_date, w.from_time), '[]') from waiting_wish w where w.entry_id = e.id) as wishes,
           (select count(distinct o.id)::int from waiting_entry o join waiting_wish ow on ow.entry_id = o.id and ow.is_live
              join waiting_wish w on w.entry_id = e.id and w.product_id = ow.product_id and w.visit_date = ow.visit_date
               and w.from_time <= ow.until_time and w.until_time >= ow.from_time
             where o.state = 'waiting' and o.rank < e.rank and o.product_id = e.product_id) as before,
           (select jsonb_build_object('id', f.id, 'state', f.state, 'people', f.people, 'timeslotId', t.id, 'visitDate', t.visit_date,
                'startTime', to_char(t.start_time, 'HH24:MI'), 'language', t.language, 'expiresAt', f.expires_at,
                'isRunOut', f.expires_at <= now(), 'orderId', f.order_id,
                'linkVersion', (select link_version from orders where id = f.order_id))
              from waiting_offer f join timeslot t on t.id = f.timeslot_id where f.entry_id = e.id order by f.offered_at desc, f.id desc limit 1) as offer,
           (select coalesce(jsonb_agg(jsonb_build_object('visitDate', t.visit_date, 'startTime', to_char(t.start_time, 'HH24:MI'), 'why', x.why,
                'places', x.places, 'at', x.at) order by x.at desc), '[]')
              from (select * from waiting_pass_over where entry_id = e.id order by at desc limit 5) x join timeslot t on t.id = x.timeslot_id
             where t.starts_at > now()) as "passedOver"
      from waiting_entry e join product p on p.id = e.product_id where e.id = ${entryId}`);
  const [row] = rows;
  if (!row) return null;
  return {
    ...row,
    offer: row.offer && { ...row.offer, expiresAt: new Date(row.offer.expiresAt) },
    passedOver: row.passedOver.map((one) => ({ ...one, at: new Date(one.at) })),
  };
}

/** The days and starts that one can wait for: what is on sale from now on, by day, 90 days at most. */
export async function listWaitableDays(
  db: Db,
  productCode: string,
): Promise<{ date: IsoDate; times: WallTime[]; languages: Locale[] }[]> {
  const { rows } = await db.execute<{ date: IsoDate; times: WallTime[]; languages: Locale[] }>(sql`
    select t.visit_date::text as date, array_agg(distinct to_char(t.start_time, 'HH24:MI') order by to_char(t.start_time, 'HH24:MI')) as times,
           coalesce(array_agg(distinct t.language) filter (where t.language is not null), '{}') as languages
      from timeslot t join product p on p.id = t.product_id
     where p.code = ${productCode} and p.is_sold_online and p.is_active and t.state = 'on_sale' and t.starts_at > now()
       and t.visit_date <= (now() + make_interval(days => p.horizon_days))::date
     group by t.visit_date order by t.visit_date limit 90`);
  return rows;
}
