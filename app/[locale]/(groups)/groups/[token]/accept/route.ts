import { acceptPlan } from '#lib/groups/accept-plan.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitStep } from '../../../open-visit.ts';

/** One of the offered plans: agreed. */
export const POST = visitStep(async ({ view, token, locale, ctx, form }) => {
  const accepted = await acceptPlan(ctx, { visitId: view.visit.id, planId: form.get('plan') ?? '' });
  return paths.visit(locale, token, { told: accepted.ok ? 'accepted' : accepted.code });
});
