import { resizeVisit } from '#lib/groups/resize-visit.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitStep } from '../../../open-visit.ts';
import { refusalQuery } from '../../../party-errors.ts';
import { partyOf, typedParty } from '../../../typed-party.ts';

/** Other numbers of an agreed visit, or back with everything typed and what stands in the way. */
export const POST = visitStep(async ({ view, token, locale, ctx, form }) => {
  const typed = typedParty(form);
  const { pupils, teachers, parents = 0, aides = 0 } = partyOf(typed);
  const count = { pupils: Number(pupils), teachers: Number(teachers), parents: Number(parents), aides: Number(aides) };
  const wrong = Object.entries(count).find(
    ([name, value]) => !(value >= 0 && value <= (name === 'pupils' ? 500 : 100)),
  );
  if (wrong) {
    const code = Number.isNaN(wrong[1]) ? 'number_missing' : 'number_too_large';
    return paths.visitPage(locale, token, 'numbers', { ...typed, wrong: `${wrong[0]}.${code}` });
  }
  const resized = await resizeVisit(ctx, { visitId: view.visit.id, count });
  if (resized.ok) return paths.visit(locale, token, { told: resized.isSame ? 'same' : 'resized' });
  if (resized.code === 'unknown_visit' || resized.code === 'wrong_state')
    return paths.visit(locale, token, { told: 'wrong_state' });
  return paths.visitPage(locale, token, 'numbers', { ...typed, ...refusalQuery(resized, []) });
});
