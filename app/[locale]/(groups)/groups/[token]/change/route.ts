import { changeRequest } from '#lib/groups/change-request.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitStep } from '../../../open-visit.ts';
import { refusalQuery } from '../../../party-errors.ts';
import { partyOf, rowsOfWishes, typedParty } from '../../../typed-party.ts';

/** Other numbers or days of a request: on to whether it can work, or back with everything typed. */
export const POST = visitStep(async ({ view, token, locale, ctx, form }) => {
  const typed = typedParty(form);
  const changed = await changeRequest(ctx, { visitId: view.visit.id, party: partyOf(typed) });
  if (changed.ok) {
    return changed.state === 'draft'
      ? paths.visitPage(locale, token, 'answer')
      : paths.visit(locale, token, { told: 'changed' });
  }
  if (changed.code === 'wrong_state' || changed.code === 'unknown_visit')
    return paths.visit(locale, token, { told: 'wrong_state' });
  return paths.visitPage(locale, token, 'party', { ...typed, ...refusalQuery(changed, rowsOfWishes(typed)) });
});
