import type { DisputeOutcome } from './provider.ts';
import type { DisputeState } from './values.ts';

/** What several disputes of one payment mean together: one that is lost outweighs all, one that is open all that are won. */
export function disputeStand(disputes: readonly Pick<DisputeOutcome, 'state'>[]): DisputeState | null {
  for (const state of ['lost', 'open', 'won'] as const) if (disputes.some((one) => one.state === state)) return state;
  return null;
}
