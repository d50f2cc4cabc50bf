import { startPayment } from '#lib/booking/start-payment.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';

/** On to the payment page of an order whose details are known; a second click finds the first one's page. */
export const POST = orderStep(async ({ order, token, locale, ctx }) => {
  const started = await startPayment(ctx, { orderId: order.id });
  if (started.ok) return started.kind === 'redirect' ? started.url : paths.order(locale, token);
  if (started.code === 'provider_unavailable') return paths.order(locale, token, { told: started.code });
  return started.code === 'details_missing' || started.code === 'names_missing'
    ? paths.orderDetails(locale, token)
    : paths.order(locale, token);
});
