/** Milliseconds since 1970, as `Date.now()`. */
export type Clock = { now(): number };

/** What a virtual clock wakes on its way: the earliest instant it waits for, and the work of that instant. */
type Sleeper = { nextAt(): number | null; wake(): Promise<void> };

/** A clock that stands still until it is told to move. */
export type VirtualClock = Clock & {
  readonly isVirtual: true;
  /** Goes forward, stopping at every instant somebody waits for; resolves when all work up to the end is done. */
  advance(milliseconds: number): Promise<void>;
  /** Joins the sleepers; the answer leaves them. */
  join(sleeper: Sleeper): () => void;
};

/** The machine's own clock. */
export const realClock: Clock = { now: () => Date.now() };

/** A clock for tests, at `startAt` until it is advanced. Advancing never goes back. */
export function virtualClock(startAt: number): VirtualClock {
  let now = startAt;
  let moving: Promise<void> = Promise.resolve();
  const sleepers = new Set<Sleeper>();

  async function moveTo(target: number): Promise<void> {
    for (;;) {
      // What is due or under way at this instant ends in it: a webhook sent now does not arrive an hour later.
      for (const sleeper of [...sleepers]) await sleeper.wake();
      const waiting = [...sleepers].map((sleeper) => sleeper.nextAt() ?? Number.POSITIVE_INFINITY);
      const next = Math.min(...waiting, Number.POSITIVE_INFINITY);
      if (next > target) break;
      now = Math.max(now, next);
    }
    now = Math.max(now, target);
  }

  return {
    isVirtual: true,
    now: () => now,
    advance(milliseconds) {
      if (!(milliseconds >= 0)) throw new RangeError('a clock does not go back');
      // One at a time: who advances while another does starts where that one ended.
      const moved = moving.then(() => moveTo(now + milliseconds));
      moving = moved.catch(() => undefined);
      return moved;
    },
    join(sleeper) {
      sleepers.add(sleeper);
      return () => void sleepers.delete(sleeper);
    },
  };
}

/** True when the clock can be advanced. */
export function isVirtual(clock: Clock): clock is VirtualClock {
  return 'isVirtual' in clock;
}
