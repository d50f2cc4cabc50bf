import { endGroupOffer } from '#lib/groups/end-group-offer.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitStep } from '../../../open-visit.ts';

/** "None of these": the places go back, the request stands in the queue again. */
export const POST = visitStep(async ({ view, token, locale, ctx }) => {
  const ended = await endGroupOffer(ctx, { visitId: view.visit.id, as: 'declined' });
  return paths.visit(locale, token, { told: ended.ok ? 'declined' : 'offer_over' });
});
