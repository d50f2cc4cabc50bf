export const waitingStates = ['waiting', 'offered', 'taken', 'left', 'removed', 'ended'] as const;
export type WaitingState = (typeof waitingStates)[number];
export const waitingOfferStates = ['open', 'taken', 'lapsed', 'declined', 'withdrawn'] as const;
export type WaitingOfferState = (typeof waitingOfferStates)[number];
export const waitingMachines = ['waiting', 'waiting_offer'] as const;
/**
 * Why a party was passed over: all of it is larger than what came free; its smallest part is; what would be left of it is smaller
 * than a part may be; those before it took them; it said no to this very time; it let an offer of this time run out.
 */
export const passOverReasons = [
  'party_larger',
  'part_larger',
  'rest_too_small',
  'others_first',
  'declined',
  'rested',
] as const;
export type PassOverReason = (typeof passOverReasons)[number];
