import type { Lane } from '#lib/capacity/values.ts';
import type { PriceChange } from '#lib/catalog/voucher-price.ts';
import type { VoucherState } from './values.ts';

/** What a voucher grants and within what bounds. Null lists: everywhere. */
export type VoucherTerms = {
  id: string;
  code: string;
  state: VoucherState;
  change: PriceChange | null;
  lane: Lane | null;
  timeslotId: string | null;
  /** Places of that time which the voucher still reserves. */
  placesLeft: number;
  productIds: readonly string[] | null;
  usesLeft: number;
  minimumTickets: number;
  maximumTickets: number | null;
  validFrom: Date;
  validUntil: Date;
};

export const voucherRefusals = [
  'unknown',
  'not_yet',
  'over',
  'used_up',
  'other_visit',
  'own_times',
  'email_used',
  'too_often',
] as const;
export type VoucherRefusal = (typeof voucherRefusals)[number];

/**
 * Whether a voucher stands for a visit; null when it does. A code that was withdrawn looks like one that never was. A voucher
 * that opens a lane or reserves places of one time is for that lane and that time only; `own_times` tells that its times must
 * be looked at with the code first. The database judges again when the use is taken.
 */
export function judgeVoucher(
  voucher: VoucherTerms | null,
  visit: { now: Date; productId: string; timeslotId: string | null; lane: Lane | null },
): VoucherRefusal | null {
  if (voucher?.state !== 'active') return 'unknown';
  if (visit.now < voucher.validFrom) return 'not_yet';
  if (visit.now >= voucher.validUntil) return 'over';
  if (voucher.usesLeft < 1) return 'used_up';
  if (voucher.productIds && !voucher.productIds.includes(visit.productId)) return 'other_visit';
  if (voucher.timeslotId && visit.timeslotId && voucher.timeslotId !== visit.timeslotId) return 'other_visit';
  if (visit.lane && visit.lane !== (voucher.lane ?? 'public')) return 'own_times';
  return null;
}
