import { leavePayment } from '#lib/booking/leave-payment.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';

/** The visitor would rather change the booking than pay it as it is: the open payment page is closed first. */
export const POST = orderStep(async ({ order, token, locale, ctx }) => {
  const left = await leavePayment(ctx, { orderId: order.id });
  if (left.ok) return paths.orderTickets(locale, token);
  return paths.order(locale, token, { told: left.code === 'provider_unavailable' ? 'leave_failed' : undefined });
});
