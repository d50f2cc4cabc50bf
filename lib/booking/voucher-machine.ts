import type { Machine } from '#lib/platform/machine.ts';
import type { VoucherState, VoucherUseState } from './values.ts';

/** A voucher stands until somebody withdraws it. Run out and used up are its dates and its counter, not states. */
export const voucherMachine = {
  '-': ['active'],
  active: ['withdrawn'],
  withdrawn: [],
} as const satisfies Machine<VoucherState>;

/** One order's use: held with the hold, used once paid, released with the hold or after a refund, removed by the visitor. */
export const voucherUseMachine = {
  '-': ['held'],
  held: ['used', 'released', 'removed'],
  used: ['released'],
  released: ['held', 'removed'],
  removed: ['held'],
} as const satisfies Machine<VoucherUseState>;
