import { sql } from 'drizzle-orm';
import { counterOf } from '#lib/payments/counters.ts';
import { type Counter, counters, type RefundState, type refundReasons } from '#lib/payments/values.ts';
import { actorId, type Ctx, can } from '#lib/platform/ctx.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import type { Refusal } from '#lib/platform/result.ts';

type OfOrder = { id: string; orderId: string; code: string; amountMinor: number; currency: string };
/** A ticket that may still be chosen for a refund made outside. */
export type LiveTicket = { id: string; shortCode: string; typeNames: LocalizedText };

/** What waits for a person, oldest first, at most 100 of each. Amounts in minor units. */
export type RefundTasks = {
  /** More than the ladder gives. `isOwn`: asked for by whoever looks, so that somebody else decides. */
  waivers: (OfOrder & { tickets: number; note: string; askedBy: string | null; isOwn: boolean })[];
  failed: (OfOrder & { state: RefundState; reason: (typeof refundReasons)[number]; shortCode: string | null })[];
  outside: (OfOrder & { tickets: LiveTicket[] })[];
  /** Taken over the counter, to be handed back by whoever looks. */
  byHand: (OfOrder & { provider: Counter; shortCode: string | null })[];
};

/**
 * The refunds that no machine can bring to their end: with `orders.refund` those that need a decision; with the right to hand money
 * back in some way (`payments.take`, `money.change`) those that wait for it. One round trip.
 */
export async function listRefundTasks(ctx: Ctx): Promise<{ ok: true; tasks: RefundTasks } | Refusal<'forbidden'>> {
  const decides = can(ctx.actor, 'orders.refund');
  const ways = counters.filter((way) => can(ctx.actor, counterOf(way).returns));
  if (!decides && ways.length === 0) return { ok: false, code: 'forbidden' };
  const { rows } = await ctx.db.execute<{ tasks: RefundTasks }>(sql`
    select jsonb_build_object(
      'waivers', (select coalesce(jsonb_agg(w.row order by w.at), '[]') from (
        select w.requested_at as at, jsonb_build_object('id', w.id, 'orderId', o.id, 'code', o.code, 'currency', o.currency, 'note', w.note,
            'tickets', cardinality(w.ticket_ids), 'askedBy', s.name, 'isOwn', w.requested_by = ${actorId(ctx.actor) ?? 'system'},
            'amountMinor', (select coalesce(sum(l.unit_price_minor * k.party_size), 0) from ticket k
                              join order_line l on l.id = k.order_line_id where k.id = any (w.ticket_ids))) as row
          from refund_waiver w join orders o on o.id = w.order_id left join staff_member s on s.id::text = w.requested_by
         where ${decides} and w.state = 'open' order by w.requested_at limit 100) w),
      'failed', (select coalesce(jsonb_agg(f.row order by f.at), '[]') from (
        select r.updated_at as at, jsonb_build_object('id', r.id, 'orderId', o.id, 'code', o.code, 'currency', r.currency,
            'amountMinor', r.amount_minor, 'state', r.state, 'reason', r.reason, 'shortCode', k.short_code) as row
          from refund r join orders o on o.id = r.order_id left join ticket k on k.id = r.ticket_id
         where ${decides} and r.handled_at is null and r.state in ('manual','canceled') and r.reason <> 'outside'
         order by r.updated_at limit 100) f),
      'outside', (select coalesce(jsonb_agg(f.row order by f.at), '[]') from (
        select r.updated_at as at, jsonb_build_object('id', r.id, 'orderId', o.id, 'code', o.code, 'currency', r.currency,
            'amountMinor', r.amount_minor, 'tickets', (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'shortCode', k.short_code,
                'typeNames', y.names) order by k.short_code), '[]') from ticket k join ticket_type y on y.id = k.ticket_type_id
               where k.order_id = o.id and k.state = 'valid')) as row
          from refund r join orders o on o.id = r.order_id
         where ${decides} and r.handled_at is null and r.reason = 'outside' and r.state in ('pending','requires_action','succeeded')
         order by r.updated_at limit 100) f),
      'byHand', (select coalesce(jsonb_agg(f.row order by f.at), '[]') from (
        select r.updated_at as at, jsonb_build_object('id', r.id, 'orderId', o.id, 'code', o.code, 'currency', r.currency,
            'amountMinor', r.amount_minor, 'provider', p.provider, 'shortCode', k.short_code) as row
          from refund r join payment p on p.id = r.payment_id join orders o on o.id = r.order_id left join ticket k on k.id = r.ticket_id
         where p.provider = any (${sql.param(ways)}::text[]) and r.state in ('requested','submitting','pending')
         order by r.updated_at limit 100) f)
    ) as tasks`);
  const tasks = rows[0]?.tasks ?? { waivers: [], failed: [], outside: [], byHand: [] };
  return { ok: true, tasks };
}
