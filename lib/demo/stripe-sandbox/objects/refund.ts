import type { Stripe } from 'stripe';
import { newId } from '../random.ts';
import type { Charge } from './charge.ts';

export type Refund = Stripe.Refund;

/** A refund of a charge, on its way or done. */
export function newRefund(
  charge: Charge,
  facts: {
    created: number;
    amountMinor: number;
    reason: Refund['reason'];
    metadata: Record<string, string>;
    isPending: boolean;
  },
): Refund {
  return {
    id: newId('re'),
    object: 'refund',
    amount: facts.amountMinor,
    balance_transaction: null,
    charge: charge.id,
    created: facts.created,
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    metadata: facts.metadata,
    payment_intent: charge.payment_intent,
    payment_method: null,
    ...(facts.isPending ? { pending_reason: 'processing' as const } : {}),
    reason: facts.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: facts.isPending ? 'pending' : 'succeeded',
    transfer_reversal: null,
  };
}
