import { sql } from 'drizzle-orm';
import { tellVisitOfMoney } from '#lib/booking/settle-document.ts';
import { type RefundReason, requestRefund } from '#lib/payments/request-refund.ts';
import { type PaymentLeft, splitRefund } from '#lib/payments/split-refund.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId } from '#lib/platform/ctx.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { GroupVisit } from './visit-rows.ts';

/**
 * Sends back what a visit has paid beyond its invoices, by the way it came: a card by itself, cash and transfers by a person. The visit
 * is locked; the order comes next. A payment that is disputed is left alone, and what it would give waits. In minor units.
 */
export async function returnOverpaid(
  tx: TxCtx,
  visit: Pick<GroupVisit, 'id' | 'orderId' | 'email' | 'locale'>,
  reason: RefundReason,
): Promise<{ refundedMinor: number; waitsMinor: number }> {
  if (!visit.orderId) return { refundedMinor: 0, waitsMinor: 0 };
  await tx.db.execute(sql`select 1 from orders where id = ${visit.orderId} for no key update`);
  const { rows } = await tx.db.execute<PaymentLeft & { currency: string; over: number }>(sql`
    select p.id, p.captured_minor - p.refund_reserved_minor as left, p.currency, (select received - billed from visit_account(${visit.id})) as over
      from payment p where p.order_id = ${visit.orderId} and p.state = 'succeeded' and p.captured_minor > p.refund_reserved_minor
       and p.dispute_state is distinct from 'open' and p.dispute_state is distinct from 'lost'
     order by p.created_at desc, p.id for no key update`);
  const over = Math.max(0, rows[0]?.over ?? 0);
  const free = rows.reduce((sum, { left }) => sum + left, 0);
  const refundedMinor = Math.min(over, free);
  const parts = splitRefund(refundedMinor, rows) ?? [];
  for (const part of parts) {
    const { refundId } = await requestRefund(tx, {
      ...part,
      orderId: visit.orderId,
      currency: rows[0]?.currency ?? '',
      reason,
      requestedBy: tx.actor.kind === 'staff' ? actorId(tx.actor) : null,
    });
    await tellVisitOfMoney(tx, visit, 'group_refunded', refundId);
  }
  crashPoint('accounts.after_refund');
  if (parts.length > 0) {
    await writeAudit(tx, {
      action: 'group_money_back',
      objectKind: 'group_visit',
      objectId: visit.id,
      after: { reason, refundedMinor, parts },
    });
  }
  return { refundedMinor, waitsMinor: over - refundedMinor };
}
