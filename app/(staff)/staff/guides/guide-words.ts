const dones = [
  'added',
  'saved',
  'linked',
  'leave',
  'leave_ended',
  'hours_saved',
  'deactivated',
  'activated',
  'changed',
  'asked',
  'sought',
  'accepted',
] as const;
const refusals = [
  'forbidden',
  'unknown_guide',
  'unknown_product',
  'no_address',
  'guide_not_free',
  'guide_language',
  'unknown_tour',
  'over',
  'begun',
  'away',
  'nobody',
  'unknown_leave',
] as const;

/** What happened, as an address says it, where there are words for it. */
export const doneOf = (word: string | undefined) => dones.find((one) => one === word);
export const refusedOf = (word: string | undefined) => refusals.find((one) => one === word);
