import type { Db } from '#db/client.ts';
import { jobHandlers, jobSchedules } from '#lib/booking/jobs.ts';
import { groupJobHandlers, groupJobSchedules } from '#lib/groups/jobs.ts';
import { startWorker } from '#lib/platform/jobs/worker.ts';
import { createLogger } from '#lib/platform/log.ts';
import { doctorCron, doctorJob } from '#lib/reports/jobs.ts';
import { makeTimeslotsCron, makeTimeslotsJob } from '#lib/schedule/jobs.ts';
import { endWith } from './part.ts';

const log = createLogger('worker');
const worker = await startWorker({
  databaseUrl: process.env.DATABASE_URL ?? '',
  handlers: {
    ...jobHandlers,
    ...groupJobHandlers,
    make_timeslots: ({ db }) => makeTimeslotsJob(db as Db, new Date()),
    doctor: (ctx) => doctorJob(ctx, log),
  },
  schedules: { ...jobSchedules, ...groupJobSchedules, make_timeslots: makeTimeslotsCron, doctor: doctorCron },
  log,
});
endWith(log, () => worker.stop());
process.send?.({ kind: 'ready' });
