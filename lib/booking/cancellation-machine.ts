import type { Machine } from '#lib/platform/machine.ts';
import type { CancellationItemState } from './values.ts';

/** What becomes of one order of a time that is cancelled. */
export const cancellationMachine = {
  '-': ['listed'],
  listed: ['offered', 'moved', 'refunding', 'refunded', 'nothing_due', 'needs_person'],
  offered: ['moved', 'refunding', 'refunded', 'nothing_due', 'needs_person'],
  moved: [],
  refunding: ['refunded', 'nothing_due', 'needs_person'],
  refunded: ['needs_person', 'refunding'],
  nothing_due: [],
  needs_person: ['offered', 'moved', 'refunding', 'refunded', 'nothing_due'],
} as const satisfies Machine<CancellationItemState>;
