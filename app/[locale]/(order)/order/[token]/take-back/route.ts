import { answerCancellation } from '#lib/booking/answer-cancellation.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';

/** The money after the museum has cancelled the time. */
export const POST = orderStep(async ({ order, token, locale, ctx }) => {
  const answered = await answerCancellation(ctx, { orderId: order.id });
  return paths.order(locale, token, answered.ok ? {} : { told: `move_${answered.code}` });
});
