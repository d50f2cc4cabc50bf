import type { Machine } from '#lib/platform/machine.ts';
import type { ChangeState } from './values.ts';

/** A change of a paid order. Open while its places are held and its money awaited; what brings money back or costs nothing is applied at once. */
export const changeMachine = {
  '-': ['open'],
  open: ['applied', 'dropped', 'run_out'],
  // money that came late, and the places are free again
  run_out: ['applied'],
  applied: [],
  dropped: [],
} as const satisfies Machine<ChangeState>;
