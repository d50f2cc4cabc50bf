import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId, type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { giveBackTickets } from './give-back-tickets.ts';
import { lockOrder } from './lock-order.ts';
import { donationBack, lockRefundable } from './refund-tickets.ts';

export const waiverRefusals = [
  'forbidden',
  'unknown_waiver',
  'decided_already',
  'own_waiver',
  'unknown_order',
  'no_tickets',
  'tickets_changed',
  'already_used',
  'disputed',
  'no_money',
  'companion_alone',
] as const;
export type DecideWaiverResult = { ok: true; refundIds: string[] } | Refusal<(typeof waiverRefusals)[number]>;

type Waiver = {
  orderId: string;
  ticketIds: string[];
  reason: 'cancelled_by_visitor' | 'mistake';
  note: string;
  state: string;
  requestedBy: string;
};

/**
 * A second person approves the full price in spite of the ladder, and it is done at once; or declines, and nothing happens. Who
 * asked may decline (take it back), never approve: the database refuses that too (`refund_waiver_two_people`).
 */
export async function decideWaiver(
  ctx: Ctx,
  input: { waiverId: string; isApproved: boolean },
): Promise<DecideWaiverResult> {
  if (!can(ctx.actor, 'orders.refund')) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.waiverId)) return { ok: false, code: 'unknown_waiver' };
  const decidedBy = actorId(ctx.actor) ?? 'system';
  return inTransaction(
    ctx,
    async (tx): Promise<DecideWaiverResult> => {
      const { rows: found } = await tx.db.execute<{ orderId: string }>(
        sql`select order_id as "orderId" from refund_waiver where id = ${input.waiverId}`,
      );
      if (!found[0]) return { ok: false, code: 'unknown_waiver' };
      await lockOrder(tx, found[0].orderId);
      const { rows } = await tx.db.execute<Waiver>(sql`
        select order_id as "orderId", ticket_ids as "ticketIds", reason, note, state, requested_by as "requestedBy"
          from refund_waiver where id = ${input.waiverId}`);
      const waiver = rows[0];
      if (waiver?.state !== 'open') return { ok: false, code: 'decided_already' };
      if (input.isApproved && waiver.requestedBy === decidedBy) return { ok: false, code: 'own_waiver' };
      let refundIds: string[] = [];
      if (input.isApproved) {
        const checked = await lockRefundable(tx, { ...waiver, cause: waiver.reason });
        if (!checked.ok) return checked;
        const given = await giveBackTickets(tx, {
          ...waiver,
          order: checked.order,
          currency: checked.quote.currency,
          tickets: checked.tickets.map((ticket) => ({ ...ticket, amountMinor: ticket.priceMinor })),
          donationMinor: donationBack(checked.quote, { ...waiver, cause: waiver.reason }),
          approvedBy: decidedBy,
        });
        if (!given.ok) return given;
        refundIds = given.refundIds;
      }
      crashPoint('waiver.before_commit');
      const state = input.isApproved ? 'approved' : 'declined';
      await tx.db.execute(sql`
        update refund_waiver set state = ${state}, decided_by = ${decidedBy}, decided_at = now() where id = ${input.waiverId}`);
      await writeAudit(tx, {
        action: `waiver_${state}`,
        objectKind: 'order',
        objectId: waiver.orderId,
        after: { waiverId: input.waiverId, requestedBy: waiver.requestedBy, refundIds },
      });
      return { ok: true, refundIds };
    },
    'waiver',
  );
}
