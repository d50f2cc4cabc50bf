import { constraintOf, sqlState } from '#lib/platform/transaction.ts';

export type PlaceRefusal =
  | 'no_room'
  | 'time_taken'
  | 'guide_not_free'
  | 'not_on_sale'
  | 'wrong_state'
  | 'too_large'
  | 'already_here';

/** What the database has refused of a plan, if it is something that people can be told; null for anything else. */
export function placeRefusal(error: unknown): PlaceRefusal | null {
  const state = sqlState(error);
  const constraint = constraintOf(error);
  if (constraint === 'pool_room') return 'no_room';
  if (constraint === 'sub_group_one_a_time') return 'time_taken';
  if (state === 'MU031' || constraint === 'timeslot_guide_one_place') return 'guide_not_free';
  if (state === 'MU001' || state === 'MU009') return 'not_on_sale';
  if (constraint === 'sub_group_maximum') return 'too_large';
  if (constraint === 'visit_arrived' || constraint === 'ticket_admitted_once') return 'already_here';
  if (constraint === 'visit_state' || (state === 'MU002' && constraint === null)) return 'wrong_state';
  return null;
}
