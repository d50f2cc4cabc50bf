import { sql } from 'drizzle-orm';
import type { Locale } from '#lib/platform/locales.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { OrderState } from './values.ts';

export type PayableOrder = {
  id: string;
  state: OrderState;
  isRunOut: boolean;
  locale: Locale;
  currency: string;
  totalMinor: number;
  email: string | null;
  people: number;
  /** Every timeslot of the order still takes place. */
  takesPlace: boolean;
};

/**
 * Locks the order of a payment, with what settling needs to know of it, in one round trip. The timeslots are locked shared: one
 * that is being cancelled either is seen as such here, or waits and then finds this order.
 */
export async function lockPayableOrder(ctx: TxCtx, orderId: string): Promise<PayableOrder | null> {
  const { rows } = await ctx.db.execute<PayableOrder>(sql`
    with locked as (
      select * from orders where id = ${orderId} for no key update
    ), lines as (
      select l.quantity, t.state from order_line l join timeslot t on t.id = l.timeslot_id
       where l.order_id = (select id from locked) for share of t
    )
    select o.id, o.state, coalesce(o.expires_at <= now(), false) as "isRunOut", o.locale, o.currency, o.total_minor as "totalMinor",
           o.email, (select coalesce(sum(quantity), 0)::int from lines) as people,
           (select bool_and(state in ('on_sale','closed','done')) from lines) as "takesPlace"
      from locked o`);
  return rows[0] ?? null;
}
