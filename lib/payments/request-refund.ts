import { sql } from 'drizzle-orm';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { newId } from '#lib/platform/ids.ts';
import { enqueue } from '#lib/platform/jobs/enqueue.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { refundReasons } from './values.ts';

export type RefundReason = (typeof refundReasons)[number];

/**
 * Writes down that money goes back, with the job that sends it: nothing is sent here. Reserves the amount on the payment, whose
 * CHECK refuses more than was taken (23514); a payment that is disputed refuses too (MU007).
 */
export async function requestRefund(
  ctx: TxCtx,
  input: {
    paymentId: string;
    orderId: string;
    amountMinor: number;
    currency: string;
    reason: RefundReason;
    requestedBy: string | null;
    /** The one ticket it is for: a ticket is refunded once, from each payment that paid a part of it. */
    ticketId?: string;
    /** The change of the order that it is for. */
    changeId?: string | null;
    /** Why, in a person's words. */
    note?: string | null;
    /** Who approved it, when it was more than the ladder gives. */
    approvedBy?: string | null;
    /** False where thousands are written down at once: whoever wrote them works them off, and no other refund waits behind. */
    isSentByJob?: boolean;
  },
): Promise<{ refundId: string }> {
  const refundId = newId();
  await ctx.db.execute(sql`
    insert into refund (id, payment_id, order_id, ticket_id, change_id, amount_minor, currency, reason, requested_by, note, approved_by)
    values (${refundId}, ${input.paymentId}, ${input.orderId}, ${input.ticketId ?? null}, ${input.changeId ?? null}, ${input.amountMinor},
            ${input.currency}, ${input.reason}, ${input.requestedBy}, ${input.note ?? null}, ${input.approvedBy ?? null})`);
  crashPoint('refund.after_request');
  if (input.isSentByJob !== false) await enqueue(ctx, 'submit_refund', { refundId });
  return { refundId };
}
