import { sql } from 'drizzle-orm';
import type { PaymentLeft } from '#lib/payments/split-refund.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';

/** The payments of an order that money can go back from, the oldest first, locked under the order's lock. */
export async function lockPaymentsLeft(tx: TxCtx, orderId: string): Promise<PaymentLeft[]> {
  const { rows } = await tx.db.execute<PaymentLeft>(sql`
    select id, captured_minor - refund_reserved_minor as left from payment
     where order_id = ${orderId} and state = 'succeeded' and captured_minor > refund_reserved_minor
     order by created_at, id for no key update`);
  return rows;
}
