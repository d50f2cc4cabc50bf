import { answerCall } from '#lib/groups/answer-call.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';
import { guideStep } from '../../open-guide.ts';

/** "I will lead it" and "I cannot lead it": back to the tour with what became of it. */
export const POST = guideStep(async ({ guide, key, ctx, form }) => {
  const timeslotId = form.get('tour');
  const answer = (['accept', 'decline'] as const).find((one) => one === form.get('answer'));
  if (!isUuid(timeslotId) || !answer) return paths.guide(key);
  const answered = await answerCall(ctx, { timeslotId, guideId: guide.id, answer });
  if (answered.ok) return paths.guideTour(key, timeslotId, { told: answer === 'accept' ? 'accepted' : 'declined' });
  return answered.code === 'unknown_tour'
    ? paths.guide(key)
    : paths.guideTour(key, timeslotId, { told: answered.code });
});
