import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';
import { declineOffer } from '#lib/waiting/decline-offer.ts';
import { waitingStep } from '../open-waiting.ts';

/** "Not these": the places go to the next, the party waits on. */
export const POST = waitingStep(async ({ entry, token, locale, ctx, form }) => {
  const offerId = form.get('offer');
  if (!isUuid(offerId)) return paths.waiting(locale, token, { told: 'unknown_offer' });
  const declined = await declineOffer(ctx, { entryId: entry.id, offerId });
  return paths.waiting(locale, token, { told: declined.ok ? 'declined' : declined.code });
});
