import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { getSettings, getZone, type Settings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { fitParties, type PassedOver, type WaitingParty } from './fit-parties.ts';

/** No more parties of one time are looked at; the list of a day is not longer. */
const mostParties = 500;

type Party = WaitingParty & { locale: Locale; email: string };

/**
 * Offers what came free to those who wait for it, time by time, the earliest first; by state, so that it does not matter why there
 * are places or who saw it. What is due to come on sale is opened here and offered in one transaction, before anybody else can have
 * it (decision 019). Whoever is passed over has the reason written down. Two who do this at once share the times. Where nobody waits
 * it is one look at an index.
 */
export async function matchWaiting(ctx: Ctx): Promise<{ offered: number }> {
  const { rows: waiting } = await ctx.db.execute<{ some: boolean }>(
    sql`select exists (select 1 from waiting_entry where state = 'waiting') as some`,
  );
  if (!waiting[0]?.some) return { offered: 0 };
  const settings = await getSettings(ctx.db, dateAt(ctx.now, (await getZone(ctx.db)) ?? 'UTC'));
  let offered = 0;
  for (const { timeslotId, places, isDue } of await listFreed(ctx.db)) {
    const { offers, passedOver } = fitParties(places, await listParties(ctx.db, timeslotId, settings));
    if (offers.length === 0 && !isDue) await notePassedOver(ctx.db, timeslotId, passedOver);
    else offered += await inTransaction(ctx, (tx) => offerTime(tx, timeslotId, settings), 'places came free');
    crashPoint('waiting.after_match');
  }
  return { offered };
}

/**
 * Times somebody waits for that have places and could be offered, with how many; `isDue`: some come on sale at this moment and are kept
 * for those who wait. A lane that is due and can give nothing is no reason to lock anything.
 */
async function listFreed(db: Db): Promise<{ timeslotId: string; places: number; isDue: boolean }[]> {
  const { rows } = await db.execute<{ timeslotId: string; places: number; isDue: boolean }>(sql`
    with due as (select exists (select 1 from pool where opens_at <= now()
                    and (withheld > 0 or capacity + overbook > held + sold)) as any_due)
    select f.id as "timeslotId", f.places, f.due > 0 as "isDue" from (
      select t.id, t.starts_at, max(d.places) as due,
             min(case when p.status = 'on_sale' then p.capacity + p.overbook - p.held - p.sold + case when p.id = d.pool_id then d.places else 0 end
                 else 0 end)::int as places
        from (select distinct w.product_id, w.visit_date from waiting_wish w join waiting_entry e on e.id = w.entry_id
               where w.is_live and e.state = 'waiting') w
        join timeslot t on t.product_id = w.product_id and t.visit_date = w.visit_date and t.state = 'on_sale' and t.starts_at > now()
        join product pr on pr.id = t.product_id and pr.is_sold_online and pr.is_active
        join pool_set s on s.timeslot_id = t.id and s.lane = 'public' and s.is_current
        join pool_set_member m on m.pool_set_id = s.id join pool p on p.id = m.pool_id
        left join lateral (select l.id as pool_id, case when (select any_due from due) then due_places(l.id, t.id, true) - due_places(l.id, t.id) else 0 end as places
                             from pool l where l.timeslot_id = t.id and l.kind = 'lane' and l.lane = 'public') d on true
       where offer_expiry(t) is not null
       group by t.id) f
     where f.places > 0 or f.due > 0
     order by f.starts_at, f.id limit 2000`);
  return rows;
}

/** Who waits for a time and has no offer, by rank, and whom this time is not offered to again. */
async function listParties(db: Db | Tx, timeslotId: string, settings: Settings): Promise<Party[]> {
  const { rows } = await db.execute<Party>(sql`
    select e.id as "entryId", e.people, e.smallest_part as "smallestPart", e.locale, e.email,
           case when o.declined then 'declined'
                when o.lapses >= ${settings.waiting_lapses_most} or o.last_lapse > now() - make_interval(hours => ${settings.waiting_rest_hours})
                then 'rested' end as barred
      from timeslot t join waiting_entry e on e.product_id = t.product_id and e.state = 'waiting'
      cross join lateral (
        select coalesce(bool_or(f.state = 'declined'), false) as declined, count(*) filter (where f.state = 'lapsed') as lapses,
               max(f.ended_at) filter (where f.state = 'lapsed') as last_lapse
          from waiting_offer f where f.entry_id = e.id and f.timeslot_id = t.id) o
     where t.id = ${timeslotId} and is_wished(e.id, t) order by e.rank limit ${mostParties}`);
  return rows;
}

/** Judges one time again with its pools locked, and offers: what is decided here is so until the commit. */
async function offerTime(tx: TxCtx, timeslotId: string, settings: Settings): Promise<number> {
  const alone = await tx.db.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${timeslotId}, 35)) as mine`,
  );
  if (!alone.rows[0]?.mine) return 0;
  await tx.db.execute(sql`select open_for_list(${timeslotId})`);
  crashPoint('waiting.after_opened');
  const locked = await tx.db.execute<{ places: number }>(sql`select lock_room(${timeslotId}) as places`);
  const places = locked.rows[0]?.places ?? 0;
  if (places === 0) return 0;
  const parties = await listParties(tx.db, timeslotId, settings);
  const { offers, passedOver } = fitParties(places, parties);
  let made = 0;
  for (const { entryId, people } of offers) {
    const { rows } = await tx.db.execute<{ offerId: string | null }>(
      sql`select offer_places(${entryId}, ${timeslotId}, ${people}) as "offerId"`,
    );
    const offerId = rows[0]?.offerId;
    const party = parties.find((one) => one.entryId === entryId);
    if (!offerId || !party) continue;
    crashPoint('waiting.after_offer');
    await queueMessage(tx, {
      kind: 'waiting_offer',
      orderId: null,
      locale: party.locale,
      recipient: party.email,
      dedupeKey: `waiting_offer:${offerId}`,
    });
    made += 1;
  }
  await notePassedOver(tx.db, timeslotId, passedOver);
  crashPoint('waiting.before_offered');
  return made;
}

/** Writes down why parties were passed over; what stands there already is not written again. */
async function notePassedOver(db: Db | Tx, timeslotId: string, passedOver: readonly PassedOver[]): Promise<void> {
  if (passedOver.length === 0) return;
  await db.execute(sql`
    insert into waiting_pass_over as w (entry_id, timeslot_id, why, places)
    select x."entryId", ${timeslotId}, x.why, least(x.places, 500)
      from jsonb_to_recordset(${JSON.stringify(passedOver)}::jsonb) as x("entryId" uuid, why text, places integer)
      left join waiting_pass_over k on k.entry_id = x."entryId" and k.timeslot_id = ${timeslotId}
     where k.entry_id is null or k.why <> x.why or k.places <> x.places
     order by x."entryId"
    on conflict (entry_id, timeslot_id) do update set why = excluded.why, places = excluded.places, at = now()`);
}
