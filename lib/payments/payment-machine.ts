import type { Machine } from '#lib/platform/machine.ts';
import type { DisputeState, PaymentState } from './values.ts';

/** One attempt to pay. Money is a fact: it is taken as such also from an attempt that was given up. */
export const paymentMachine = {
  // open: at a gateway that knows the page at once; succeeded: nothing to pay, or paid over the counter
  '-': ['created', 'open', 'succeeded'],
  created: ['open', 'processing', 'succeeded', 'failed', 'expired', 'canceled', 'mismatch'],
  open: ['processing', 'succeeded', 'failed', 'expired', 'canceled', 'mismatch'],
  processing: ['succeeded', 'failed', 'expired', 'canceled', 'mismatch'],
  failed: ['succeeded', 'mismatch'],
  expired: ['succeeded', 'mismatch'],
  canceled: ['succeeded', 'mismatch'],
  succeeded: [],
  mismatch: [],
} as const satisfies Machine<PaymentState>;

/** What the card holder's bank does with a payment. It begins as it is found, and a later word of the bank outweighs. */
export const disputeMachine = {
  '-': ['open', 'won', 'lost'],
  open: ['won', 'lost'],
  won: ['open', 'lost'],
  lost: ['won'],
} as const satisfies Machine<DisputeState>;
