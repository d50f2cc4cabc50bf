import { sql } from 'drizzle-orm';
import type { RefundReason } from '#lib/payments/request-refund.ts';
import { requestRefund } from '#lib/payments/request-refund.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId, type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { lockOrder } from './lock-order.ts';

export const retryRefusals = ['forbidden', 'unknown_refund', 'not_waiting', 'disputed', 'no_money'] as const;
export type RetryRefundResult = { ok: true; refundId: string } | Refusal<(typeof retryRefusals)[number]>;

type Failed = {
  orderId: string;
  paymentId: string;
  ticketId: string | null;
  changeId: string | null;
  amountMinor: number;
  currency: string;
  reason: RefundReason;
  note: string | null;
  state: string;
  isHandled: boolean;
  left: number;
  disputeState: string | null;
};

/**
 * The safe button of a refund that failed: the same sum goes out once more, as a new refund with a key of its own. The failed one
 * ends, and can be sent again no second time. Needs `orders.refund`.
 */
export async function retryRefund(ctx: Ctx, input: { refundId: string }): Promise<RetryRefundResult> {
  if (!can(ctx.actor, 'orders.refund')) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.refundId)) return { ok: false, code: 'unknown_refund' };
  const by = actorId(ctx.actor) ?? 'system';
  return inTransaction(
    ctx,
    async (tx): Promise<RetryRefundResult> => {
      const { rows: found } = await tx.db.execute<{ orderId: string }>(
        sql`select order_id as "orderId" from refund where id = ${input.refundId}`,
      );
      if (!found[0]) return { ok: false, code: 'unknown_refund' };
      await lockOrder(tx, found[0].orderId);
      const { rows } = await tx.db.execute<Failed>(sql`
        select r.order_id as "orderId", r.payment_id as "paymentId", r.ticket_id as "ticketId", r.change_id as "changeId", r.amount_minor as "amountMinor",
               r.currency, r.reason, r.note, r.state, r.handled_at is not null as "isHandled",
               p.captured_minor - p.refund_reserved_minor as left, p.dispute_state as "disputeState"
          from refund r join payment p on p.id = r.payment_id where r.id = ${input.refundId} for no key update of p`);
      const failed = rows[0];
      if (!failed || failed.isHandled || failed.reason === 'outside' || !['manual', 'canceled'].includes(failed.state))
        return { ok: false, code: 'not_waiting' };
      if (failed.disputeState === 'open' || failed.disputeState === 'lost') return { ok: false, code: 'disputed' };
      if (failed.left < failed.amountMinor) return { ok: false, code: 'no_money' };
      await tx.db.execute(sql`
        update refund set state = 'canceled', handled_at = now(), handled_by = ${by}, updated_at = now() where id = ${input.refundId}`);
      crashPoint('retry_refund.after_end');
      const { refundId } = await requestRefund(tx, {
        ...failed,
        ticketId: failed.ticketId ?? undefined,
        requestedBy: by,
      });
      await writeAudit(tx, {
        action: 'refund_sent_again',
        objectKind: 'order',
        objectId: failed.orderId,
        before: { refundId: input.refundId },
        after: { refundId, amountMinor: failed.amountMinor },
      });
      return { ok: true, refundId };
    },
    'refund sent again',
  );
}
