import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId, type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { noteGivenBack, revokeTickets } from './give-back-tickets.ts';
import { lockOrder } from './lock-order.ts';
import { quoteRefund } from './quote-refund.ts';
import { leavesCompanionAlone } from './refund-tickets.ts';

export const assignRefusals = [
  'forbidden',
  'unknown_refund',
  'not_waiting',
  'tickets_changed',
  'disputed',
  'companion_alone',
] as const;
export type AssignOutsideRefundResult = { ok: true } | Refusal<(typeof assignRefusals)[number]>;

/**
 * Part of the money was returned in the provider's own dashboard: a person says for which tickets, and these are revoked and
 * their places free. None: it was a kindness, and the visitors come all the same. Needs `orders.refund`.
 */
export async function assignOutsideRefund(
  ctx: Ctx,
  input: { refundId: string; ticketIds: readonly string[] },
): Promise<AssignOutsideRefundResult> {
  if (!can(ctx.actor, 'orders.refund')) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.refundId)) return { ok: false, code: 'unknown_refund' };
  return inTransaction(
    ctx,
    async (tx): Promise<AssignOutsideRefundResult> => {
      const { rows } = await tx.db.execute<{ orderId: string }>(
        sql`select order_id as "orderId" from refund where id = ${input.refundId}`,
      );
      if (!rows[0]) return { ok: false, code: 'unknown_refund' };
      const order = await lockOrder(tx, rows[0].orderId);
      if (order?.state === 'disputed') return { ok: false, code: 'disputed' };
      const wanted = new Set(input.ticketIds);
      await tx.db.execute(sql`select 1 from ticket where order_id = ${rows[0].orderId} order by id for no key update`);
      const quote = await quoteRefund(tx.db, rows[0].orderId);
      const tickets = quote?.tickets.filter(({ id, state }) => wanted.has(id) && state === 'valid') ?? [];
      if (tickets.length !== wanted.size) return { ok: false, code: 'tickets_changed' };
      const alone = { orderId: rows[0].orderId, ticketIds: [...wanted] };
      if (await leavesCompanionAlone(tx, alone)) return { ok: false, code: 'companion_alone' };
      const { rowCount } = await tx.db.execute(sql`
        update refund set handled_at = now(), handled_by = ${actorId(tx.actor) ?? 'system'}
         where id = ${input.refundId} and reason = 'outside' and handled_at is null`);
      if (rowCount === 0) return { ok: false, code: 'not_waiting' };
      if (tickets.length > 0) {
        await revokeTickets(tx, rows[0].orderId, tickets);
        await noteGivenBack(tx, rows[0].orderId, false);
      }
      crashPoint('assign_outside.after_revoke');
      await writeAudit(tx, {
        action: 'outside_refund_assigned',
        objectKind: 'order',
        objectId: rows[0].orderId,
        after: { refundId: input.refundId, tickets: [...wanted] },
      });
      return { ok: true };
    },
    'refund from outside',
  );
}
