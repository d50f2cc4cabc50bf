import { sql } from 'drizzle-orm';
import { type ChangeOrderResult, changeOrder } from '#lib/booking/change-order.ts';
import { findOpenChange } from '#lib/booking/find-open-change.ts';
import { findOrderView } from '#lib/booking/order-view.ts';
import type { ChangeWish } from '#lib/booking/plan-change.ts';
import { quoteChange } from '#lib/booking/quote-change.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import type { TestDatabase } from '#tests/support/database.ts';
import type { TestMuseum } from '#tests/support/museum.ts';

/** What tests of changed orders share: times at other prices, a change as the page makes it, a look at what became of it. */
export function changeScene(database: () => TestDatabase, museum: () => TestMuseum) {
  const visitor = (orderId: string): Ctx => ({
    ...visitorCtx(database().db),
    actor: { kind: 'visitor', orderId },
  });
  return {
    visitor,
    /** A time of the same product some days later, where an adult pays so much. */
    async timeAt(adultMinor: number, options: { places?: number; daysLater?: number } = {}): Promise<string> {
      const owner = database().owner;
      const later = options.daysLater ?? 200;
      const { rows } = await owner.execute<{ id: string; date: string }>(sql`
        insert into timeslot (product_id, visit_date, start_time, starts_at, ends_at)
        select product_id, visit_date + ${later}::int, start_time, starts_at + make_interval(days => ${later}), ends_at + make_interval(days => ${later})
          from timeslot where id = ${museum().timeslots[0] ?? ''} returning id, visit_date::text as date`);
      const { id, date } = rows[0] ?? { id: '', date: '' };
      await owner.execute(
        sql`select prepare_timeslots(array[${id}]::uuid[], ${JSON.stringify({ public: options.places ?? 4 })}::jsonb)`,
      );
      await owner.execute(sql`
        insert into day_type (visit_date, code, names) values (${date}, 'quiet_hour', '{"az":"x","en":"x","ru":"x"}') on conflict do nothing`);
      await owner.execute(sql`
        insert into price (product_id, ticket_type_id, amount_minor, currency, valid_from, valid_until, day_type)
        values (${museum().productId}, ${museum().ticketTypes.adult}, ${adultMinor}, 'AZN', ${date}, ${date}, 'quiet_hour')`);
      return id;
    },
    /** Looks at the difference and confirms it. */
    async change(
      orderId: string,
      wish: ChangeWish,
      options: { ctx?: Ctx; requestKey?: string } = {},
    ): Promise<ChangeOrderResult> {
      const ctx = options.ctx ?? visitor(orderId);
      const quoted = await quoteChange(ctx, { orderId, wish });
      const expectedMinor = quoted.ok ? quoted.quote.dueMinor - quoted.quote.returnedMinor : 0;
      return changeOrder(ctx, { orderId, wish, expectedMinor, requestKey: options.requestKey });
    },
    move: (toTimeslotId: string): ChangeWish => ({ kind: 'move', toTimeslotId }),
    more: (quantity: number, type: 'adult' | 'pupil' | 'free' = 'adult'): ChangeWish => ({
      kind: 'people',
      lines: [{ ticketTypeId: museum().ticketTypes[type], quantity }],
    }),
    become: (ticketIds: readonly string[], type: 'adult' | 'pupil' | 'free'): ChangeWish => ({
      kind: 'types',
      types: ticketIds.map((ticketId) => ({ ticketId, ticketTypeId: museum().ticketTypes[type] })),
    }),
    /** The time of an open change is over; what waits for a while is due. */
    async runOut(orderId: string): Promise<void> {
      await database().owner.execute(sql`
        update order_change set made_at = made_at - interval '50 minutes', expires_at = now() - interval '1 second' where order_id = ${orderId} and state = 'open'`);
      await database().owner.execute(
        sql`update payment set updated_at = now() - interval '10 minutes' where order_id = ${orderId}`,
      );
    },
    open: (orderId: string) => findOpenChange(database().db, orderId),
    view: (orderId: string) => findOrderView(database().db, orderId),
    async codes(orderId: string) {
      const view = await findOrderView(database().db, orderId);
      return view?.tickets.map(({ id, shortCode, tokenVersion }) => [id, shortCode, tokenVersion]).sort();
    },
    async placesAt(timeslotId: string): Promise<{ held: number; sold: number }> {
      const { rows } = await database().owner.execute<{ held: number; sold: number }>(
        sql`select held, sold from pool where timeslot_id = ${timeslotId} and lane = 'public'`,
      );
      return rows[0] ?? { held: -1, sold: -1 };
    },
    async stateOf(orderId: string) {
      const { rows } = await database().owner.execute(sql`
        select o.state, o.total_minor as "totalMinor",
          (select coalesce(array_agg(state order by made_at, id), '{}') from order_change where order_id = o.id) as changes,
          (select coalesce(array_agg(provider || ' ' || amount_minor || ' ' || state order by created_at, id), '{}') from payment where order_id = o.id) as payments,
          (select coalesce(array_agg(reason || ' ' || amount_minor || ' ' || state order by created_at, id), '{}') from refund where order_id = o.id) as refunds,
          (select coalesce(sum(amount_minor), 0)::int from ledger_entry where order_id = o.id) as "ledgerMinor",
          (select count(*)::int from ticket where order_id = o.id and state = 'valid') as tickets
        from orders o where o.id = ${orderId}`);
      return rows[0];
    },
  };
}
