export const timeslotStates = ['draft', 'dormant', 'on_sale', 'closed', 'done', 'cancelling', 'cancelled'] as const;
export type TimeslotState = (typeof timeslotStates)[number];
export const closureKinds = ['closed', 'official_closure', 'short', 'extended', 'swapped_working_day'] as const;
export type ClosureKind = (typeof closureKinds)[number];

/** Why a manager opens a time that slept. */
export const openingReasons = ['demand', 'guide_available', 'group', 'event', 'other'] as const;
export type OpeningReason = (typeof openingReasons)[number];
