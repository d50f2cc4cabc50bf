import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { shareOfMinor } from '#lib/payments/refund-ladder.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { findVoucherOfOrder } from './find-voucher.ts';
import { type ChangePlan, type ChangeWish, type PaidTicket, type PlannedLine, planChange } from './plan-change.ts';
import { findVisitTerms, type VisitTerms } from './quote.ts';
import { quoteRefund } from './quote-refund.ts';
import type { OrderState } from './values.ts';

export type ChangeQuote = {
  orderId: string;
  fromTimeslotId: string;
  toTimeslotId: string;
  to: VisitTerms['timeslot'];
  currency: string;
  lines: PlannedLine[];
  beforeMinor: number;
  afterMinor: number;
  addedPeople: number;
  /** What is paid for it now, or what goes back; one of them is 0. */
  dueMinor: number;
  returnedMinor: number;
  /** The share of a lower price that goes back, by the ladder. */
  sharePerMille: number;
};

export type ChangeRefusal =
  | Exclude<ChangePlan, { ok: true }>
  | {
      ok: false;
      code:
        | 'forbidden'
        | 'unknown_order'
        | 'unknown_timeslot'
        | 'nothing_to_change'
        | 'disputed'
        | 'time_cancelled'
        | 'too_late'
        | 'same_time'
        | 'other_product'
        | 'not_on_sale';
    };

/** An order as far as its changes go. */
export type Changeable = {
  orderId: string;
  state: OrderState;
  currency: string;
  fromTimeslotId: string;
  productId: string;
  visitDate: string;
  isCancelled: boolean;
  hoursLeft: number;
  isDisputed: boolean;
  tickets: PaidTicket[];
};

/**
 * What a change of a paid order would cost or bring back now (requirements 3.3): the price of the new date, ticket type or person
 * against what was paid; of a lower price the share that the cancellation ladder gives at this moment. For the visitor of the order
 * until `move_until_hours` / `change_until_hours` before the start, for staff with `orders.change` also later.
 */
export async function quoteChange(
  ctx: Ctx,
  input: { orderId: string; wish: ChangeWish },
): Promise<{ ok: true; quote: ChangeQuote } | ChangeRefusal> {
  const isOwn = ctx.actor.kind === 'visitor' && ctx.actor.orderId === input.orderId;
  if (!isOwn && !can(ctx.actor, 'orders.change')) return { ok: false, code: 'forbidden' };
  const order = isUuid(input.orderId) ? await findChangeable(ctx.db, input.orderId) : null;
  if (!order) return { ok: false, code: 'unknown_order' };
  const db = ctx.db as Db;
  const settings = await getSettings(db, order.visitDate);
  const untilHours = input.wish.kind === 'move' ? settings.move_until_hours : settings.change_until_hours;
  const refusal = whyNotChangeable(order, isOwn ? untilHours : null);
  if (refusal) return { ok: false, code: refusal };
  const toTimeslotId = input.wish.kind === 'move' ? input.wish.toTimeslotId : order.fromTimeslotId;
  const terms = isUuid(toTimeslotId) ? await findVisitTerms(db, toTimeslotId, { onlineOnly: false }) : null;
  if (!terms) return { ok: false, code: 'unknown_timeslot' };
  if (input.wish.kind === 'move' && toTimeslotId === order.fromTimeslotId) return { ok: false, code: 'same_time' };
  if (terms.product.id !== order.productId) return { ok: false, code: 'other_product' };
  const isOpen =
    terms.timeslot.state === 'on_sale' || (terms.timeslot.state === 'closed' && input.wish.kind === 'types');
  if (!isOpen || (await hasBegun(db, toTimeslotId))) return { ok: false, code: 'not_on_sale' };
  const voucher = await findVoucherOfOrder(db, order.orderId);
  const plan = planChange(input.wish, order.tickets, {
    ticketTypes: terms.ticketTypes,
    choosable: new Set(terms.ticketTypes.filter((type) => !isOwn || type.isSelfDeclaredOnline).map(({ id }) => id)),
    taxPerMille: terms.product.taxPerMille,
    change: voucher?.change ?? null,
    ticketLimit: Math.min(voucher?.maximumTickets ?? terms.settings.order_ticket_limit, terms.product.partyMaximum),
  });
  if (!plan.ok) return plan;
  const refund = await quoteRefund(db, order.orderId);
  const sharePerMille = refund?.sharePerMille ?? 0;
  const { beforeMinor, afterMinor } = plan;
  return {
    ok: true,
    quote: {
      orderId: order.orderId,
      fromTimeslotId: order.fromTimeslotId,
      toTimeslotId,
      to: terms.timeslot,
      currency: order.currency,
      lines: plan.lines,
      beforeMinor,
      afterMinor,
      addedPeople: plan.addedPeople,
      dueMinor: Math.max(0, afterMinor - beforeMinor),
      returnedMinor: shareOfMinor(Math.max(0, beforeMinor - afterMinor), sharePerMille),
      sharePerMille,
    },
  };
}

/** Why an order cannot be changed at all; null when it can. `untilHours`: how late its visitor may, null for staff. */
export function whyNotChangeable(
  order: Changeable,
  untilHours: number | null,
): 'nothing_to_change' | 'disputed' | 'time_cancelled' | 'too_late' | null {
  if (order.state === 'disputed' || order.state === 'lost' || order.isDisputed) return 'disputed';
  if ((order.state !== 'paid' && order.state !== 'partially_refunded') || order.tickets.length === 0)
    return 'nothing_to_change';
  // That is a matter of its own: free of charge, on a page of its own.
  if (order.isCancelled) return 'time_cancelled';
  return untilHours !== null && (order.hoursLeft <= 0 || order.hoursLeft < untilHours) ? 'too_late' : null;
}

/** A paid order with its live tickets and the time they are for; null for an unknown one. By the database's clock. */
export async function findChangeable(db: Db | Tx, orderId: string): Promise<Changeable | null> {
  const { rows } = await db.execute<Changeable>(sql`
    select o.id as "orderId", o.state, o.currency, t.id as "fromTimeslotId", t.product_id as "productId", t.visit_date::text as "visitDate",
           t.state in ('cancelling','cancelled') as "isCancelled", (extract(epoch from t.starts_at - now()) / 3600)::float8 as "hoursLeft",
           exists (select 1 from payment p where p.order_id = o.id and p.dispute_state in ('open','lost')) as "isDisputed",
           (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'ticketTypeId', k.ticket_type_id, 'partySize', k.party_size,
              'admittedPeople', k.admitted_people, 'unitPriceMinor', l.unit_price_minor, 'fullPriceMinor', l.full_price_minor)
              order by l.line_no, k.unit_no), '[]')
              from ticket k join order_line l on l.id = k.order_line_id
             where k.order_id = o.id and k.timeslot_id = t.id and k.state <> 'revoked') as tickets
      from orders o
      join lateral (select coalesce((select k.timeslot_id from ticket k join timeslot s on s.id = k.timeslot_id
                                      where k.order_id = o.id and k.state <> 'revoked' order by s.starts_at limit 1),
                                    (select timeslot_id from order_line where order_id = o.id order by line_no limit 1)) as id) f on true
      join timeslot t on t.id = f.id
     where o.id = ${orderId}`);
  return rows[0] ?? null;
}

async function hasBegun(db: Db, timeslotId: string): Promise<boolean> {
  const { rows } = await db.execute<{ begun: boolean }>(
    sql`select starts_at <= now() as begun from timeslot where id = ${timeslotId}`,
  );
  return rows[0]?.begun ?? true;
}
