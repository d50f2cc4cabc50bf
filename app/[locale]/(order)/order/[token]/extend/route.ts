import { extendHold } from '#lib/booking/extend-hold.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';

/** The visitor needs more time: back to the page they were on. */
export const POST = orderStep(async ({ order, token, locale, ctx, form }) => {
  const extended = await extendHold(ctx, { orderId: order.id });
  if (!extended.ok && extended.code !== 'already_extended') return paths.order(locale, token);
  return form.get('from') === 'details' ? paths.orderDetails(locale, token) : paths.orderTickets(locale, token);
});
