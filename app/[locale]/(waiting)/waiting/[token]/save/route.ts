import { paths } from '#lib/platform/paths.ts';
import { changeWaiting } from '#lib/waiting/change-waiting.ts';
import { typedWant, wantOf } from '../../../typed-want.ts';
import { refusalQuery } from '../../../want-errors.ts';
import { waitingStep } from '../open-waiting.ts';

/** "Save the change": back to the party's page, or to the form with everything typed and what is to be put right. */
export const POST = waitingStep(async ({ entry, token, locale, ctx, form }) => {
  const typed = typedWant(form);
  const changed = await changeWaiting(ctx, { entryId: entry.id, ...wantOf(typed) });
  if (changed.ok) return paths.waiting(locale, token, { told: changed.keepsRank ? 'changed' : 'changed_last' });
  return paths.waitingChange(locale, token, { ...typed, ...refusalQuery(changed) });
});
