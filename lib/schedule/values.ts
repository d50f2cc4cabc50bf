export const timeslotStates = ['draft', 'on_sale', 'closed', 'done', 'cancelling', 'cancelled'] as const;
export type TimeslotState = (typeof timeslotStates)[number];
export const closureKinds = ['closed', 'official_closure', 'short', 'extended', 'swapped_working_day'] as const;
export type ClosureKind = (typeof closureKinds)[number];
