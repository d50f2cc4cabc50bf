import type { Machine } from '#lib/platform/machine.ts';
import type { OrderState } from './values.ts';

/** An order, from the hold to its end. No way leads out of `refunded` but a refund that fails after all, none out of `lost`. */
export const orderMachine = {
  '-': ['held'],
  held: ['awaiting_payment', 'paid', 'expiring', 'cancelled', 'on_account'],
  awaiting_payment: ['held', 'paid', 'expiring', 'cancelled', 'paid_unfulfillable'],
  expiring: ['expired', 'paid', 'paid_unfulfillable'],
  // held: taken again by the visitor; paid: late money, and the places are free
  expired: ['held', 'paid', 'paid_unfulfillable'],
  paid: ['partially_refunded', 'refunded', 'cancelled', 'disputed'],
  partially_refunded: ['refunded', 'cancelled', 'disputed'],
  cancelled: ['refund_pending', 'paid_unfulfillable'],
  paid_unfulfillable: ['refund_pending'],
  refund_pending: ['refunded'],
  refunded: ['refund_pending'],
  disputed: ['paid', 'partially_refunded', 'lost'],
  lost: [],
  // a group's: agreed, and paid on account (lib/groups)
  on_account: ['cancelled'],
} as const satisfies Machine<OrderState>;
