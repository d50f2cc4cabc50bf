import { type Clock, isVirtual } from './clock.ts';
import type { Job, Store } from './store.ts';

/** Does one kind of work when its time has come. It throws only for bugs. */
export type Worker = (body: string) => void | Promise<void>;
export type Agenda = {
  /** Writes work down for an instant; it survives a restart. */
  add(kind: string, dueAt: number, body: unknown): void;
  /** Resolves when all that is due now is done. */
  settled(): Promise<void>;
  start(workers: Record<string, Worker>): void;
  stop(): Promise<void>;
};

const longestSleep = 60_000;

/** What the sandbox has still to do, in the order of its time: deliveries, expiries, refunds that come through. */
export function openAgenda(store: Store, clock: Clock, onBug: (error: unknown) => void): Agenda {
  let workers: Record<string, Worker> = {};
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let isStopped = true;
  let leave = () => {};

  async function runOne(job: Job): Promise<void> {
    try {
      await workers[job.kind]?.(job.body);
    } catch (error) {
      onBug(error);
    }
    if (!isStopped) store.dropJob(job.id);
  }

  async function runDue(): Promise<void> {
    for (;;) {
      const due = isStopped ? [] : store.dueJobs(clock.now());
      if (due.length === 0) return;
      await Promise.all(due.map(runOne));
    }
  }

  function wake(): Promise<void> {
    running ??= runDue().finally(() => {
      running = null;
      plan();
    });
    return running;
  }

  function plan(): void {
    clearTimeout(timer);
    if (isStopped) return;
    const nextAt = store.nextJobAt();
    if (nextAt === null) return;
    const wait = nextAt - clock.now();
    // A virtual clock comes by itself for what lies ahead.
    if (wait > 0 && isVirtual(clock)) return;
    timer = setTimeout(() => void wake(), Math.min(Math.max(wait, 0), longestSleep));
    if (wait > 0) timer.unref();
  }

  return {
    add(kind, dueAt, body) {
      store.addJob({ kind, dueAt, body: JSON.stringify(body) });
      plan();
    },
    async settled() {
      do await wake();
      while (!isStopped && (store.nextJobAt() ?? Number.POSITIVE_INFINITY) <= clock.now());
    },
    start(given) {
      workers = given;
      isStopped = false;
      if (isVirtual(clock)) leave = clock.join({ nextAt: () => (isStopped ? null : store.nextJobAt()), wake });
      plan();
    },
    async stop() {
      isStopped = true;
      leave();
      clearTimeout(timer);
      await running;
    },
  };
}
