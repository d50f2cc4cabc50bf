import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId, type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid, newId } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { giveBackTickets } from './give-back-tickets.ts';
import { type LockedOrder, lockOrder } from './lock-order.ts';
import { quoteRefund, type RefundQuote } from './quote-refund.ts';

/** Why a person takes tickets back. What the museum has caused is always returned in full (5.3). */
export const refundCauses = ['cancelled_by_visitor', 'cancelled_by_museum', 'mistake'] as const;
export type RefundCause = (typeof refundCauses)[number];

export const refundRefusals = [
  'forbidden',
  'unknown_order',
  'no_tickets',
  'tickets_changed',
  'already_used',
  'disputed',
  'note_missing',
  'sum_changed',
  'no_money',
  'waiver_open',
  'companion_alone',
] as const;
export type RefundTicketsResult =
  | { ok: true; kind: 'refunding'; amountMinor: number; refundIds: string[] }
  /** More than the ladder gives: nothing has happened until a second person approves it. */
  | { ok: true; kind: 'waiver_asked'; waiverId: string }
  | Refusal<(typeof refundRefusals)[number]>;

export type RefundChoice = {
  orderId: string;
  ticketIds: readonly string[];
  cause: RefundCause;
  /** The full price in spite of the ladder. */
  isWaived: boolean;
};

/**
 * The donation that goes back with the tickets chosen, in minor units: all of it with the last of the order's tickets, where the
 * museum causes it or made a mistake; a visitor who cancels has given it all the same (3.6).
 */
export function donationBack(
  quote: Pick<RefundQuote, 'tickets' | 'donationMinor'>,
  choice: { ticketIds: readonly string[]; cause: RefundCause },
): number {
  const isLast = quote.tickets.every(({ id, state }) => state === 'revoked' || choice.ticketIds.includes(id));
  return isLast && choice.cause !== 'cancelled_by_visitor' ? quote.donationMinor : 0;
}

/** The sum that a choice brings back, in minor units, and whether a second person has to approve it. */
export function refundSum(
  quote: Pick<RefundQuote, 'tickets' | 'donationMinor'>,
  choice: Omit<RefundChoice, 'orderId'>,
): { amountMinor: number; ladderMinor: number; donationMinor: number; needsApproval: boolean } {
  const chosen = quote.tickets.filter(({ id }) => choice.ticketIds.includes(id));
  const full = chosen.reduce((sum, { priceMinor }) => sum + priceMinor, 0);
  const ladderMinor = chosen.reduce((sum, ticket) => sum + ticket.ladderMinor, 0);
  const isFull = choice.isWaived || choice.cause === 'cancelled_by_museum';
  const donationMinor = donationBack(quote, choice);
  return {
    amountMinor: (isFull ? full : ladderMinor) + donationMinor,
    ladderMinor,
    donationMinor,
    needsApproval: isFull && choice.cause !== 'cancelled_by_museum' && full > ladderMinor,
  };
}

/**
 * Takes tickets back and returns what the ladder gives for them, or asks a second person for more. Needs `orders.refund`.
 * `expectedMinor` is the sum that was shown: another one is refused, never quietly paid. All in one transaction: tickets
 * revoked, places free, refunds written down; the money is sent by a job.
 */
export async function refundTickets(
  ctx: Ctx,
  input: RefundChoice & { note: string; expectedMinor: number },
): Promise<RefundTicketsResult> {
  if (!can(ctx.actor, 'orders.refund')) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.orderId)) return { ok: false, code: 'unknown_order' };
  const note = input.note.replace(/\s+/g, ' ').trim();
  if (note.length < 3 || note.length > 500) return { ok: false, code: 'note_missing' };
  return inTransaction(
    ctx,
    async (tx): Promise<RefundTicketsResult> => {
      const checked = await lockRefundable(tx, input);
      if (!checked.ok) return checked;
      const sum = refundSum(checked.quote, input);
      if (sum.amountMinor !== input.expectedMinor) return { ok: false, code: 'sum_changed' };
      crashPoint('refund_tickets.after_lock');
      const requestedBy = actorId(tx.actor) ?? 'system';
      if (sum.needsApproval) return askWaiver(tx, { ...input, note, requestedBy });
      const isFull = input.isWaived || input.cause === 'cancelled_by_museum';
      const given = await giveBackTickets(tx, {
        order: checked.order,
        currency: checked.quote.currency,
        tickets: checked.tickets.map((ticket) => ({
          ...ticket,
          amountMinor: isFull ? ticket.priceMinor : ticket.ladderMinor,
        })),
        donationMinor: sum.donationMinor,
        reason: input.cause,
        requestedBy,
        note,
        approvedBy: null,
      });
      return given.ok
        ? { ok: true, kind: 'refunding', amountMinor: sum.amountMinor, refundIds: given.refundIds }
        : given;
    },
    input.cause,
  );
}

