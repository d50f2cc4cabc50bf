import { startWorker } from '#lib/platform/jobs/worker.ts';
import { createLogger } from '#lib/platform/log.ts';

// A process that takes one job and never ends it: to be killed by killed-worker.test.ts.
const stuck = () => {
  process.send?.('has the job');
  return new Promise<never>(() => undefined);
};
const idle = async () => undefined;
await startWorker({
  databaseUrl: process.env.DATABASE_URL ?? '',
  handlers: {
    send_messages: idle,
    provider_event: stuck,
    submit_refund: idle,
    sweep: idle,
    reconcile: idle,
    work_cancellations: idle,
    work_waiting: idle,
    work_groups: idle,
    make_timeslots: idle,
    reconcile_ledger: idle,
    forget_visitors: idle,
    doctor: idle,
  },
  schedules: {},
  log: createLogger('worker'),
});
