import { sql } from 'drizzle-orm';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { giveBackTickets } from './give-back-tickets.ts';
import { lockRefundable, refundSum } from './refund-tickets.ts';

export const cancelOwnRefusals = [
  'forbidden',
  'unknown_order',
  'no_tickets',
  'tickets_changed',
  'already_used',
  'visit_begun',
  'time_cancelled',
  'disputed',
  'sum_changed',
  'no_money',
  'companion_alone',
] as const;
export type CancelOwnTicketsResult = { ok: true; amountMinor: number } | Refusal<(typeof cancelOwnRefusals)[number]>;

/**
 * The visitor gives tickets back, all or some, until the visit begins: what the ladder gives at this moment returns, and after its
 * last step nothing, but the places are free for others (3.3). `expectedMinor` is the sum on the button: another one is refused.
 */
export async function cancelOwnTickets(
  ctx: Ctx,
  input: { orderId: string; ticketIds: readonly string[]; expectedMinor: number },
): Promise<CancelOwnTicketsResult> {
  if (ctx.actor.kind !== 'visitor' || ctx.actor.orderId !== input.orderId) return { ok: false, code: 'forbidden' };
  return inTransaction(
    ctx,
    async (tx): Promise<CancelOwnTicketsResult> => {
      const choice = { ...input, cause: 'cancelled_by_visitor', isWaived: false } as const;
      const checked = await lockRefundable(tx, choice);
      if (!checked.ok) return checked;
      if (checked.quote.hoursLeft <= 0) return { ok: false, code: 'visit_begun' };
      // What the museum causes is returned in full, on a page of its own: never by the ladder.
      const { rows } = await tx.db.execute(sql`
        select 1 from timeslot where id = any (${sql.param(checked.tickets.map(({ timeslotId }) => timeslotId))}::uuid[])
           and state in ('cancelling','cancelled') limit 1`);
      if (rows.length > 0) return { ok: false, code: 'time_cancelled' };
      const { amountMinor } = refundSum(checked.quote, choice);
      if (amountMinor !== input.expectedMinor) return { ok: false, code: 'sum_changed' };
      const given = await giveBackTickets(tx, {
        order: checked.order,
        currency: checked.quote.currency,
        tickets: checked.tickets.map((ticket) => ({ ...ticket, amountMinor: ticket.ladderMinor })),
        reason: 'cancelled_by_visitor',
        requestedBy: 'visitor',
        note: null,
        approvedBy: null,
      });
      crashPoint('cancel_own.before_commit');
      return given.ok ? { ok: true, amountMinor } : given;
    },
    'cancelled_by_visitor',
  );
}
