import { sql } from 'drizzle-orm';
import type { Lane, OverrideRecord, PoolKind, PoolStatus } from '#lib/capacity/values.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { Locale, LocalizedText } from '#lib/platform/locales.ts';
import type { Refusal } from '#lib/platform/result.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import type { TimeslotState } from '#lib/schedule/values.ts';

/** One pool that a time draws on: a lane of its own, or a room, the building or the day that it shares with other times. */
export type SlotPool = {
  id: number;
  kind: PoolKind;
  status: PoolStatus;
  capacity: number;
  overbook: number;
  /** Comes on sale with later waves; of a lane that is not the public's, from `opensAt` on it gives what it does not use away. */
  withheld: number;
  opensAt: Date | null;
  fireLimit: number | null;
  held: number;
  sold: number;
  lane: Lane | null;
  spaceId: string | null;
  spaceNames: LocalizedText | null;
  quarterAt: Date | null;
};

/** Places that a person added to one of the time's pools, or took back: newest first. */
export type SlotOverride = Pick<SlotPool, 'kind' | 'lane' | 'spaceNames' | 'quarterAt'> & {
  id: number;
  at: Date;
  change: number;
  reason: OverrideRecord;
  note: string;
  by: string;
};

/** Places that a voucher still keeps at this time, out of how many. */
export type SlotReserve = { voucherId: string; code: string; label: string; lane: Lane; left: number; places: number };

export type SlotPage = {
  id: string;
  productNames: LocalizedText;
  visitDate: IsoDate;
  startTime: WallTime;
  startsAt: Date;
  endsAt: Date;
  state: TimeslotState;
  language: Locale | null;
  pools: SlotPool[];
  overrides: SlotOverride[];
  reserves: SlotReserve[];
};

/** One time with every pool it draws on: lanes first, then rooms and building by the quarter hour, then the day. Needs `today.see`. */
export async function getSlotPage(
  ctx: Ctx,
  timeslotId: string,
): Promise<{ ok: true; slot: SlotPage } | Refusal<'forbidden' | 'unknown_timeslot'>> {
  if (!can(ctx.actor, 'today.see')) return { ok: false, code: 'forbidden' };
  const { rows } = await ctx.db.execute<SlotPage>(sql`
    select t.id, p.names as "productNames", t.visit_date::text as "visitDate", to_char(t.start_time, 'HH24:MI') as "startTime",
           t.starts_at as "startsAt", t.ends_at as "endsAt", t.state, t.language,
           (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'kind', q.kind, 'status', q.status, 'capacity', q.capacity,
                     'overbook', q.overbook, 'withheld', q.withheld, 'opensAt', q.opens_at, 'fireLimit', q.fire_limit, 'held', q.held, 'sold', q.sold, 'lane', q.lane,
                     'spaceId', q.space_id, 'spaceNames', s.names, 'quarterAt', q.quarter_at)
                     order by array_position(array['lane','space','building','day'], q.kind),
                       array_position(array['public','desk','schools','official','resellers'], q.lane), s.position, q.quarter_at), '[]')
              from pool q left join space s on s.id = q.space_id
             where q.id in (select m.pool_id from pool_set c join pool_set_member m on m.pool_set_id = c.id
                             where c.timeslot_id = t.id and c.is_current)) as pools,
           (select coalesce(jsonb_agg(to_jsonb(h) order by h.id desc), '[]') from (
              select v.id, v.at, v.change, v.reason, v.note, w.name as by, q.kind, q.lane, q.quarter_at as "quarterAt", s.names as "spaceNames"
                from capacity_override v join pool q on q.id = v.pool_id join staff_member w on w.id = v.staff_member_id
                left join space s on s.id = q.space_id
               where v.pool_id in (select m.pool_id from pool_set c join pool_set_member m on m.pool_set_id = c.id
                                    where c.timeslot_id = t.id and c.is_current)
               order by v.id desc limit 100) h) as overrides,
           (select coalesce(jsonb_agg(jsonb_build_object('voucherId', v.id, 'code', v.code, 'label', v.label, 'lane', c.lane,
                     'left', k.quantity, 'places', v.reserved_places) order by v.made_at, v.id), '[]')
              from (select id, code, label, made_at, reserved_places from voucher where timeslot_id = t.id order by made_at, id limit 100) v
              join claim k on k.voucher_id = v.id and k.state = 'held' join pool_set c on c.id = k.pool_set_id) as reserves
      from timeslot t join product p on p.id = t.product_id
     where t.id = ${timeslotId} and t.state <> 'draft'`);
  const slot = rows[0];
  if (!slot) return { ok: false, code: 'unknown_timeslot' };
  return {
    ok: true,
    slot: {
      ...slot,
      startsAt: new Date(slot.startsAt),
      endsAt: new Date(slot.endsAt),
      pools: slot.pools.map((row) => ({ ...dated(row), opensAt: row.opensAt && new Date(row.opensAt) })),
      overrides: slot.overrides.map((row) => ({ ...dated(row), at: new Date(row.at) })),
    },
  };
}

const dated = <Row extends { quarterAt: Date | null }>(row: Row): Row => ({
  ...row,
  quarterAt: row.quarterAt && new Date(row.quarterAt),
});
