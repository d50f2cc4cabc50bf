import { constraintOf, sqlState } from '#lib/platform/transaction.ts';

/** True where the database says that a time is not this guide's to lead (`guard_guide`, or another tour at that hour). */
export const isGuideRefusal = (error: unknown): boolean =>
  sqlState(error) === 'MU031' || constraintOf(error) === 'timeslot_guide_one_place';