type Refundable =
  | { ok: true; order: LockedOrder; quote: RefundQuote; tickets: RefundQuote['tickets'] }
  | Refusal<'unknown_order' | 'no_tickets' | 'tickets_changed' | 'already_used' | 'disputed' | 'companion_alone'>;

/** Locks an order and its tickets, and says whether these may be taken back now. Shared with the approval of a waiver. */
export async function lockRefundable(
  tx: TxCtx,
  input: Pick<RefundChoice, 'orderId' | 'ticketIds' | 'cause'>,
): Promise<Refundable> {
  const order = await lockOrder(tx, input.orderId);
  if (!order) return { ok: false, code: 'unknown_order' };
  if (order.state === 'disputed' || order.state === 'lost') return { ok: false, code: 'disputed' };
  // Who is at the door at this moment comes before or after, never in between.
  await tx.db.execute(sql`select 1 from ticket where order_id = ${input.orderId} order by id for no key update`);
  const quote = await quoteRefund(tx.db, input.orderId);
  if (!quote) return { ok: false, code: 'unknown_order' };
  const wanted = new Set(input.ticketIds);
  if (wanted.size === 0) return { ok: false, code: 'no_tickets' };
  const tickets = quote.tickets.filter(({ id, state }) => wanted.has(id) && state === 'valid');
  const isSettled = order.state === 'paid' || order.state === 'partially_refunded';
  if (!isSettled || tickets.length !== wanted.size) return { ok: false, code: 'tickets_changed' };
  if (await leavesCompanionAlone(tx, input)) return { ok: false, code: 'companion_alone' };
  const isUsed = tickets.some(({ admittedPeople }) => admittedPeople > 0);
  if (isUsed && input.cause !== 'cancelled_by_museum') return { ok: false, code: 'already_used' };
  const { rows } = await tx.db.execute(sql`
    select 1 from payment where order_id = ${input.orderId} and dispute_state in ('open','lost') limit 1`);
  return rows.length > 0 ? { ok: false, code: 'disputed' } : { ok: true, order, quote, tickets };
}

/** Whether these tickets would leave more companions behind than people whom they come with; the database refuses that too (4.1). */
export async function leavesCompanionAlone(
  tx: TxCtx,
  { orderId, ticketIds }: Pick<RefundChoice, 'orderId' | 'ticketIds'>,
): Promise<boolean> {
  const { rows } = await tx.db.execute(sql`
    with staying as (select ticket_type_id, party_size, admitted_people from ticket
                      where order_id = ${orderId} and state <> 'revoked' and id <> all (${sql.param([...ticketIds])}::uuid[]))
    select 1 from staying s join ticket_type y on y.id = s.ticket_type_id where y.companion_to_id is not null and s.admitted_people = 0
     group by y.companion_to_id
    having sum(s.party_size) > (select coalesce(sum(party_size), 0) from staying where ticket_type_id = y.companion_to_id) limit 1`);
  return rows.length > 0;
}

async function askWaiver(
  tx: TxCtx,
  input: RefundChoice & { note: string; requestedBy: string },
): Promise<RefundTicketsResult> {
  const waiverId = newId();
  const { rowCount } = await tx.db.execute(sql`
    insert into refund_waiver (id, order_id, ticket_ids, reason, note, requested_by)
    values (${waiverId}, ${input.orderId}, ${sql.param([...new Set(input.ticketIds)])}::uuid[], ${input.cause}, ${input.note}, ${input.requestedBy})
    on conflict (order_id) where state = 'open' do nothing`);
  if (rowCount === 0) return { ok: false, code: 'waiver_open' };
  await writeAudit(tx, {
    action: 'waiver_asked',
    objectKind: 'order',
    objectId: input.orderId,
    after: { waiverId, tickets: input.ticketIds },
  });
  return { ok: true, kind: 'waiver_asked', waiverId };
}
