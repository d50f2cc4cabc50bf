import { sql } from 'drizzle-orm';
import type { Ctx } from '#lib/platform/ctx.ts';
import { type Settlement, settlePayment } from './settle-payment.ts';

/** Settles the newest attempt of an order, for the page to which the payment page sends visitors back. */
export async function settleOrder(ctx: Ctx, input: { orderId: string }): Promise<Settlement> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select id from payment where order_id = ${input.orderId} order by created_at desc, id desc limit 1`);
  return rows[0] ? settlePayment(ctx, { paymentId: rows[0].id }) : { ok: false, code: 'unknown_payment' };
}
