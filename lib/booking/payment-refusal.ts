import { sql } from 'drizzle-orm';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { PayableOrder } from './lock-payable-order.ts';

export const paymentRefusals = [
  'unknown_order',
  'already_paid',
  'no_longer_open',
  'hold_run_out',
  'payment_open',
  'types_needed',
  'details_missing',
  'names_missing',
  'not_on_sale',
  'sum_changed',
] as const;
export type PaymentRefusal = (typeof paymentRefusals)[number];

// A group's order on account is paid by its papers.
const settled = [
  'on_account',
  'paid',
  'partially_refunded',
  'refunded',
  'disputed',
  'lost',
  'refund_pending',
  'paid_unfulfillable',
];

/** Why a locked order cannot be paid now; null when it can. A visitor needs an address, the terms and a visit that lies ahead. */
export async function refusalOf(
  tx: TxCtx,
  order: PayableOrder,
): Promise<Exclude<PaymentRefusal, 'unknown_order' | 'payment_open' | 'sum_changed'> | null> {
  if (settled.includes(order.state)) return 'already_paid';
  if (order.state === 'cancelled') return 'no_longer_open';
  if (order.state === 'expired' || order.state === 'expiring' || order.isRunOut) return 'hold_run_out';
  const { rows } = await tx.db.execute<{
    few: boolean;
    chosen: boolean;
    accepted: boolean;
    begins: boolean;
    nameless: boolean;
  }>(sql`
    select coalesce((select v.minimum_tickets > ${order.people} from voucher v where v.id = o.voucher_id), false) as few,
           o.has_chosen_types as chosen, o.terms_accepted_at is not null as accepted, names_missing(o.id) as nameless,
           (select bool_and(t.starts_at > now()) from order_line l join timeslot t on t.id = l.timeslot_id where l.order_id = o.id) as begins
      from orders o where o.id = ${order.id}`);
  const isVisitor = tx.actor.kind === 'visitor';
  if (!order.takesPlace || (!rows[0]?.begins && isVisitor)) return 'not_on_sale';
  // Too few for the code that lowers the price: the tickets page says so.
  if (!rows[0]?.chosen || (rows[0].few && isVisitor)) return 'types_needed';
  if (isVisitor && !(order.email && rows[0].accepted)) return 'details_missing';
  return rows[0].nameless ? 'names_missing' : null;
}
