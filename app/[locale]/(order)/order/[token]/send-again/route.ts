import { sendTicketsAgain } from '#lib/booking/send-tickets-again.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';

/** The tickets once more, to the address of the order. */
export const POST = orderStep(async ({ order, token, locale, ctx, form }) => {
  const sent = await sendTicketsAgain(ctx, { orderId: order.id, requestKey: form.get('requestKey') ?? '' });
  return paths.order(locale, token, { told: sent.ok ? 'sent_again' : `refused_${sent.code}` });
});
