import type { Machine } from '#lib/platform/machine.ts';
import type { ClaimState } from './values.ts';

/**
 * Places of an order: held, sold, given back; and taken again, if there is room. A guide's own place begins sold; that of an order
 * which moves begins as nothing and is sold in the step that gives the old one back.
 */
export const claimMachine = {
  '-': ['held', 'sold', 'released'],
  held: ['sold', 'released'],
  sold: ['released'],
  released: ['held', 'sold'],
} as const satisfies Machine<ClaimState>;
