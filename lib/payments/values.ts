/** Who takes payments on a page of their own; the first is the one unless another is chosen. */
export const gateways = ['stripe', 'bankpage'] as const;
export type Gateway = (typeof gateways)[number];
/** Taken by people, with a proof in hand. */
export const counters = ['cash', 'terminal', 'transfer'] as const;
export type Counter = (typeof counters)[number];
export const providers = [...gateways, 'none', ...counters] as const;
export type Provider = (typeof providers)[number];

export function isGateway(text: unknown): text is Gateway {
  return gateways.some((name) => name === text);
}
export const paymentStates = [
  'created',
  'open',
  'processing',
  'succeeded',
  'failed',
  'expired',
  'canceled',
  'mismatch',
] as const;
export type PaymentState = (typeof paymentStates)[number];
export const refundStates = [
  'requested',
  'submitting',
  'pending',
  'requires_action',
  'succeeded',
  'failed',
  'canceled',
  'manual',
] as const;
export type RefundState = (typeof refundStates)[number];
export const refundReasons = [
  'late_payment',
  'paid_twice',
  'cancelled_by_museum',
  'cancelled_by_visitor',
  'mistake',
  'outside',
  /** What a change of the order makes cheaper. */
  'changed',
  /** What was paid for a change that could not be made any more. */
  'change_undone',
  /** More than a visit's papers ask for. */
  'overpaid',
] as const;
export const ledgerKinds = [
  'charge',
  'refund',
  'refund_failed',
  'fee',
  'dispute',
  'dispute_won',
  'adjustment',
  'payout',
  /** What of an order's money is a donation, and the same sum taken out of what its tickets earned: no money moves. */
  'donation',
  'out_of_tickets',
] as const;
export const moneyTaskKinds = [
  'paid_but_expired',
  'refunded_outside',
  'disputed',
  'mismatched',
  'missing_at_provider',
  'missing_here',
  'refund_failed',
  'broken_invariant',
] as const;
export type MoneyTaskKind = (typeof moneyTaskKinds)[number];

/** What a card holder's bank has done with a payment; nothing when null. */
export const disputeStates = ['open', 'won', 'lost'] as const;
export type DisputeState = (typeof disputeStates)[number];
/** The full price in spite of the ladder, which a second person decides. */
export const waiverStates = ['open', 'approved', 'declined'] as const;
export type WaiverState = (typeof waiverStates)[number];
/** What a gateway lists of our whole account, so that a message that never came is missed by nobody. */
export const providerLists = ['refunds', 'disputes'] as const;
