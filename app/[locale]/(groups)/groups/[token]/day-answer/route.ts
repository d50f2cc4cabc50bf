import { answerDayBefore } from '#lib/groups/answer-day-before.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitStep } from '../../../open-visit.ts';

/** The day before: all are coming, or fewer. That nobody comes is said on the page of the cancellation, which shows what follows. */
export const POST = visitStep(async ({ view, token, locale, ctx, form }) => {
  const answer = form.get('answer');
  if (answer !== 'coming' && answer !== 'fewer') return paths.visitPage(locale, token, 'cancel', { day: '1' });
  const typed = (form.get('people') ?? '').trim();
  const people = /^\d{1,3}$/.test(typed) ? Number(typed) : null;
  const said = await answerDayBefore(ctx, { visitId: view.visit.id, answer, people });
  if (said.ok) return paths.visit(locale, token, { told: answer });
  return paths.visit(locale, token, { told: said.code === 'unknown_visit' ? 'wrong_state' : said.code });
});
