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
] as const;
export type OrderState = (typeof orderStates)[number];
export const channels = ['web', 'desk', 'staff', 'school', 'reseller'] as const;
export type Channel = (typeof channels)[number];
