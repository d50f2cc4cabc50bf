import { type Random, seededRandom } from './random.ts';

/** Chances are from 0 (never) to 1 (always). */
export type Faults = {
  /** An event never arrives and is not tried again; it stays among the undelivered ones. */
  webhookDropped: number;
  /** A delivery goes out twice or more, up to `webhookCopiesMost` (5 at most) in all, at the same time. */
  webhookDoubled: number;
  webhookCopiesMost: number;
  /** A delivery waits for up to `webhookDelayMostMs` (72 h at most). */
  webhookDelayed: number;
  webhookDelayMostMs: number;
  /** A delivery lets a later one pass: it waits for a few seconds. */
  webhookReordered: number;
  /** A change is made, and the connection breaks before the answer. */
  answerLost: number;
  /** Nothing is made, the answer is a 500, and that answer is kept for its idempotency key. */
  serverError: number;
  /** The object is made, and the answer is such a 500 all the same. */
  serverErrorAfterChange: number;
  /** Above so many requests in a second of the clock: 429. Null: no limit. */
  requestsPerSecondMost: number | null;
  /** A change under an idempotency key waits so long (real milliseconds); meanwhile its key is in use. */
  answerDelayMs: number;
  /** A payment succeeds and no event says so, ever. */
  paymentWithoutEvent: number;
  /** A refund stays pending for `refundPendingMs`, then succeeds. */
  refundPending: number;
  refundPendingMs: number;
  /** A refund that stayed pending, or had succeeded, fails after `refundPendingMs`. */
  refundFails: number;
  /** A paid charge is disputed after `disputeAfterMs`. */
  paymentDisputed: number;
  disputeAfterMs: number;
};

export const noFaults: Faults = {
  webhookDropped: 0,
  webhookDoubled: 0,
  webhookCopiesMost: 5,
  webhookDelayed: 0,
  webhookDelayMostMs: 72 * 3_600_000,
  webhookReordered: 0,
  answerLost: 0,
  serverError: 0,
  serverErrorAfterChange: 0,
  requestsPerSecondMost: null,
  answerDelayMs: 0,
  paymentWithoutEvent: 0,
  refundPending: 0,
  refundPendingMs: 24 * 3_600_000,
  refundFails: 0,
  paymentDisputed: 0,
  disputeAfterMs: 60_000,
};
const most: Partial<Record<keyof Faults, number>> = { webhookCopiesMost: 5, webhookDelayMostMs: 72 * 3_600_000 };
const chances = [
  'webhookDropped',
  'webhookDoubled',
  'webhookDelayed',
  'webhookReordered',
  'answerLost',
  'serverError',
  'serverErrorAfterChange',
  'paymentWithoutEvent',
  'refundPending',
  'refundFails',
  'paymentDisputed',
] as const;
type Chance = (typeof chances)[number];

export type FaultControl = {
  current(): Readonly<Faults>;
  /** Changes some settings and leaves the others. Throws a RangeError for what is no setting or no such value. */
  set(changes: Partial<Faults>): void;
  /** Turns everything off. */
  clear(): void;
  /** Starts the row of chances anew: the same seed and the same requests give the same faults. */
  seed(seed: number): void;
  /** Throws the dice for a fault given as a chance. */
  strikes(fault: Chance): boolean;
  random: Random;
};

export function faultControl(seed = 1): FaultControl {
  let faults: Faults = { ...noFaults };
  let next = seededRandom(seed);
  const random = () => next();
  return {
    current: () => faults,
    set(changes) {
      for (const [name, value] of Object.entries(changes)) check(name, value);
      faults = { ...faults, ...changes };
    },
    clear() {
      faults = { ...noFaults };
    },
    seed(value) {
      next = seededRandom(value);
    },
    // No dice for what never or always happens: switching one fault on leaves the row of the others as it was.
    strikes: (fault) => faults[fault] >= 1 || (faults[fault] > 0 && random() < faults[fault]),
    random,
  };
}

function check(name: string, value: unknown): void {
  if (!Object.hasOwn(noFaults, name)) throw new RangeError(`${name} is not a fault`);
  const fault = name as keyof Faults;
  if (fault === 'requestsPerSecondMost' && value === null) return;
  const largest = isChance(fault) ? 1 : (most[fault] ?? Number.MAX_SAFE_INTEGER);
  if (typeof value !== 'number' || !(value >= 0 && value <= largest)) {
    throw new RangeError(`${name} must be a number from 0 to ${largest}`);
  }
}

function isChance(fault: keyof Faults): fault is Chance {
  return chances.some((chance) => chance === fault);
}
