import type { Machine } from '#lib/platform/machine.ts';
import type { GroupOfferState, GuideCallState, VisitState } from './values.ts';

const ended = ['cancelled_by_group', 'cancelled_by_museum'] as const;
const comes = ['part_arrived', 'arrived', 'no_show'] as const;

/** A visit, from the request to the last paper (requirements 6.5). `rescheduled`: agreed, and offered another time beside its own. */
export const visitMachine = {
  '-': ['draft', 'submitted'],
  draft: ['submitted', 'expired'],
  submitted: ['needs_info', 'offered', 'waitlisted', 'declined', 'expired', 'cancelled_by_group'],
  needs_info: ['submitted', 'offered', 'waitlisted', 'declined', 'expired', 'cancelled_by_group'],
  waitlisted: ['submitted', 'offered', 'declined', 'expired', 'cancelled_by_group'],
  offered: ['submitted', 'confirmed', 'waitlisted', 'declined', 'expired', 'cancelled_by_group'],
  // asked for again
  expired: ['submitted'],
  confirmed: ['names_due', 'ready', 'rescheduled', ...ended, ...comes],
  rescheduled: ['confirmed', ...ended],
  names_due: ['list_sent', 'ready', 'rescheduled', ...ended, ...comes],
  list_sent: ['list_cleared', 'names_due', 'rescheduled', ...ended, ...comes],
  list_cleared: ['ready', 'list_sent', 'names_due', 'rescheduled', ...ended, ...comes],
  // one more person: the list is due again
  ready: ['names_due', 'list_sent', 'rescheduled', ...ended, ...comes],
  part_arrived: ['arrived', 'in_progress', 'completed'],
  arrived: ['in_progress', 'completed'],
  in_progress: ['completed'],
  completed: ['evaluated', 'settled'],
  evaluated: ['settled'],
  no_show: ['settled'],
  settled: [],
  declined: [],
  cancelled_by_group: [],
  cancelled_by_museum: [],
} as const satisfies Machine<VisitState>;

/** What the museum proposes, held until it is answered. */
export const groupOfferMachine = {
  '-': ['open'],
  open: ['accepted', 'declined', 'lapsed', 'withdrawn'],
  accepted: [],
  declined: [],
  lapsed: [],
  withdrawn: [],
} as const satisfies Machine<GroupOfferState>;

/** A guide who is asked to lead (requirements 6.9). Whoever has accepted may still fall ill. */
export const guideCallMachine = {
  '-': ['asked'],
  asked: ['accepted', 'declined', 'lapsed', 'withdrawn'],
  accepted: ['declined', 'withdrawn'],
  declined: [],
  lapsed: [],
  withdrawn: [],
} as const satisfies Machine<GuideCallState>;
