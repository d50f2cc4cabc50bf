import { paths } from '#lib/platform/paths.ts';
import { leaveWaiting } from '#lib/waiting/leave-waiting.ts';
import { waitingStep } from '../open-waiting.ts';

/** "Leave the list": the page then says so. */
export const POST = waitingStep(async ({ entry, token, locale, ctx }) => {
  const left = await leaveWaiting(ctx, { entryId: entry.id });
  return paths.waiting(locale, token, left.ok ? {} : { told: left.code });
});
