import type { Machine } from '#lib/platform/machine.ts';
import type { TimeslotState } from './values.ts';

/** A time: made, or asleep until a manager has it made; sold, over; or cancelled, once every order of it has been seen to. */
export const timeslotMachine = {
  '-': ['draft'],
  draft: ['on_sale', 'dormant'],
  dormant: ['draft'],
  on_sale: ['closed', 'done', 'cancelling'],
  closed: ['on_sale', 'done', 'cancelling'],
  cancelling: ['cancelled'],
  cancelled: [],
  done: [],
} as const satisfies Machine<TimeslotState>;
