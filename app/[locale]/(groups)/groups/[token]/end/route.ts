import { answerDayBefore } from '#lib/groups/answer-day-before.ts';
import { endVisit } from '#lib/groups/end-visit.ts';
import { groupCancelReasons } from '#lib/groups/values.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitStep } from '../../../open-visit.ts';

/** The group cancels, or takes its request back; from the question of the day before its answer is kept, too. */
export const POST = visitStep(async ({ view, token, locale, ctx, form }) => {
  const reason = groupCancelReasons.find((one) => one === form.get('reason'));
  const isDay = form.get('day') === '1';
  if (!reason) return paths.visitPage(locale, token, 'cancel', { wrong: 'reason', day: isDay ? '1' : undefined });
  const { id: visitId } = view.visit;
  const ended = isDay
    ? await answerDayBefore(ctx, { visitId, answer: 'cancel', reason })
    : await endVisit(ctx, { visitId, as: 'cancelled_by_group', reason });
  if (ended.ok) return paths.visit(locale, token, { told: 'cancelled' });
  return paths.visit(locale, token, { told: ended.code === 'unknown_visit' ? 'wrong_state' : ended.code });
});
