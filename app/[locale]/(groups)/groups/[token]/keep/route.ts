import { askAnotherDay } from '#lib/groups/ask-another-day.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitStep } from '../../../open-visit.ts';

/** No other day after all. */
export const POST = visitStep(async ({ view, token, locale, ctx }) => {
  const kept = await askAnotherDay(ctx, { visitId: view.visit.id, wishes: null });
  return paths.visit(locale, token, { told: kept.ok ? 'kept' : 'wrong_state' });
});
