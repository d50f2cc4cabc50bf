import { chooseTime } from '#lib/groups/choose-time.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitStep } from '../../../open-visit.ts';

/** One of the free times: agreed or moved at once, or back to those that are left. */
export const POST = visitStep(async ({ view, token, locale, ctx, form }) => {
  const [date = '', time = ''] = (form.get('at') ?? '').slice(0, 40).split('T');
  const chosen = await chooseTime(ctx, { visitId: view.visit.id, date, time });
  if (chosen.ok) return paths.visit(locale, token, { told: chosen.isMoved ? 'moved' : 'booked' });
  const isGone = ['time_gone', 'no_room', 'time_taken', 'guide_not_free', 'not_on_sale'].includes(chosen.code);
  if (!isGone) return paths.visit(locale, token, { told: chosen.code });
  return view.visit.state === 'submitted'
    ? paths.visitPage(locale, token, 'answer', { told: 'time_gone' })
    : paths.visitPage(locale, token, 'other-day', { told: 'time_gone' });
});
