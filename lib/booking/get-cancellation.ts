import { sql } from 'drizzle-orm';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import type { Refusal } from '#lib/platform/result.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import type { TimeslotState } from '#lib/schedule/values.ts';
import type { CancellationItemState, CancellationReason, CancellationWhy } from './values.ts';

type Time = {
  timeslotId: string;
  productNames: LocalizedText;
  visitDate: IsoDate;
  startTime: WallTime;
  state: TimeslotState;
};

/** Whom it would meet if a time were cancelled now. */
export type AffectedByCancelling = Time & {
  orders: number;
  people: number;
  /** Of these not paid yet. */
  heldOrders: number;
  paidMinor: number;
  currency: string;
};

/** How far the cancellation of a time is. */
export type Cancellation = Time & {
  reason: CancellationReason;
  note: string;
  requestedBy: string | null;
  requestedAt: Date;
  answerUntil: Date;
  isListed: boolean;
  currency: string;
  /** One row a state that occurs. */
  states: { state: CancellationItemState; orders: number; people: number }[];
  /** Orders that need a person, then those that have not answered; at most 100 of each. */
  persons: CancellationOrder[];
  unanswered: CancellationOrder[];
};

export type CancellationOrder = {
  orderId: string;
  code: string;
  why: CancellationWhy | null;
  people: number;
  paidMinor: number;
  contactName: string | null;
  phone: string | null;
};

const time = sql`t.id as "timeslotId", p.names as "productNames", t.visit_date::text as "visitDate",
  to_char(t.start_time, 'HH24:MI') as "startTime", t.state`;
const currency = sql`coalesce((select currency from museum limit 1), 'AZN') as currency`;

/** Who is affected, before anything happens. Needs `schedule.change`. */
export async function getAffectedByCancelling(
  ctx: Ctx,
  timeslotId: string,
): Promise<{ ok: true; affected: AffectedByCancelling } | Refusal<'forbidden' | 'unknown_timeslot'>> {
  if (!can(ctx.actor, 'schedule.change')) return { ok: false, code: 'forbidden' };
  if (!isUuid(timeslotId)) return { ok: false, code: 'unknown_timeslot' };
  const { rows } = await ctx.db.execute<AffectedByCancelling>(sql`
    select ${time}, ${currency}, a.* from timeslot t join product p on p.id = t.product_id
     cross join lateral (
       select count(*)::int as orders, coalesce(sum(c.quantity), 0)::int as people,
              count(*) filter (where o.state in ('held','awaiting_payment','expiring'))::int as "heldOrders",
              coalesce(sum((select sum(m.captured_minor - m.refund_reserved_minor) from payment m where m.order_id = o.id and m.state = 'succeeded')), 0)::int as "paidMinor"
         from pool_set s join claim c on c.pool_set_id = s.id and c.state <> 'released' join orders o on o.id = c.order_id
        where s.timeslot_id = t.id) a
     where t.id = ${timeslotId} and t.state <> 'draft'`);
  return rows[0] ? { ok: true, affected: rows[0] } : { ok: false, code: 'unknown_timeslot' };
}

const ordersIn = (states: readonly CancellationItemState[]) => sql`
  (select coalesce(jsonb_agg(r.row order by r.code), '[]') from (
    select o.code, jsonb_build_object('orderId', o.id, 'code', o.code, 'why', i.why, 'contactName', o.contact_name, 'phone', o.phone,
             'people', (select coalesce(sum(quantity), 0) from order_line where order_id = o.id),
             'paidMinor', (select coalesce(sum(captured_minor), 0) from payment where order_id = o.id and state = 'succeeded')) as row
      from slot_cancellation_item i join orders o on o.id = i.order_id
     where i.timeslot_id = t.id and i.state = any (${sql.param([...states])}::text[]) order by o.code limit 100) r)`;

/** How far a cancellation is, and who needs a person. Needs `today.see`; names and telephones only with `orders.see`. */
export async function getCancellation(
  ctx: Ctx,
  timeslotId: string,
): Promise<{ ok: true; cancellation: Cancellation } | Refusal<'forbidden' | 'unknown_timeslot'>> {
  if (!can(ctx.actor, 'today.see')) return { ok: false, code: 'forbidden' };
  if (!isUuid(timeslotId)) return { ok: false, code: 'unknown_timeslot' };
  const { rows } = await ctx.db.execute<Cancellation & { requestedAt: string; answerUntil: string }>(sql`
    select ${time}, ${currency}, c.reason, c.note, s.name as "requestedBy", c.requested_at as "requestedAt", c.answer_until as "answerUntil",
           c.listed_at is not null as "isListed",
           (select coalesce(jsonb_agg(jsonb_build_object('state', g.state, 'orders', g.orders, 'people', g.people)), '[]') from (
              select i.state, count(*)::int as orders, sum((select coalesce(sum(quantity), 0) from order_line where order_id = i.order_id))::int as people
                from slot_cancellation_item i where i.timeslot_id = t.id group by i.state) g) as states,
           ${ordersIn(['needs_person'])} as persons, ${ordersIn(['offered'])} as unanswered
      from slot_cancellation c join timeslot t on t.id = c.timeslot_id join product p on p.id = t.product_id
      left join staff_member s on s.id::text = c.requested_by
     where c.timeslot_id = ${timeslotId}`);
  const row = rows[0];
  if (!row) return { ok: false, code: 'unknown_timeslot' };
  const hide = (order: CancellationOrder) =>
    can(ctx.actor, 'orders.see') ? order : { ...order, contactName: null, phone: null };
  return {
    ok: true,
    cancellation: {
      ...row,
      requestedAt: new Date(row.requestedAt),
      answerUntil: new Date(row.answerUntil),
      persons: row.persons.map(hide),
      unanswered: row.unanswered.map(hide),
    },
  };
}
