import { reportTour } from '#lib/groups/report-tour.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';
import { guideStep } from '../../open-guide.ts';
import { reportFields } from '../../report-form.tsx';

/** "The tour has begun", "has ended", or the whole form: back to the tour, with everything typed where something is wrong. */
export const POST = guideStep(async ({ guide, key, ctx, form }) => {
  const timeslotId = form.get('tour');
  if (!isUuid(timeslotId)) return paths.guide(key);
  const moment = (['start', 'end'] as const).find((one) => one === form.get('moment'));
  const typed = Object.fromEntries(reportFields.map((name) => [name, (form.get(name) ?? '').slice(0, 1200)]));
  const told = await reportTour(ctx, { timeslotId, guideId: guide.id, ...(moment ? { moment } : typed) });
  if (told.ok) return paths.guideTour(key, timeslotId, { told: 'reported' });
  if (told.code === 'unknown_tour') return paths.guide(key);
  const most = told.code === 'heads_too_many' ? String(told.most) : undefined;
  return `${paths.guideTour(key, timeslotId, { refused: told.code, most, ...(moment ? {} : typed) })}#errors`;
});
