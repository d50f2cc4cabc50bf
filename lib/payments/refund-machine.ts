import type { Machine } from '#lib/platform/machine.ts';
import type { RefundState, WaiverState } from './values.ts';

/** Money on its way back. What was refunded in the provider's own dashboard begins as it is found there. */
export const refundMachine = {
  '-': ['requested', 'pending', 'requires_action', 'succeeded', 'failed', 'canceled'],
  requested: ['submitting', 'canceled'],
  submitting: ['pending', 'requires_action', 'succeeded', 'failed', 'canceled'],
  pending: ['requires_action', 'succeeded', 'failed', 'canceled'],
  requires_action: ['succeeded', 'failed', 'canceled'],
  // a bank may send it back days later
  succeeded: ['failed'],
  failed: ['manual'],
  manual: ['canceled'],
  canceled: [],
} as const satisfies Machine<RefundState>;

/** The full price in spite of the ladder: asked for by one, decided by another. */
export const waiverMachine = {
  '-': ['open'],
  open: ['approved', 'declined'],
  approved: [],
  declined: [],
} as const satisfies Machine<WaiverState>;
