import type { Stripe } from 'stripe';
import { decimalsOf } from '../currencies.ts';
import { newId } from '../random.ts';

export type BalanceTransaction = Stripe.BalanceTransaction;

const availableAfter = 2 * 86_400;
const reporting = {
  charge: 'charge',
  refund: 'refund',
  refund_failure: 'refund_failure',
  adjustment: 'dispute',
} as const;

/** A movement on the account's balance. `amountMinor` and `feeMinor` carry their sign. */
export function newBalanceTransaction(facts: {
  type: keyof typeof reporting;
  created: number;
  amountMinor: number;
  feeMinor: number;
  currency: string;
  source: string;
  description: string | null;
  isReversal?: boolean;
}): BalanceTransaction {
  return {
    id: newId('txn'),
    object: 'balance_transaction',
    amount: facts.amountMinor,
    available_on: facts.created + (facts.type === 'charge' ? availableAfter : 0),
    balance_type: 'payments',
    created: facts.created,
    currency: facts.currency,
    description: facts.description,
    exchange_rate: null,
    fee: facts.feeMinor,
    fee_details:
      facts.feeMinor === 0
        ? []
        : [
            {
              amount: facts.feeMinor,
              application: null,
              currency: facts.currency,
              description: facts.type === 'charge' ? 'Stripe processing fees' : 'Dispute fee',
              type: 'stripe_fee',
            },
          ],
    net: facts.amountMinor - facts.feeMinor,
    reporting_category: facts.isReversal ? 'dispute_reversal' : reporting[facts.type],
    source: facts.source,
    status: facts.type === 'charge' ? 'pending' : 'available',
    type: facts.type,
  };
}

/** What the sandbox keeps of a charge: 2.9 % and 30 hundredths, never more than the charge. */
export function feeOf(amountMinor: number, currency: string): number {
  const fixed = Math.round(0.3 * 10 ** decimalsOf(currency));
  return Math.min(amountMinor, Math.round(amountMinor * 0.029) + fixed);
}
