import { startPayment } from '#lib/booking/start-payment.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';

/** On to the payment page of an order whose details are known; a second click finds the first one's page. */
export const POST = orderStep(async ({ order, token, locale, ctx }) => {
  const started = await startPayment(ctx, { orderId: order.id });
  if (started.ok && started.kind === 'redirect') return started.url;
  // What is paid of a paid order is a change of it.
  if (order.state === 'paid' || order.state === 'partially_refunded')
    return paths.order(locale, token, { told: started.ok ? 'change_paid' : `refused_${started.code}` });
  if (started.ok) return paths.order(locale, token);
  if (started.code === 'provider_unavailable') return paths.order(locale, token, { told: started.code });
  return started.code === 'details_missing' || started.code === 'names_missing'
    ? paths.orderDetails(locale, token)
    : paths.order(locale, token);
});
