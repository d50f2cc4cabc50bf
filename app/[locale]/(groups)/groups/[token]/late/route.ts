import { reportLate } from '#lib/groups/report-late.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitStep } from '../../../open-visit.ts';

/** "The bus is late." */
export const POST = visitStep(async ({ view, token, locale, ctx, form }) => {
  const typed = (form.get('minutes') ?? '').trim();
  const minutes = /^\d{1,3}$/.test(typed) ? Number(typed) : Number.NaN;
  const told = await reportLate(ctx, { visitId: view.visit.id, minutes });
  if (told.ok) return paths.visit(locale, token, { told: minutes ? 'late' : 'on_time' });
  return paths.visit(locale, token, { told: told.code === 'unknown_visit' ? 'wrong_state' : told.code });
});
