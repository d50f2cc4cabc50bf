import { sendWaiting } from '#lib/notifications/send-waiting.ts';
import type { JobHandlers, Schedules } from '#lib/platform/jobs/worker.ts';
import { endTimeslots } from '#lib/schedule/end-timeslots.ts';
import { endOffers } from '#lib/waiting/end-offers.ts';
import { endWaiting } from '#lib/waiting/end-waiting.ts';
import { matchWaiting } from '#lib/waiting/match-waiting.ts';
import { composeMessage } from './compose-message.ts';
import { fillMoneyInbox } from './fill-money-inbox.ts';
import { forgetVisitors } from './forget-visitors.ts';
import { processProviderEvent } from './process-provider-event.ts';
import { reconcileMoney } from './reconcile-money.ts';
import { reconcilePayments } from './reconcile-payments.ts';
import { releaseReserved } from './release-reserved.ts';
import { remindVisitors } from './remind-visitors.ts';
import { submitRefund } from './submit-refund.ts';
import { sweepChanges } from './sweep-changes.ts';
import { sweepHolds } from './sweep-holds.ts';
import { workCancellations } from './work-cancellations.ts';

/** The jobs of orders, money and their messages: each calls one verb. What cannot be done now throws, and is tried again. */
export const jobHandlers: Pick<
  JobHandlers,
  | 'provider_event'
  | 'submit_refund'
  | 'send_messages'
  | 'sweep'
  | 'reconcile'
  | 'work_cancellations'
  | 'work_waiting'
  | 'reconcile_ledger'
  | 'forget_visitors'
> = {
  provider_event: async (ctx, data) => done(await processProviderEvent(ctx, data), []),
  submit_refund: async (ctx, data) => done(await submitRefund(ctx, data), []),
  send_messages: (ctx) => sendWaiting(ctx, (message) => composeMessage(ctx, message)),
  sweep: async (ctx) => ({
    ...(await sweepHolds(ctx)),
    ...(await sweepChanges(ctx)),
    ...(await releaseReserved(ctx)),
    ...(await endTimeslots(ctx)),
    ...(await remindVisitors(ctx)),
    ...(await endWaiting(ctx)),
  }),
  reconcile: async (ctx) => ({ ...(await reconcilePayments(ctx)), ...(await fillMoneyInbox(ctx)) }),
  work_cancellations: async (ctx) => workCancellations(ctx),
  work_waiting: async (ctx) => ({ ...(await endOffers(ctx)), ...(await matchWaiting(ctx)) }),
  forget_visitors: (ctx) => forgetVisitors(ctx),
  reconcile_ledger: async (ctx) => {
    const compared = done(await reconcileMoney(ctx), ['no_museum']);
    return compared.ok
      ? { days: compared.days.length, differing: compared.days.filter((day) => day.differenceMinor !== 0).length }
      : compared;
  },
};

/** How often each worker looks for what has run out, and for what nobody has brought to its end (D6). */
export const jobSchedules: Schedules = {
  // A visitor waits for the tickets.
  send_messages: { everySeconds: 0.5 },
  sweep: { everySeconds: 30 },
  reconcile: { everySeconds: 60 },
  // Times that were cancelled: nothing to do on most days, and on some days ten thousand orders.
  work_cancellations: { everySeconds: 5 },
  // Places that came free for those who wait: soon, so that they are not gone; where nobody waits it is one look at an index.
  work_waiting: { everySeconds: 2 },
  // After the provider's day has ended everywhere in the museum's, and before anybody opens the accounts.
  reconcile_ledger: '20 4 * * *',
  // Who visited, once the museum need not know any more: at night, before the accounts.
  forget_visitors: '40 3 * * *',
};

function done<Result extends { ok: true } | { ok: false; code: string }>(
  result: Result,
  final: readonly string[],
): Result {
  if (!result.ok && !final.includes(result.code)) throw new Error(result.code);
  return result;
}
