import { type Clock, isVirtual } from './clock.ts';
import type { Job, Store } from './store.ts';

/** Does one kind of work when its time has come. It throws only for bugs. */
type Worker = (body: string) => void | Promise<void>;
export type Agenda = {
  /** Writes work down for an instant; it survives a restart. */
  add(kind: string, dueAt: number, body: unknown): void;
  /** Resolves when all that is due now is done. */
  settled(): Promise<void>;
  /** Looks at once what has become due, when time was moved. */
  lookAgain(): void;
  start(workers: Record<string, Worker>): void;
  stop(): Promise<void>;
};

const longestSleep = 60_000;
/** So many pieces of work at once: an endpoint that hangs holds up itself, not everything. */
const mostAtOnce = 32;

/** What the sandbox has still to do, in the order of its time: deliveries, expiries, refunds that come through. */
export function openAgenda(
  store: Pick<Store, 'addJob' | 'dueJobs' | 'nextJobAt' | 'dropJob'>,
  clock: Clock,
  onBug: (error: unknown) => void,
): Agenda {
  let workers: Record<string, Worker> = {};
  let timer: NodeJS.Timeout | undefined;
  const running = new Map<number, Promise<void>>();
  let isStopped = true;
  let leave = () => {};

  async function run(job: Job): Promise<void> {
    try {
      await workers[job.kind]?.(job.body);
    } catch (error) {
      onBug(error);
    }
    // Stopped in the middle: the work stays written down for the next start.
    if (!isStopped) store.dropJob(job.id);
    running.delete(job.id);
    plan();
  }

  function startDue(): void {
    const room = mostAtOnce - running.size;
    if (isStopped || room <= 0) return;
    for (const job of store.dueJobs(clock.now(), [...running.keys()], room)) running.set(job.id, run(job));
  }

  function nextAt(): number | null {
    return isStopped ? null : store.nextJobAt([...running.keys()]);
  }

  async function wake(): Promise<void> {
    for (;;) {
      startDue();
      if (running.size === 0) return;
      await Promise.race(running.values());
    }
  }

  function plan(): void {
    clearTimeout(timer);
    const next = running.size >= mostAtOnce ? null : nextAt();
    if (next === null) return;
    const wait = next - clock.now();
    // A virtual clock comes by itself for what lies ahead.
    if (wait > 0 && isVirtual(clock)) return;
    timer = setTimeout(onTime, Math.min(Math.max(wait, 0), longestSleep));
    if (wait > 0) timer.unref();
  }

  function onTime(): void {
    startDue();
    plan();
  }

  return {
    add(kind, dueAt, body) {
      store.addJob({ kind, dueAt, body: JSON.stringify(body) });
      plan();
    },
    settled: wake,
    lookAgain: plan,
    start(given) {
      workers = given;
      isStopped = false;
      if (isVirtual(clock)) leave = clock.join({ nextAt, wake });
      plan();
    },
    async stop() {
      isStopped = true;
      leave();
      clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}
