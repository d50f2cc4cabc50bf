import type { Machine } from '#lib/platform/machine.ts';
import type { TicketState } from './values.ts';

/** A ticket. That it was used is a fact of the scans and no state. */
export const ticketMachine = {
  '-': ['valid'],
  valid: ['suspended', 'revoked'],
  suspended: ['valid', 'revoked'],
  revoked: [],
} as const satisfies Machine<TicketState>;
