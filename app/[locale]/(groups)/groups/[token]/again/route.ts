import { askAgain } from '#lib/groups/ask-again.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitStep } from '../../../open-visit.ts';

/** The request as it stands, once more. */
export const POST = visitStep(async ({ view, token, locale, ctx }) => {
  const asked = await askAgain(ctx, { visitId: view.visit.id });
  return paths.visit(locale, token, {
    told: asked.ok ? 'again' : asked.code === 'wishes_over' ? asked.code : 'wrong_state',
  });
});
