import { seededRandom } from '../stripe-sandbox/random.ts';

/** Chances are from 0 (never) to 1 (always). */
export type Faults = {
  /** A callback is never made. */
  callbackLost: number;
  /** A callback goes out twice at the same time. */
  callbackDoubled: number;
  /** A callback waits for up to `callbackDelayMostMs`. */
  callbackDelayed: number;
  callbackDelayMostMs: number;
  /** A change is made, and the connection breaks before the answer. */
  answerLost: number;
  /** Nothing is done, and the answer is a 500. */
  serverError: number;
  /** Nothing is done, and the answer is error 99. */
  systemError: number;
  /** A refund is taken on, and done only after `refundPendingMs`. */
  refundPending: number;
  refundPendingMs: number;
  /** A refund that was taken on is rejected in the end. */
  refundRejected: number;
};

export const noFaults: Faults = {
  callbackLost: 0,
  callbackDoubled: 0,
  callbackDelayed: 0,
  callbackDelayMostMs: 3_600_000,
  answerLost: 0,
  serverError: 0,
  systemError: 0,
  refundPending: 0,
  refundPendingMs: 3_600_000,
  refundRejected: 0,
};
type Chance = Exclude<keyof Faults, `${string}Ms`>;

export type FaultControl = {
  current(): Readonly<Faults>;
  /** Changes some and leaves the others. Throws a RangeError for what is no fault or no such value. */
  set(changes: Partial<Faults>): void;
  clear(): void;
  /** Throws the dice for a fault given as a chance. */
  strikes(fault: Chance): boolean;
  random(): number;
};

/** The same seed and the same requests give the same faults. */
export function faultControl(seed = 1): FaultControl {
  let faults: Faults = { ...noFaults };
  const random = seededRandom(seed);
  return {
    current: () => faults,
    set(changes) {
      for (const [name, value] of Object.entries(changes)) {
        const most = name.endsWith('Ms') ? Number.MAX_SAFE_INTEGER : 1;
        if (!Object.hasOwn(noFaults, name) || typeof value !== 'number' || !(value >= 0 && value <= most))
          throw new RangeError(`${name}: no such fault or value`);
      }
      faults = { ...faults, ...changes };
    },
    clear() {
      faults = { ...noFaults };
    },
    strikes: (fault) => faults[fault] >= 1 || (faults[fault] > 0 && random() < faults[fault]),
    random,
  };
}
