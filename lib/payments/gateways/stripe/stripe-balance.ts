import type { Stripe } from 'stripe';
import { isUuid } from '#lib/platform/ids.ts';
import type { BalanceLine } from '../../provider.ts';

/** What Stripe's reporting categories are in our ledger; whatever else there may be is an adjustment. */
const kindOf: Record<string, BalanceLine['kind']> = {
  charge: 'charge',
  refund: 'refund',
  refund_failure: 'refund_failed',
  dispute: 'dispute',
  dispute_reversal: 'dispute_won',
  fee: 'fee',
  payout: 'payout',
  payout_reversal: 'payout',
};

/**
 * A balance transaction of Stripe, its source expanded, as lines of ours: the movement itself, and what it cost. A charge goes
 * by its payment intent, as in the ledger.
 */
export function balanceLinesOf(moved: Stripe.BalanceTransaction): BalanceLine[] {
  const kind = kindOf[moved.reporting_category] ?? 'adjustment';
  const from = { lineId: moved.id, currency: moved.currency.toUpperCase(), at: new Date(moved.created * 1000) };
  const paymentIntentId = intentOf(moved.source);
  const whose = { paymentIntentId, paymentId: paymentOf(moved.source) };
  const sourceId = typeof moved.source === 'string' ? moved.source : (moved.source?.id ?? null);
  const reference = (kind === 'charge' ? (paymentIntentId ?? sourceId) : kind === 'fee' ? null : sourceId) ?? moved.id;
  // Of a fee that is a movement itself, its own fee (VAT, say) belongs to the same line.
  const movement = { ...from, ...whose, kind, reference, amountMinor: kind === 'fee' ? moved.net : moved.amount };
  const cost = { ...from, ...whose, kind: 'fee' as const, reference: moved.id, amountMinor: -moved.fee };
  return (kind === 'fee' ? [movement] : [movement, cost]).filter((line) => line.amountMinor !== 0);
}

function intentOf(source: Stripe.BalanceTransaction['source']): string | null {
  if (source === null || typeof source !== 'object' || !('payment_intent' in source)) return null;
  const intent = source.payment_intent;
  return typeof intent === 'object' ? (intent?.id ?? null) : (intent ?? null);
}

function paymentOf(source: Stripe.BalanceTransaction['source']): string | null {
  if (source === null || typeof source !== 'object' || !('metadata' in source)) return null;
  const paymentId = source.metadata?.payment;
  return isUuid(paymentId) ? paymentId : null;
}
