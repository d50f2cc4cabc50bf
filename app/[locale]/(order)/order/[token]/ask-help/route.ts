import { askHelp } from '#lib/booking/ask-help.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';

/** A message to the museum: on to the order, or back to the form with the reason and what was written. */
export const POST = orderStep(async ({ order, token, locale, ctx, form }) => {
  const text = form.get('text') ?? '';
  const asked = await askHelp(ctx, { orderId: order.id, text, requestKey: form.get('requestKey') ?? '' });
  return asked.ok
    ? paths.order(locale, token, { told: 'help_sent' })
    : paths.orderHelp(locale, token, { refused: asked.code, text: text.slice(0, 1200) });
});
