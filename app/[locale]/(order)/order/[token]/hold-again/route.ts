import { holdAgain } from '#lib/booking/hold-again.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';
import { typedTickets } from '../typed-tickets.ts';

/** The time had run out: hold the same places once more, back to where the visitor was, or say that they are gone. */
export const POST = orderStep(async ({ order, token, locale, ctx, form }) => {
  const held = await holdAgain(ctx, { orderId: order.id });
  const typed = typedTickets(form);
  if (!held.ok) return paths.order(locale, token, { ...typed, told: held.code });
  const isChoosing = !order.hasChosenTypes || Object.keys(typed).length > 0;
  if (held.hasLostVoucher) return paths.orderTickets(locale, token, { ...typed, told: 'voucher_lost' });
  return isChoosing ? paths.orderTickets(locale, token, typed) : paths.orderDetails(locale, token);
});
