export const poolKinds = ['lane', 'space', 'building', 'day'] as const;
export type PoolKind = (typeof poolKinds)[number];
export const poolStatuses = ['on_sale', 'closed'] as const;
export type PoolStatus = (typeof poolStatuses)[number];
export const lanes = ['public', 'schools', 'desk', 'official'] as const;
export type Lane = (typeof lanes)[number];
export const claimStates = ['held', 'sold', 'released'] as const;
export type ClaimState = (typeof claimStates)[number];
