import { sql } from 'drizzle-orm';
import type { ActorKind } from '#lib/identity/values.ts';
import type { messageKinds, messageStates } from '#lib/notifications/values.ts';
import type { RefundState, refundReasons } from '#lib/payments/values.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import type { CheckInCode, ScanWay } from '#lib/tickets/values.ts';
import type { OrderState } from './values.ts';

/** Who did it: for staff the name they have now. */
export type Doer = { kind: ActorKind; name: string | null };

/** What has happened to an order, each kind oldest first. Amounts in minor units of the order's currency. */
export type OrderHistory = {
  events: {
    id: number;
    at: Date;
    fromState: OrderState | null;
    toState: OrderState;
    reason: string | null;
    by: Doer;
  }[];
  /** What its places, payments, refunds, disputes and tickets went through, step by step. */
  steps: {
    id: number;
    at: Date;
    machine: string;
    objectId: string;
    fromState: string | null;
    toState: string;
    by: Doer;
  }[];
  audit: { id: number; at: Date; action: string; by: Doer }[];
  refunds: {
    id: string;
    createdAt: Date;
    amountMinor: number;
    state: RefundState;
    reason: (typeof refundReasons)[number];
    shortCode: string | null;
  }[];
  /** What was held in hand for money over the counter. */
  proofs: {
    paymentId: string | null;
    refundId: string | null;
    terminal: string | null;
    slip: string | null;
    reference: string | null;
  }[];
  /** What its visitor wrote to the museum. */
  help: { id: string; at: Date; text: string }[];
  messages: {
    id: string;
    kind: (typeof messageKinds)[number];
    state: (typeof messageStates)[number];
    recipient: string;
    queuedAt: Date;
    sentAt: Date | null;
  }[];
  scans: {
    id: string;
    ticketId: string;
    at: Date;
    way: ScanWay;
    station: string;
    outcome: CheckInCode;
    people: number;
    admittedPeople: number | null;
    isOverride: boolean;
    by: string | null;
  }[];
};

const doer = sql`jsonb_build_object('kind', h.actor_kind, 'name', s.name)`;
// An actor's id is a uuid for staff only; jobs have names.
const whoDid = sql`left join staff_member s on h.actor_kind = 'staff' and s.id::text = h.actor_id`;

/** Everything kept of one order besides its present state (OrderView), in one round trip. Needs `orders.see`. */
export async function getOrderHistory(
  ctx: Ctx,
  orderId: string,
): Promise<{ ok: true; history: OrderHistory } | Refusal<'forbidden' | 'unknown_order'>> {
  if (!can(ctx.actor, 'orders.see')) return { ok: false, code: 'forbidden' };
  if (!isUuid(orderId)) return { ok: false, code: 'unknown_order' };
  const { rows } = await ctx.db.execute<{ history: OrderHistory }>(sql`
    select jsonb_build_object(
      'events', (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'at', h.at, 'fromState', h.from_state,
          'toState', h.to_state, 'reason', h.reason, 'by', ${doer}) order by h.id), '[]')
        from order_event h ${whoDid} where h.order_id = o.id and h.machine = 'order'),
      'steps', (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'at', h.at, 'machine', h.machine, 'objectId', h.object_id,
          'fromState', h.from_state, 'toState', h.to_state, 'by', ${doer}) order by h.id), '[]')
        from order_event h ${whoDid} where h.order_id = o.id and h.machine <> 'order'),
      'audit', (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'at', h.at, 'action', h.action, 'by', ${doer})
          order by h.id), '[]')
        from audit_log h ${whoDid} where h.object_kind = 'order' and h.object_id = o.id::text),
      'refunds', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'createdAt', r.created_at,
          'amountMinor', r.amount_minor, 'state', r.state, 'reason', r.reason, 'shortCode', k.short_code)
          order by r.created_at, r.id), '[]')
        from refund r left join ticket k on k.id = r.ticket_id where r.order_id = o.id),
      'proofs', (select coalesce(jsonb_agg(jsonb_build_object('paymentId', c.payment_id, 'refundId', c.refund_id, 'terminal', c.terminal,
          'slip', c.slip, 'reference', c.reference) order by c.at), '[]')
        from (select c.* from payment p join counter_proof c on c.payment_id = p.id where p.order_id = o.id
              union all select c.* from refund r join counter_proof c on c.refund_id = r.id where r.order_id = o.id) c),
      'help', (select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'at', w.asked_at, 'text', w.text) order by w.asked_at, w.id), '[]')
        from help_request w where w.order_id = o.id),
      'messages', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'state', m.state,
          'recipient', m.recipient, 'queuedAt', m.queued_at, 'sentAt', m.sent_at) order by m.queued_at, m.id), '[]')
        from message m where m.order_id = o.id),
      'scans', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'ticketId', c.ticket_id, 'at', c.received_at,
          'way', c.way, 'station', c.station, 'outcome', c.outcome, 'people', c.people, 'admittedPeople', a.people,
          'isOverride', coalesce(a.is_override, false), 'by', s.name) order by c.received_at, c.id), '[]')
        from scan c join ticket k on k.id = c.ticket_id left join admission a on a.scan_id = c.id
        left join staff_member s on s.id = c.staff_member_id where k.order_id = o.id)
    ) as history from orders o where o.id = ${orderId}`);
  const raw = rows[0]?.history;
  if (!raw) return { ok: false, code: 'unknown_order' };
  const dated = <Row extends { at: Date }>(row: Row): Row => ({ ...row, at: new Date(row.at) });
  return {
    ok: true,
    history: {
      events: raw.events.map(dated),
      proofs: raw.proofs,
      steps: raw.steps.map(dated),
      audit: raw.audit.map(dated),
      scans: raw.scans.map(dated),
      help: raw.help.map(dated),
      refunds: raw.refunds.map((row) => ({ ...row, createdAt: new Date(row.createdAt) })),
      messages: raw.messages.map((row) => ({
        ...row,
        queuedAt: new Date(row.queuedAt),
        sentAt: row.sentAt === null ? null : new Date(row.sentAt),
      })),
    },
  };
}
