import { takeLeave } from '#lib/groups/take-leave.ts';
import { paths } from '#lib/platform/paths.ts';
import { guideStep } from '../../open-guide.ts';

/** "Confirm": the days are entered and the tours set free, or back with what was typed and why not. */
export const POST = guideStep(async ({ guide, key, ctx, form }) => {
  const value = (name: string) => (form.get(name) ?? '').slice(0, 40);
  const typed = { kind: value('kind'), first: value('first'), last: value('last') };
  const shown = /^\d{1,4}$/.test(value('shown')) ? Number(value('shown')) : -1;
  const taken = await takeLeave(ctx, {
    guideId: guide.id,
    kind: typed.kind,
    firstDate: typed.first,
    lastDate: typed.last,
    shown,
  });
  if (taken.ok) return paths.guidePage(key, 'leave', { told: taken.tours > 0 ? 'taken_tours' : 'taken' });
  return paths.guidePage(key, 'leave', { ...typed, refused: taken.code });
});
