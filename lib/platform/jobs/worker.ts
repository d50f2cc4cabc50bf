import { type Job, type JobResult, PgBoss } from 'pg-boss';
import { connect, type Db } from '#db/client.ts';
import { museum } from '#db/schema/platform.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { describeError, type Logger } from '#lib/platform/log.ts';
import type { JobData } from './enqueue.ts';
import { deadLetterQueue, type QueueName } from './queues.ts';

/**
 * Does one job. May be called twice for the same job, and side by side: it must be idempotent. Throwing means "try again later",
 * with growing pauses; after the last try the job goes to the dead letters and raises an alarm.
 */
type JobHandler<Name extends QueueName> = (ctx: Ctx, data: JobData[Name]) => Promise<unknown>;
export type JobHandlers = { [Name in QueueName]: JobHandler<Name> };

export type Worker = { stop(): Promise<void> };

/** Jobs that come often: the time in seconds between two runs of each process. Cron: "5 0 * * *", in the museum's zone. */
export type Schedules = Partial<Record<QueueName, { everySeconds: number } | string>>;

// What a visitor waits for is looked for twice a second; what the clock starts is rarely sent by hand.
const pollSeconds: Record<QueueName, number> = {
  send_messages: 10,
  provider_event: 0.5,
  submit_refund: 1,
  sweep: 10,
  reconcile: 10,
  work_cancellations: 10,
  work_waiting: 10,
  work_groups: 10,
  make_timeslots: 10,
  reconcile_ledger: 10,
  forget_visitors: 10,
  doctor: 10,
};

/**
 * Works off the queues as the app's role until stopped. Interval schedules run in every worker (they select by state and skip
 * what another has locked, so several do no harm); cron schedules run once for all, through the queue.
 */
export async function startWorker(options: {
  databaseUrl: string;
  handlers: JobHandlers;
  schedules: Schedules;
  log: Logger;
}): Promise<Worker> {
  const { handlers, log } = options;
  const { db, close } = connect(options.databaseUrl, { name: 'museum-worker', most: 8 });
  const boss = new PgBoss({
    connectionString: options.databaseUrl,
    application_name: 'museum-jobs',
    max: 4,
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    // How often somebody looks for jobs whose worker has fallen silent.
    monitorIntervalSeconds: 10,
    superviseIntervalSeconds: 10,
  });
  boss.on('error', (error) => log.error({ err: describeError(error) }, 'job queue'));
  await boss.start();

  const ctxOf = (job: string): Ctx => ({ db, actor: { kind: 'system', job }, locale: defaultLocale, now: new Date() });
  const run = async <Name extends QueueName>(name: Name, data: JobData[Name], jobId?: string): Promise<void> => {
    const beganAt = performance.now();
    try {
      const outcome = await (handlers[name] as JobHandler<Name>)(ctxOf(name), data);
      const milliseconds = Math.round(performance.now() - beganAt);
      log[jobId || hasDone(outcome) ? 'info' : 'debug']({ job: name, jobId, outcome, milliseconds }, 'done');
    } catch (error) {
      log.warn({ job: name, jobId, err: describeError(error) }, 'will be tried again');
      throw error;
    }
  };

  for (const name of Object.keys(handlers) as QueueName[]) {
    await boss.work(
      name,
      {
        pollingIntervalSeconds: pollSeconds[name],
        // A rush is worked off ten at a time without pausing, not at the pace of the looking; each job ends for itself.
        batchSize: 10,
        burstWhenBatchFull: true,
        perJobResults: true,
      },
      (jobs: Job<JobData[QueueName]>[]) =>
        Promise.all(
          jobs.map(async ({ id, data }): Promise<JobResult> => {
            try {
              await run(name, data as never, id);
              return { id, status: 'completed' };
            } catch {
              return { id, status: 'failed' };
            }
          }),
        ),
    );
  }
  await boss.work(deadLetterQueue, { pollingIntervalSeconds: 10 }, async ([job]: Job<object>[]) => {
    log.error({ jobId: job?.id, data: job?.data }, 'a job was given up: somebody must look');
  });
  const timers = await startSchedules(boss, options.schedules, await zoneOf(db), run, log);
  return { stop: () => stop(boss, timers, close) };
}

/** A sweeper that found nothing is not worth a line. */
function hasDone(outcome: unknown): boolean {
  return (
    typeof outcome === 'object' &&
    outcome !== null &&
    Object.values(outcome).some((count) => typeof count === 'number' && count > 0)
  );
}

type Timers = { end(): Promise<void> };
type Run = <Name extends QueueName>(name: Name, data: JobData[Name]) => Promise<void>;

/** Until the museum has been described there is nothing to do on time. */
async function zoneOf(db: Db): Promise<string> {
  const rows = await db.select({ zone: museum.timeZone }).from(museum).limit(1);
  return rows[0]?.zone ?? 'UTC';
}

async function startSchedules(boss: PgBoss, schedules: Schedules, tz: string, run: Run, log: Logger): Promise<Timers> {
  const ending = new AbortController();
  const loops: Promise<void>[] = [];
  for (const [name, schedule] of Object.entries(schedules) as [QueueName, { everySeconds: number } | string][]) {
    if (typeof schedule === 'string') await boss.schedule(name, schedule, null, { tz });
    else loops.push(repeat(() => run(name, {} as never), schedule.everySeconds, ending.signal, log));
  }
  return {
    async end() {
      ending.abort();
      await Promise.all(loops);
    },
  };
}

async function repeat(
  work: () => Promise<void>,
  everySeconds: number,
  ending: AbortSignal,
  log: Logger,
): Promise<void> {
  while (!ending.aborted) {
    await work().catch((error) => log.debug({ err: describeError(error) }, 'next time'));
    await new Promise<void>((resolve) => {
      // Not all workers at the same second.
      const timer = setTimeout(resolve, everySeconds * 1000 * (0.9 + Math.random() * 0.2));
      ending.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  }
}

async function stop(boss: PgBoss, timers: Timers, close: () => Promise<void>): Promise<void> {
  await Promise.all([timers.end(), boss.stop({ graceful: true, timeout: 5_000 })]);
  await close();
}
