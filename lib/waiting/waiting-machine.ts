import type { Machine } from '#lib/platform/machine.ts';
import type { WaitingOfferState, WaitingState } from './values.ts';

/**
 * A party on the list. After an offer that lapsed, was declined or was for a part of it only, it waits again with its rank. `left`
 * by itself, `removed` by staff, `ended` when none of its times is to come.
 */
export const waitingMachine = {
  '-': ['waiting'],
  waiting: ['offered', 'left', 'removed', 'ended'],
  offered: ['waiting', 'taken', 'left', 'removed'],
  taken: [],
  left: [],
  removed: [],
  ended: [],
} as const satisfies Machine<WaitingState>;

/** One offer: its places are its own while it is open. `withdrawn` with its time, or with the party that goes. */
export const waitingOfferMachine = {
  '-': ['open'],
  open: ['taken', 'lapsed', 'declined', 'withdrawn'],
  taken: [],
  lapsed: [],
  declined: [],
  withdrawn: [],
} as const satisfies Machine<WaitingOfferState>;
