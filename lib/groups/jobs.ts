import { composeMessage } from '#lib/booking/compose-message.ts';
import { sendWaiting } from '#lib/notifications/send-waiting.ts';
import { isGroupKind, isGuideKind } from '#lib/notifications/values.ts';
import type { JobHandlers, Schedules } from '#lib/platform/jobs/worker.ts';
import { closeVisits } from './close-visits.ts';
import { lapseGroupOffers } from './end-group-offer.ts';
import { composeGroupMessage } from './group-mail.ts';
import { composeGuideMessage } from './guide-mail.ts';
import { workTransferImports } from './import-transfers.ts';
import { matchGroupWaiting } from './match-group-waiting.ts';
import { forgetSignInLinks } from './open-sign-in-link.ts';
import { purgeDrafts } from './purge-drafts.ts';
import { purgeVisits } from './purge-visit.ts';
import { runVisitSteps } from './run-steps.ts';
import { workAccounts } from './work-accounts.ts';
import { workGuides } from './work-guides.ts';

/** The jobs of group visits. Mails of every room are sent by one job: it knows who writes which. */
export const groupJobHandlers: Pick<JobHandlers, 'send_messages' | 'work_groups'> = {
  send_messages: (ctx) =>
    sendWaiting(ctx, (message) =>
      isGroupKind(message.kind)
        ? composeGroupMessage(ctx, { ...message, kind: message.kind })
        : isGuideKind(message.kind)
          ? composeGuideMessage(ctx, { ...message, kind: message.kind })
          : composeMessage(ctx, message),
    ),
  // What runs out frees places for those who wait.
  work_groups: async (ctx) => ({
    ...(await lapseGroupOffers(ctx)),
    ...(await workGuides(ctx)),
    ...(await matchGroupWaiting(ctx)),
    ...(await closeVisits(ctx)),
    ...(await runVisitSteps(ctx)),
    ...(await purgeVisits(ctx)),
    ...(await workAccounts(ctx)),
    ...(await workTransferImports(ctx)),
    ...(await purgeDrafts(ctx)),
    ...(await forgetSignInLinks(ctx)),
  }),
};

export const groupJobSchedules: Schedules = {
  // Offers that run out, guides who are silent, steps of the timeline: each is found by its state.
  work_groups: { everySeconds: 5 },
};
