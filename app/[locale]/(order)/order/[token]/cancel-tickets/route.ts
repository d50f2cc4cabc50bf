import { cancelOwnTickets } from '#lib/booking/cancel-own-tickets.ts';
import { paths } from '#lib/platform/paths.ts';
import { chosenTickets } from '../chosen-tickets.ts';
import { orderStep } from '../order-step.ts';

/** The button with the sum: on to the order, which says what is so now; or back to the choice with the reason. */
export const POST = orderStep(async ({ order, token, locale, ctx, form }) => {
  const ticketIds = chosenTickets(form);
  const expectedMinor = /^\d{1,9}$/.test(form.get('expectedMinor') ?? '') ? Number(form.get('expectedMinor')) : -1;
  const cancelled = await cancelOwnTickets(ctx, { orderId: order.id, ticketIds, expectedMinor });
  if (cancelled.ok) return paths.order(locale, token, { told: 'cancelled_tickets' });
  if (cancelled.code === 'time_cancelled') return paths.order(locale, token);
  // The second press of the same button: what it asked for is done.
  const asked = order.tickets.filter(({ id }) => ticketIds.includes(id));
  const isDone = asked.length === ticketIds.length && asked.every(({ state }) => state === 'revoked');
  if (cancelled.code === 'tickets_changed' && isDone) return paths.order(locale, token);
  const chosen = Object.fromEntries(ticketIds.map((id) => [`ticket.${id}`, '1']));
  return paths.orderCancel(locale, token, { refused: cancelled.code, ...chosen });
});
