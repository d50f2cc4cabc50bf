import { type Db, isInsideTransaction } from '#db/client.ts';
import { sqlState } from './transaction.ts';

/** Errors that one request's own contents can bring on: wrong data, a broken constraint, a deadlock, a guard of ours. */
const ofOneRequest = /^(22|23|40|MU)/;
/** A lock was not had in time. */
const lockTaken = '55P03';
/** Flushes at the same time, beside the others, of things that somebody would not let go of. */
const mostAlone = 3;
/** For so long, in milliseconds, whoever wants what somebody would not let go of waits alone. */
const aloneFor = 5_000;

export type FlushWay = {
  /** Others wait behind this flush: a lock that is not had soon is given up, so that nobody waits for what is another's. */
  isImpatient: boolean;
  commit: 'by itself' | 'with the caller';
};

export type FunnelPlan<Request, Verdict> = {
  /** What a request is for: a timeslot, an order. Two flushes for the same thing are never under way at once. */
  thingOf(request: Request): string;
  /** Only requests of one group go together. */
  groupOf(request: Request): string;
  /** One statement for all of them; a verdict for each, in their order. */
  flush(db: Db, requests: readonly Request[], way: FlushWay): Promise<readonly Verdict[]>;
  /** Requests in one flush, and flushes at the same time: few, for what they write they share, and larger ones cost less. */
  mostRequests: number;
  mostFlushes: number;
};

type Waiting<Request, Verdict> = {
  request: Request;
  resolve: (verdict: Verdict) => void;
  reject: (error: unknown) => void;
};

type State<Request, Verdict> = {
  /** Who waits, by thing. A thing stands here while somebody waits for it or a flush of it is under way. */
  queues: Map<string, Waiting<Request, Verdict>[]>;
  /** Things that somebody waits for and that no flush works on, the longest waiting first. */
  ready: Set<string>;
  /** Things that somebody held for too long: until when they go alone. */
  alone: Map<string, number>;
  flushes: number;
  flushesAlone: number;
};

/**
 * Many small writes of a process as few large ones: whoever comes while a flush is under way goes with the next, together with
 * whoever else has come. So a hot thing costs one statement and one commit for many requests and its row locks never queue up,
 * and many things at once cost a few statements instead of hundreds. A request that the database refuses with an error fails
 * alone. Inside a transaction a request goes by itself and is committed with the rest.
 */
export function createFunnel<Request, Verdict>(
  plan: FunnelPlan<Request, Verdict>,
): (db: Db, request: Request) => Promise<Verdict> {
  const states = new WeakMap<Db, State<Request, Verdict>>();

  async function flushOne(db: Db, request: Request, commit: FlushWay['commit']): Promise<Verdict> {
    const [verdict] = await plan.flush(db, [request], { isImpatient: false, commit });
    if (verdict === undefined) throw new Error('a flush gave no verdict');
    return verdict;
  }

  /** Never throws: whoever waits is told. */
  async function flush(db: Db, state: State<Request, Verdict>, batch: Waiting<Request, Verdict>[], isAlone: boolean) {
    try {
      const verdicts = await plan.flush(
        db,
        batch.map(({ request }) => request),
        { isImpatient: !isAlone, commit: 'by itself' },
      );
      batch.forEach(({ resolve, reject }, index) => {
        const verdict = verdicts[index];
        if (verdict === undefined) reject(new Error('a flush gave no verdict'));
        else resolve(verdict);
      });
    } catch (error) {
      const code = sqlState(error) ?? '';
      if (!isAlone && code === lockTaken) {
        // One of the things is held by somebody: each goes again by itself, so that only who wants that one waits.
        const until = Date.now() + aloneFor;
        for (const waiting of batch) {
          const thing = plan.thingOf(waiting.request);
          state.alone.set(thing, until);
          state.queues.get(thing)?.unshift(waiting);
        }
      } else if (batch.length > 1 && ofOneRequest.test(code)) {
        // One request's error undid the whole statement: each is tried alone, so that the error meets the one it belongs to.
        for (const { request, resolve, reject } of batch)
          await flushOne(db, request, 'by itself').then(resolve, reject);
      } else {
        // A lock not had in time, a lost connection: trying each alone would only make everybody wait longer.
        for (const waiting of batch) waiting.reject(error);
      }
    }
  }

  function goesAlone(state: State<Request, Verdict>, thing: string): boolean {
    const until = state.alone.get(thing);
    if (until === undefined) return false;
    if (until > Date.now()) return true;
    state.alone.delete(thing);
    return false;
  }

  /** Takes what goes together next: all of one group, up to the most, of things that nobody works on; or one thing, alone. */
  function takeBatch(
    state: State<Request, Verdict>,
    isAlone: boolean,
  ): { things: string[]; batch: Waiting<Request, Verdict>[] } {
    const things: string[] = [];
    const batch: Waiting<Request, Verdict>[] = [];
    let group: string | undefined;
    for (const thing of state.ready) {
      const queue = state.queues.get(thing) ?? [];
      const first = queue[0];
      if (!first || goesAlone(state, thing) !== isAlone) continue;
      group ??= plan.groupOf(first.request);
      if (plan.groupOf(first.request) !== group) continue;
      let count = 0;
      for (const { request } of queue) {
        if (batch.length + count >= plan.mostRequests || plan.groupOf(request) !== group) break;
        count += 1;
      }
      batch.push(...queue.splice(0, count));
      things.push(thing);
      if (isAlone || batch.length >= plan.mostRequests) break;
    }
    for (const thing of things) state.ready.delete(thing);
    return { things, batch };
  }

  function flushReady(db: Db, state: State<Request, Verdict>): void {
    while (state.flushes < plan.mostFlushes && flushNext(db, state, false));
    while (state.flushesAlone < mostAlone && flushNext(db, state, true));
  }

  /** Begins a flush; false when there is nothing for it. */
  function flushNext(db: Db, state: State<Request, Verdict>, isAlone: boolean): boolean {
    const { things, batch } = takeBatch(state, isAlone);
    if (batch.length === 0) return false;
    const underWay = isAlone ? 'flushesAlone' : 'flushes';
    state[underWay] += 1;
    void flush(db, state, batch, isAlone).finally(() => {
      state[underWay] -= 1;
      for (const thing of things) {
        if (state.queues.get(thing)?.length) state.ready.add(thing);
        else state.queues.delete(thing);
      }
      flushReady(db, state);
    });
    return true;
  }

  return (db, request) => {
    if (isInsideTransaction()) return flushOne(db, request, 'with the caller');
    const state = states.get(db) ?? {
      queues: new Map(),
      ready: new Set(),
      alone: new Map(),
      flushes: 0,
      flushesAlone: 0,
    };
    states.set(db, state);
    return new Promise((resolve, reject) => {
      const waiting = { request, resolve, reject };
      const thing = plan.thingOf(request);
      const queue = state.queues.get(thing);
      if (queue) {
        queue.push(waiting);
        return;
      }
      state.queues.set(thing, [waiting]);
      state.ready.add(thing);
      // After this turn: requests that arrived together go together.
      setImmediate(flushReady, db, state);
    });
  };
}
