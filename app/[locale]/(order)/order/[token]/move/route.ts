import { moveOrder } from '#lib/booking/move-order.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';

/** Another time after the museum has cancelled this one. */
export const POST = orderStep(async ({ order, token, locale, ctx, form }) => {
  const moved = await moveOrder(ctx, { orderId: order.id, toTimeslotId: form.get('timeslotId') ?? '' });
  return paths.order(locale, token, { told: moved.ok ? 'moved' : `move_${moved.code}` });
});
