import { setVisitCookie } from '#app/_http/visit-cookie.ts';
import { takeOffer } from '#lib/booking/take-offer.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { waitingStep } from '../open-waiting.ts';

/** "Take these places": on to the order that holds them, or back with what became of them. */
export const POST = waitingStep(async ({ entry, token, locale, ctx, form }) => {
  const offerId = form.get('offer');
  if (!isUuid(offerId)) return paths.waiting(locale, token, { told: 'unknown_offer' });
  const taken = await takeOffer(ctx, { entryId: entry.id, offerId }, orderLinkSecret());
  if (!taken.ok) return paths.waiting(locale, token, { told: taken.code });
  const isSecure = (process.env.APP_URL ?? '').startsWith('https:');
  return { path: paths.order(locale, taken.linkToken), cookie: setVisitCookie(taken.linkToken, isSecure) };
});
