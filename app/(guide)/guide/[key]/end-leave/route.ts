import { endLeave } from '#lib/groups/take-leave.ts';
import { paths } from '#lib/platform/paths.ts';
import { guideStep } from '../../open-guide.ts';

/** "Take back", "Back at work today". */
export const POST = guideStep(async ({ guide, key, ctx, form }) => {
  const ended = await endLeave(ctx, { guideId: guide.id, leaveId: form.get('leave') ?? '' });
  return paths.guidePage(key, 'leave', { told: ended.ok ? 'ended' : ended.code });
});
