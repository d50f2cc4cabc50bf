import type { Struck } from './chaos.ts';
import type { Entry } from './history.ts';
import type { Violation } from './violations.ts';

/** What a run of one seed came to. `struck` and `history` are written down only with a failure. */
export type Report = {
  seed: number;
  operations: number;
  ok: number;
  refused: number;
  unknown: number;
  byOperation: Record<string, Record<Entry['outcome'], number>>;
  faults: number;
  crashes: number;
  crashPoints: string[];
  falls: string[];
  /** What became of offers of the waiting list. */
  offers: Record<string, number>;
  virtualMinutes: number;
  quietPoints: number;
  longestRepairSeconds: number;
  violations: Violation[];
  seconds: number;
  struck: Struck[];
  history: Entry[];
};

export function emptyReport(seed: number): Report {
  return {
    seed,
    operations: 0,
    ok: 0,
    refused: 0,
    unknown: 0,
    byOperation: {},
    faults: 0,
    crashes: 0,
    crashPoints: [],
    falls: [],
    offers: {},
    virtualMinutes: 0,
    quietPoints: 0,
    longestRepairSeconds: 0,
    violations: [],
    seconds: 0,
    struck: [],
    history: [],
  };
}
