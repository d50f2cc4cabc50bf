import { holdAgain } from '#lib/booking/hold-again.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';

/** The time had run out: hold the same places once more, or say that they are gone. */
export const POST = orderStep(async ({ order, token, locale, ctx }) => {
  const held = await holdAgain(ctx, { orderId: order.id });
  if (held.ok) return order.hasChosenTypes ? paths.orderDetails(locale, token) : paths.orderTickets(locale, token);
  return paths.order(locale, token, { told: held.code });
});
