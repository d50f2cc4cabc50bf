import { jobHandlers as bookingJobs } from '#lib/booking/jobs.ts';
import { jobHandlers as notificationJobs } from '#lib/notifications/jobs.ts';
import { startWorker } from '#lib/platform/jobs/worker.ts';
import { createLogger } from '#lib/platform/log.ts';
import { makeTimeslotsCron, makeTimeslotsJob } from '#lib/schedule/jobs.ts';
import { endWith } from './part.ts';

const log = createLogger('worker');
const worker = await startWorker({
  databaseUrl: process.env.DATABASE_URL ?? '',
  handlers: {
    ...bookingJobs,
    ...notificationJobs,
    make_timeslots: ({ db }: { db: Parameters<typeof makeTimeslotsJob>[0] }) => makeTimeslotsJob(db, new Date()),
  },
  schedules: { make_timeslots: makeTimeslotsCron },
  log,
});
endWith(log, () => worker.stop());
process.send?.({ kind: 'ready' });
