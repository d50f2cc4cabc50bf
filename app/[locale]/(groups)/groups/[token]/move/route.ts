import { askAnotherDay } from '#lib/groups/ask-another-day.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitStep } from '../../../open-visit.ts';
import { refusalQuery } from '../../../party-errors.ts';
import { rowsOfWishes, typedParty, wishesOf } from '../../../typed-party.ts';

/** An agreed visit asks for another day. */
export const POST = visitStep(async ({ view, token, locale, ctx, form }) => {
  const typed = typedParty(form);
  const asked = await askAnotherDay(ctx, { visitId: view.visit.id, wishes: wishesOf(typed) });
  if (asked.ok) return paths.visit(locale, token, { told: 'asked' });
  if (asked.code === 'unknown_visit' || asked.code === 'wrong_state')
    return paths.visit(locale, token, { told: 'wrong_state' });
  if (asked.code === 'too_late') return paths.visit(locale, token, { told: 'too_late' });
  return paths.visitPage(locale, token, 'other-day', { ...typed, ...refusalQuery(asked, rowsOfWishes(typed)) });
});
