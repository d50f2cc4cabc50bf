import { sql } from 'drizzle-orm';
import { requestRefund } from '#lib/payments/request-refund.ts';
import { isGateway, type Provider } from '#lib/payments/values.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import { noteGivenBack, revokeTickets } from './give-back-tickets.ts';

type Live = { id: string; timeslotId: string; partySize: number; priceMinor: number };
type Paying = { id: string; provider: Provider; currency: string; leftMinor: number };

export type GivenBack = { amountMinor: number; refundIds: string[]; ticketIds: string[] };

/**
 * Takes back all tickets that an order has for a cancelled time, under the order's lock: revoked, places free once, and the
 * money goes back in full. A whole order is one refund of each payment, however many tickets it has. What was paid at the desk a
 * person hands out.
 */
export async function giveBackCancelled(
  tx: TxCtx,
  input: { orderId: string; timeslotId: string; requestedBy: string; isSentByJob: boolean },
): Promise<GivenBack> {
  const { orderId } = input;
  const payments = await tx.db.execute<Paying>(sql`
    select id, provider, currency, captured_minor - refund_reserved_minor as "leftMinor"
      from payment where order_id = ${orderId} and state = 'succeeded' and captured_minor > refund_reserved_minor
       and coalesce(dispute_state, 'won') = 'won'
     order by created_at, id for no key update`);
  const { rows } = await tx.db.execute<Live & { isLive: boolean; isRevoked: boolean }>(sql`
    select k.id, k.timeslot_id as "timeslotId", k.party_size as "partySize", i.unit_price_minor * k.party_size as "priceMinor",
           k.state = 'revoked' as "isRevoked", k.state <> 'revoked' and k.timeslot_id = ${input.timeslotId} as "isLive"
      from ticket k join order_line i on i.id = k.order_line_id where k.order_id = ${orderId} order by k.id for no key update of k`);
  const tickets = rows.filter(({ isLive }) => isLive);
  const leftMinor = payments.rows.reduce((sum, payment) => sum + payment.leftMinor, 0);
  const priceMinor = tickets.reduce((sum, ticket) => sum + ticket.priceMinor, 0);
  const donationMinor = rows.every(({ isLive, isRevoked }) => isLive || isRevoked)
    ? await donationLeft(tx, orderId)
    : 0;
  // Part of the order was taken back before, by the ladder or otherwise: what is left belongs to these tickets no more than that.
  const dueMinor = tickets.length === rows.length ? leftMinor : Math.min(leftMinor, priceMinor + donationMinor);
  if (donationMinor > 0 && dueMinor >= priceMinor + donationMinor) {
    await tx.db.execute(sql`update orders set donation_back_minor = donation_minor where id = ${orderId}`);
  }
  if (tickets.length > 0) await revokeTickets(tx, orderId, tickets);
  const refundIds: string[] = [];
  let open = dueMinor;
  for (const payment of payments.rows) {
    const amountMinor = Math.min(open, payment.leftMinor);
    if (amountMinor === 0) continue;
    open -= amountMinor;
    const { refundId } = await requestRefund(tx, {
      paymentId: payment.id,
      orderId,
      amountMinor,
      currency: payment.currency,
      reason: 'cancelled_by_museum',
      requestedBy: input.requestedBy,
      isSentByJob: input.isSentByJob || !isGateway(payment.provider),
    });
    refundIds.push(refundId);
  }
  await noteGivenBack(tx, orderId, refundIds.length > 0);
  await writeAudit(tx, {
    action: 'tickets_given_back',
    objectKind: 'order',
    objectId: orderId,
    after: { reason: 'cancelled_by_museum', timeslotId: input.timeslotId, amountMinor: dueMinor, refundIds },
  });
  return { amountMinor: dueMinor, refundIds, ticketIds: tickets.map(({ id }) => id) };
}

async function donationLeft(tx: TxCtx, orderId: string): Promise<number> {
  const { rows } = await tx.db.execute<{ left: number }>(sql`
    select donation_minor - donation_back_minor as left from orders
     where id = ${orderId} and state in ('paid','partially_refunded')`);
  return rows[0]?.left ?? 0;
}
