export const orderStates = [
  'held',
  'awaiting_payment',
  'expiring',
  'expired',
  'paid',
  'partially_refunded',
  'refunded',
  'cancelled',
  'paid_unfulfillable',
  'refund_pending',
  'disputed',
  'lost',
  /** A group's: agreed, and paid on account. */
  'on_account',
] as const;
export type OrderState = (typeof orderStates)[number];
export const channels = ['web', 'desk', 'staff', 'school', 'reseller'] as const;
export type Channel = (typeof channels)[number];

/** Why the museum cancels a time: visitors are told in these words, never in those of the note. */
export const cancellationReasons = [
  'guide_missing',
  'building_closed',
  'technical',
  'official_event',
  'weather',
  'other',
] as const;
export type CancellationReason = (typeof cancellationReasons)[number];
/** What becomes of one order of a time that is cancelled. */
export const cancellationItemStates = [
  'listed',
  'offered',
  'moved',
  'refunding',
  'refunded',
  'nothing_due',
  'needs_person',
] as const;
export type CancellationItemState = (typeof cancellationItemStates)[number];
/** What a person is needed for. */
export const cancellationWhys = ['disputed', 'refund_failed', 'paid_by_hand'] as const;
export type CancellationWhy = (typeof cancellationWhys)[number];
/** Why a school or group asked in vain, by the limit that stands in the way. `group_rules`: for what it is, not for want of room. */
export const groupDemandRefusals = [
  'group_rooms',
  'group_guides',
  'group_lanes',
  'group_no_start',
  'group_closed',
  'group_rules',
] as const;
export type GroupDemandRefusal = (typeof groupDemandRefusals)[number];
/** Why somebody asked in vain. `lane_full`: a lane that a code had opened. */
export const demandRefusals = [
  'full',
  'not_on_sale',
  'lane_full',
  'voucher_used_up',
  'order_limit',
  'email_day_limit',
  ...groupDemandRefusals,
] as const;
export type DemandRefusal = (typeof demandRefusals)[number];
export const voucherStates = ['active', 'withdrawn'] as const;
export type VoucherState = (typeof voucherStates)[number];
export const voucherUseStates = ['held', 'used', 'released', 'removed'] as const;
export type VoucherUseState = (typeof voucherUseStates)[number];
/** What a paid order may become: another time, other ticket types, more people. */
export const changeKinds = ['move', 'types', 'people'] as const;
export type ChangeKind = (typeof changeKinds)[number];
export const changeStates = ['open', 'applied', 'dropped', 'run_out'] as const;
export type ChangeState = (typeof changeStates)[number];
