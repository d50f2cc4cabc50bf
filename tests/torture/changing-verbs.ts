import { sql } from 'drizzle-orm';
import { database } from '#db/client.ts';
import { changeOrder } from '#lib/booking/change-order.ts';
import { dropChange } from '#lib/booking/drop-change.ts';
import type { ChangeWish } from '#lib/booking/plan-change.ts';
import { findChangeable, quoteChange } from '#lib/booking/quote-change.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { staffCtx } from '#tests/support/contexts.ts';
import { staffIds } from './staff-ids.ts';

type OfOrder = { orderId: string; byStaff: boolean };
export type WishKind = ChangeWish['kind'];

const whoever = ({ orderId, byStaff }: OfOrder) =>
  byStaff ? staffCtx(database(), { staffId: staffIds[0] }) : visitorRequest('en', { orderId });

/** The visitor of an order, or staff for them, looks at what a change would cost and presses the button under the sum. */
export async function change(
  input: OfOrder & { kind: WishKind; toTimeslotId: string; ticketTypeId: string; people: number; requestKey: string },
): Promise<unknown> {
  const ctx = whoever(input);
  const { orderId, requestKey } = input;
  const wish = await wishOf(input);
  if (!wish) return { ok: false, code: 'no_tickets' };
  const quoted = await quoteChange(ctx, { orderId, wish });
  if (!quoted.ok) return quoted;
  const expectedMinor = quoted.quote.dueMinor - quoted.quote.returnedMinor;
  return changeOrder(ctx, { orderId, wish, expectedMinor, requestKey });
}

/** Rather leaves the order as it is. */
export const leaveChange = (input: OfOrder): Promise<unknown> => dropChange(whoever(input), input);

async function wishOf(input: {
  orderId: string;
  kind: WishKind;
  toTimeslotId: string;
  ticketTypeId: string;
  people: number;
}): Promise<ChangeWish | null> {
  const { kind, ticketTypeId } = input;
  if (kind === 'move') return { kind, toTimeslotId: input.toTimeslotId };
  if (kind === 'people') return { kind, lines: [{ ticketTypeId, quantity: input.people }] };
  const order = await findChangeable(database(), input.orderId);
  const tickets = order?.tickets.slice(0, input.people) ?? [];
  return tickets.length > 0 ? { kind, types: tickets.map(({ id }) => ({ ticketId: id, ticketTypeId })) } : null;
}

/** What the counter takes for an order: the difference of its open change, else its total. In minor units. */
export async function dueOf(orderId: string): Promise<number> {
  const { rows } = await database().execute<{ due: number }>(sql`
    select coalesce((select after_minor - before_minor from order_change where order_id = o.id and state = 'open'), total_minor) as due
      from orders o where id = ${orderId}`);
  return rows[0]?.due ?? 0;
}
