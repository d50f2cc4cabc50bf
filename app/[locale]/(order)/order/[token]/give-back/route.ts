import { giveBackHold } from '#lib/booking/give-back-hold.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';

/** The visitor lets go of the places. */
export const POST = orderStep(async ({ order, token, locale, ctx }) => {
  await giveBackHold(ctx, { orderId: order.id });
  return paths.order(locale, token);
});
