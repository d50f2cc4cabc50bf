import { sql } from 'drizzle-orm';
import { giveBackPlaces } from '#lib/capacity/claims.ts';
import { type RefundReason, requestRefund } from '#lib/payments/request-refund.ts';
import { type PaymentLeft, splitRefund } from '#lib/payments/split-refund.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import { lockPaymentsLeft } from './payments-left.ts';
import { tellGivenBack } from './tell-given-back.ts';

export type TicketToGiveBack = { id: string; timeslotId: string; partySize: number; amountMinor: number };

/**
 * Takes tickets of an order back, under the order's lock, with everything that belongs to it: they are revoked, their places are
 * free again, a refund of each is written down with its job, the order says so, and one
 * mail tells of it. `no_money` when no payment has the sum left.
 */
export async function giveBackTickets(
  ctx: TxCtx,
  input: {
    order: { id: string; email: string | null; locale: Locale };
    currency: string;
    tickets: readonly TicketToGiveBack[];
    /** The order's donation, where it goes back with them. */
    donationMinor?: number;
    reason: RefundReason;
    requestedBy: string;
    note: string | null;
    approvedBy: string | null;
  },
): Promise<{ ok: true; refundIds: string[] } | { ok: false; code: 'no_money' }> {
  const { order } = input;
  const donation = { id: 'donation', amountMinor: input.donationMinor ?? 0 };
  const parts = partsOf(await lockPaymentsLeft(ctx, order.id), [...input.tickets, donation]);
  if (!parts) return { ok: false, code: 'no_money' };
  await revokeTickets(ctx, order.id, input.tickets);
  crashPoint('refund_tickets.after_revoke');
  const refundIds: string[] = [];
  if (donation.amountMinor > 0) {
    await ctx.db.execute(sql`update orders set donation_back_minor = donation_minor where id = ${order.id}`);
  }
  for (const part of parts) {
    const { refundId } = await requestRefund(ctx, {
      ...part,
      orderId: order.id,
      ticketId: part.ticketId === donation.id ? undefined : part.ticketId,
      currency: input.currency,
      reason: input.reason,
      requestedBy: input.requestedBy,
      note: input.note,
      approvedBy: input.approvedBy,
    });
    refundIds.push(refundId);
  }
  crashPoint('refund_tickets.after_requests');
  await noteGivenBack(ctx, order.id, refundIds.length > 0);
  await writeAudit(ctx, {
    action: 'tickets_given_back',
    objectKind: 'order',
    objectId: order.id,
    after: {
      reason: input.reason,
      tickets: input.tickets.map(({ id, amountMinor }) => ({ id, amountMinor })),
      donationMinor: donation.amountMinor || undefined,
      refundIds,
      approvedBy: input.approvedBy,
    },
  });
  await tellGivenBack(ctx, { order, refundIds, ticketIds: input.tickets.map(({ id }) => id) });
  return { ok: true, refundIds };
}

/**
 * Revokes tickets and gives their places back, once: in the feed of the desks from this moment. A change of the order that waits for
 * its money was made for other tickets, and falls; money that comes for it goes back.
 */
export async function revokeTickets(
  ctx: TxCtx,
  orderId: string,
  tickets: readonly Pick<TicketToGiveBack, 'id' | 'timeslotId' | 'partySize'>[],
): Promise<void> {
  const ids = tickets.map(({ id }) => id);
  await ctx.db.execute(sql`update order_change set state = 'dropped' where order_id = ${orderId} and state = 'open'`);
  const { rowCount } = await ctx.db.execute(sql`
    update ticket set state = 'revoked' where order_id = ${orderId} and state <> 'revoked' and id = any (${sql.param(ids)}::uuid[])`);
  if (rowCount !== ids.length) throw new Error(`order ${orderId}: a ticket was revoked before`);
  const places = new Map<string, number>();
  for (const { timeslotId, partySize } of tickets) places.set(timeslotId, (places.get(timeslotId) ?? 0) + partySize);
  if (places.size > 0) await giveBackPlaces(ctx, orderId, places);
}

/** The order's state after tickets were taken back: in part; or over, with or without money that is still on its way. */
export async function noteGivenBack(ctx: TxCtx, orderId: string, isMoneyComing: boolean): Promise<void> {
  const { rows } = await ctx.db.execute<{ live: boolean; coming: boolean }>(sql`
    select exists (select 1 from ticket where order_id = ${orderId} and state <> 'revoked') as live,
           exists (select 1 from refund where order_id = ${orderId} and state not in ('succeeded','failed','canceled')) as coming`);
  if (rows[0]?.live) {
    await ctx.db.execute(sql`update orders set state = 'partially_refunded' where id = ${orderId} and state = 'paid'`);
  } else if (isMoneyComing || rows[0]?.coming) {
    await ctx.db.execute(
      sql`update orders set state = 'cancelled' where id = ${orderId} and state in ('paid','partially_refunded')`,
    );
    await ctx.db.execute(sql`update orders set state = 'refund_pending' where id = ${orderId} and state = 'cancelled'`);
  } else {
    await ctx.db.execute(sql`
      update orders set state = case when exists (select 1 from refund r where r.order_id = orders.id and r.state = 'succeeded')
                                     then 'refunded' else 'cancelled' end
       where id = ${orderId} and state in ('paid','partially_refunded')`);
  }
}

type RefundPart = { ticketId: string; paymentId: string; amountMinor: number };

/** Which payments each ticket's sum goes back from; null when there is not so much left of them. Free tickets need none. */
function partsOf(
  payments: PaymentLeft[],
  tickets: readonly { id: string; amountMinor: number }[],
): RefundPart[] | null {
  const parts: RefundPart[] = [];
  for (const ticket of tickets) {
    const split = splitRefund(ticket.amountMinor, payments);
    if (!split) return null;
    parts.push(...split.map((part) => ({ ticketId: ticket.id, ...part })));
  }
  return parts;
}
