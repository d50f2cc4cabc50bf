import { sql } from 'drizzle-orm';
import { quoteRefund } from '#lib/booking/quote-refund.ts';
import { type RefundCause, refundSum, refundTickets } from '#lib/booking/refund-tickets.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { submitRefund } from '#lib/booking/submit-refund.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { pageOf, payOn } from '#tests/support/checkout.ts';
import { staffCtx, systemCtx } from '#tests/support/contexts.ts';
import type { TestDatabase } from '#tests/support/database.ts';
import { heldOrder } from '#tests/support/held-order.ts';
import type { TestMuseum } from '#tests/support/museum.ts';

export const asker = '00000000-0000-7000-8000-0000000000a1';
export const approver = '00000000-0000-7000-8000-0000000000a2';

/** What the tests of refunds share: a paid order with its tickets, a choice made as on the page, the jobs that send the money. */
export function refundScene(database: () => TestDatabase, museum: () => TestMuseum) {
  const staff = (staffId = asker): Ctx => staffCtx(database().db, { staffId });
  return {
    staff,
    async paidOrder(options: { adults?: number; card?: string; slot?: number } = {}) {
      const { orderId } = await heldOrder(database().db, museum(), { adults: options.adults ?? 3, slot: options.slot });
      await payOn(await pageOf(database().db, orderId), options.card);
      await settleOrder(systemCtx(database().db), { orderId });
      const { rows } = await database().owner.execute<{ intent: string; paymentId: string }>(
        sql`select id as "paymentId", payment_intent_id as intent from payment where order_id = ${orderId}`,
      );
      const quote = await quoteRefund(database().db, orderId);
      if (!rows[0] || !quote?.tickets[0]) throw new Error('not paid');
      return { orderId, ...rows[0], tickets: quote.tickets.map(({ id }) => id) };
    },
    /** Chooses tickets, sees the sum, confirms it. */
    async refund(
      orderId: string,
      ticketIds: readonly string[],
      options: { cause?: RefundCause; isWaived?: boolean; staffId?: string; note?: string } = {},
    ) {
      const choice = { ticketIds, cause: options.cause ?? 'cancelled_by_visitor', isWaived: options.isWaived ?? false };
      const quote = await quoteRefund(database().db, orderId);
      const expectedMinor = quote ? refundSum(quote, choice).amountMinor : 0;
      return refundTickets(staff(options.staffId), {
        orderId,
        ...choice,
        note: options.note ?? 'Asked by phone',
        expectedMinor,
      });
    },
    /** Lets the visit begin in so many hours. */
    async startsIn(hours: number, slot = 0): Promise<void> {
      await database().owner.execute(sql`
        update timeslot set starts_at = now() + make_interval(mins => ${Math.round(hours * 60)}),
               ends_at = now() + make_interval(mins => ${Math.round(hours * 60) + 60}) where id = ${museum().timeslots[slot] ?? ''}`);
    },
    async sendMoney(): Promise<void> {
      const { rows } = await database().owner.execute<{ id: string }>(
        sql`select id from refund where state in ('requested','submitting','pending','requires_action')`,
      );
      for (const { id } of rows) await submitRefund(systemCtx(database().db), { refundId: id });
    },
    /** Every invariant of the whole database that does not hold. */
    broken: async () => (await runInvariants(database().owner)).filter(({ violations }) => violations.length > 0),
    async stateOf(orderId: string) {
      const { rows } = await database().owner.execute(sql`
        select o.state, (select string_agg(state, ' ' order by id) from ticket where order_id = o.id) as tickets,
          (select coalesce(sum(quantity), 0)::int from claim where order_id = o.id and state = 'sold') as sold,
          (select coalesce(sum(refund_reserved_minor), 0)::int from payment where order_id = o.id) as reserved,
          (select coalesce(array_agg(amount_minor || ' ' || state order by created_at, id), '{}') from refund where order_id = o.id) as refunds,
          (select coalesce(sum(amount_minor), 0)::int from ledger_entry where order_id = o.id) as "ledgerMinor"
        from orders o where o.id = ${orderId}`);
      return rows[0];
    },
  };
}
