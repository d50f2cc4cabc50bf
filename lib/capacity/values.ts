export const poolKinds = ['lane', 'space', 'building', 'day'] as const;
export type PoolKind = (typeof poolKinds)[number];
export const poolStatuses = ['on_sale', 'closed'] as const;
export type PoolStatus = (typeof poolStatuses)[number];
export const lanes = ['public', 'schools', 'desk', 'official', 'resellers'] as const;
export type Lane = (typeof lanes)[number];
export const claimStates = ['held', 'sold', 'released'] as const;
export type ClaimState = (typeof claimStates)[number];

/** Why a person adds places or takes added ones back. */
export const overrideReasons = ['larger_party', 'late_arrivals', 'guests', 'wrong_count', 'other'] as const;
export type OverrideReason = (typeof overrideReasons)[number];
/** As recorded: also what came down with a fire limit. */
export const overrideRecords = [...overrideReasons, 'fire_limit'] as const;
export type OverrideRecord = (typeof overrideRecords)[number];

/** A wave of the public lane: so many per cent of its places come on sale so many days before, at this wall time of the museum. */
export type ReleaseWave = { share: number; daysBefore: number; time: string };
/** How many hours before the start a lane gives what it does not use to the public's. */
export type LaneOpening = Partial<Record<Exclude<Lane, 'public'>, number>>;
