import { PgBoss } from 'pg-boss';
import { type Db, database } from '#db/client.ts';
import { jobHandlers } from '#lib/booking/jobs.ts';
import { reconcileMoney } from '#lib/booking/reconcile-money.ts';
import { groupJobHandlers } from '#lib/groups/jobs.ts';
import type { QueuedMessage } from '#lib/notifications/send-message.ts';
import { sendWaiting } from '#lib/notifications/send-waiting.ts';
import { type JobHandlers, startWorker } from '#lib/platform/jobs/worker.ts';
import { createLogger } from '#lib/platform/log.ts';
import { getZone } from '#lib/platform/settings.ts';
import { addDays, dateAt } from '#lib/platform/time.ts';
import { doctorJob } from '#lib/reports/jobs.ts';
import { makeTimeslotsJob } from '#lib/schedule/jobs.ts';
import { systemCtx } from '#tests/support/contexts.ts';
import { answerOrders } from './answer-orders.ts';

const log = createLogger('worker', 'silent');

// Tickets as PDF cost a hundred times what sending does, and none of it is at stake here: the mail is a plain one.
const plain = async (message: QueuedMessage) => ({
  replyTo: null,
  subject: message.dedupeKey,
  html: '',
  text: message.dedupeKey,
  lang: message.locale,
  attachments: [],
});

const handlers: JobHandlers = {
  ...jobHandlers,
  work_groups: groupJobHandlers.work_groups,
  send_messages: (ctx) => sendWaiting(ctx, plain),
  make_timeslots: ({ db }) => makeTimeslotsJob(db as Db, new Date()),
  doctor: (ctx) => doctorJob(ctx, log),
};

/** What the quiet points ask for: the jobs of the clock, at once. */
const onDemand: Record<string, () => Promise<unknown>> = {
  send_messages: () => handlers.send_messages(systemCtx(database(), 'send_messages'), {}),
  work_cancellations: () => handlers.work_cancellations(systemCtx(database(), 'work_cancellations'), {}),
  work_waiting: () => handlers.work_waiting(systemCtx(database(), 'work_waiting'), {}),
  work_groups: () => groupJobHandlers.work_groups(systemCtx(database(), 'work_groups'), {}),
  sweep: () => handlers.sweep(systemCtx(database(), 'sweep'), {}),
  reconcile: () => handlers.reconcile(systemCtx(database(), 'reconcile'), {}),
  async supervise() {
    // Every ten seconds in the worker itself; here as soon as time has passed.
    const boss = new PgBoss({
      connectionString: process.env.DATABASE_URL ?? '',
      max: 1,
      supervise: false,
      schedule: false,
      migrate: false,
      createSchema: false,
    });
    boss.on('error', () => undefined);
    await boss.start();
    await boss.supervise();
    await boss.stop({ graceful: false });
    return { ok: true };
  },
  async reconcile_money() {
    const ctx = systemCtx(database(), 'reconcile_ledger');
    const today = dateAt(ctx.now, (await getZone(ctx.db)) ?? 'UTC');
    const compared = await reconcileMoney(ctx, { fromDate: addDays(today, -1), toDate: today });
    return compared.ok ? { ok: true } : compared;
  },
};

await startWorker({
  databaseUrl: process.env.DATABASE_URL ?? '',
  handlers,
  schedules:
    process.env.TORTURE_CLOCK === 'asked'
      ? {}
      : {
          send_messages: { everySeconds: 0.5 },
          work_cancellations: { everySeconds: 2 },
          work_waiting: { everySeconds: 1 },
          sweep: { everySeconds: 2 },
          reconcile: { everySeconds: 4 },
          forget_visitors: { everySeconds: 10 },
        },
  log,
});
answerOrders((op) => {
  const work = onDemand[op];
  if (!work) throw new Error(`no job ${op}`);
  return work();
});
