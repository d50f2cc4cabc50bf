import { saveAvailability } from '#lib/groups/save-availability.ts';
import { paths } from '#lib/platform/paths.ts';
import { guideStep } from '../../open-guide.ts';
import { asQuery, daysOf } from '../../week-fields.tsx';

/** "Save my hours": back to the same page, with everything typed where something is wrong. */
export const POST = guideStep(async ({ guide, key, ctx, form }) => {
  const days = daysOf((name) => form.get(name) ?? '');
  const saved = await saveAvailability(ctx, { guideId: guide.id, days });
  if (saved.ok) return paths.guidePage(key, 'availability', { told: 'saved' });
  return `${paths.guidePage(key, 'availability', asQuery(days))}#errors`;
});
