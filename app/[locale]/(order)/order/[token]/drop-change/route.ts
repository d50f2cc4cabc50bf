import { dropChange } from '#lib/booking/drop-change.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';

/** The visitor leaves the order as it is: the payment page of the change is closed first, for certain. */
export const POST = orderStep(async ({ order, token, locale, ctx }) => {
  const dropped = await dropChange(ctx, { orderId: order.id });
  return paths.order(locale, token, { told: dropped.ok ? 'change_dropped' : `refused_${dropped.code}` });
});
