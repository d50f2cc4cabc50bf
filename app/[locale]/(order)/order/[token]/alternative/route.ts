import { setVisitCookie } from '#app/_http/visit-cookie.ts';
import { fitContact } from '#lib/booking/input.ts';
import { switchToAlternative } from '#lib/booking/switch-to-alternative.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { orderStep } from '../order-step.ts';

/** The route without steps at the same time, with what was typed; the order that takes this one's place is the browser's from now on. */
export const POST = orderStep(async ({ order, token, locale, ctx, form }) => {
  const typed = fitContact(Object.fromEntries(form));
  const changed = await switchToAlternative(ctx, { orderId: order.id, typed }, orderLinkSecret());
  if (!changed.ok) return paths.orderDetails(locale, token, { told: changed.code });
  const isSecure = (process.env.APP_URL ?? '').startsWith('https:');
  const cookie = setVisitCookie(changed.linkToken, isSecure);
  return {
    path: paths.orderDetails(locale, changed.linkToken, { told: 'changed' }),
    headers: { 'Set-Cookie': cookie },
  };
});
