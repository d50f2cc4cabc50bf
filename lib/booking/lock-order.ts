import { sql } from 'drizzle-orm';
import type { Locale } from '#lib/platform/locales.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { OrderState } from './values.ts';

export type LockedOrder = {
  id: string;
  state: OrderState;
  isRunOut: boolean;
  totalMinor: number;
  email: string | null;
  locale: Locale;
  isExtended: boolean;
  /** The voucher that the order has, if any. */
  voucherId: string | null;
};

/** Locks an order's row: the first lock of every verb that changes it (lock order: order → payment → pools → tickets). */
export async function lockOrder(ctx: TxCtx, orderId: string): Promise<LockedOrder | null> {
  const { rows } = await ctx.db.execute<{
    id: string;
    state: OrderState;
    run_out: boolean;
    total_minor: number;
    email: string | null;
    locale: Locale;
    extended_at: string | null;
    voucher_id: string | null;
  }>(sql`
    select id, state, coalesce(expires_at <= now(), false) as run_out, total_minor, email, locale, extended_at, voucher_id
      from orders where id = ${orderId} for no key update`);
  const row = rows[0];
  return row
    ? {
        id: row.id,
        state: row.state,
        isRunOut: row.run_out,
        totalMinor: row.total_minor,
        email: row.email,
        locale: row.locale,
        isExtended: row.extended_at !== null,
        voucherId: row.voucher_id,
      }
    : null;
}
