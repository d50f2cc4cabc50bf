import { type Db, isInsideTransaction } from '#db/client.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { type HoldRequest, type HoldVerdict, holdPlaces } from './hold-places.ts';

/** Orders in one flush; flushes at the same time over all timeslots: fewer than a process has connections, so that readers have some. */
const mostOrders = 64;
const mostFlushes = 6;
/** Errors that one order's own contents can bring on: wrong data, a broken constraint, a deadlock, a guard of ours. */
const ofOneOrder = /^(22|23|40|MU)/;

type Waiting = {
  request: HoldRequest;
  resolve: (verdict: HoldVerdict) => void;
  reject: (error: unknown) => void;
};

type Funnel = {
  /** Who waits, by timeslot. A timeslot stands here while somebody waits for it or a flush of it is under way. */
  queues: Map<string, Waiting[]>;
  /** Timeslots that somebody waits for and that no flush works on, the longest waiting first. */
  ready: Set<string>;
  flushes: number;
};

const funnels = new WeakMap<Db, Funnel>();

/**
 * Takes places for one order, together with whoever else in this process wants places at the same time for the same timeslot:
 * one flush of a timeslot is under way at once, whoever comes meanwhile goes with the next. So a hot timeslot costs one
 * statement and one commit for up to 64 orders, its row locks never queue up, and others are served beside it. An order that
 * the database refuses with an error fails alone. The hold is committed asynchronously: a power cut may lose it, but never
 * one that was paid, for the payment's commit comes later in the same log and is waited for. Inside a transaction the order
 * goes by itself and is committed with the rest.
 */
export function holdThroughFunnel(db: Db, request: HoldRequest): Promise<HoldVerdict> {
  if (isInsideTransaction()) return holdOne(db, request, 'with the caller');
  const funnel = funnels.get(db) ?? { queues: new Map(), ready: new Set(), flushes: 0 };
  funnels.set(db, funnel);
  return new Promise((resolve, reject) => {
    const waiting = { request, resolve, reject };
    const queue = funnel.queues.get(request.timeslotId);
    if (queue) {
      queue.push(waiting);
      return;
    }
    funnel.queues.set(request.timeslotId, [waiting]);
    funnel.ready.add(request.timeslotId);
    // After this turn: requests that arrived together go together.
    setImmediate(flushReady, db, funnel);
  });
}

function flushReady(db: Db, funnel: Funnel): void {
  for (const timeslotId of funnel.ready) {
    if (funnel.flushes >= mostFlushes) return;
    const batch = funnel.queues.get(timeslotId)?.splice(0, mostOrders) ?? [];
    funnel.ready.delete(timeslotId);
    funnel.flushes += 1;
    void flush(db, batch).finally(() => {
      funnel.flushes -= 1;
      if (funnel.queues.get(timeslotId)?.length) funnel.ready.add(timeslotId);
      else funnel.queues.delete(timeslotId);
      flushReady(db, funnel);
    });
  }
}

/** Never throws: whoever waits is told. */
async function flush(db: Db, batch: Waiting[]): Promise<void> {
  try {
    crashPoint('hold.before_flush');
    const verdicts = await holdPlaces(
      db,
      batch.map((waiting) => waiting.request),
      'asynchronously',
    );
    crashPoint('hold.after_flush');
    batch.forEach((waiting, index) => {
      const verdict = verdicts[index];
      if (verdict) waiting.resolve(verdict);
      else waiting.reject(new Error('hold_places gave no verdict'));
    });
  } catch (error) {
    // A lock not had in time, a lost connection: trying each alone would only make everybody wait longer.
    if (batch.length > 1 && ofOneOrder.test(sqlState(error) ?? '')) await flushOneByOne(db, batch);
    else for (const waiting of batch) waiting.reject(error);
  }
}

/** One order's error undid the whole statement: each is tried alone, so that the error meets the order it belongs to. */
async function flushOneByOne(db: Db, batch: Waiting[]): Promise<void> {
  for (const { request, resolve, reject } of batch) {
    await holdOne(db, request, 'asynchronously').then(resolve, reject);
  }
}

async function holdOne(
  db: Db,
  request: HoldRequest,
  commit: 'asynchronously' | 'with the caller',
): Promise<HoldVerdict> {
  const [verdict] = await holdPlaces(db, [request], commit);
  if (!verdict) throw new Error('hold_places gave no verdict');
  return verdict;
}
