import { Stripe } from 'stripe';
import type { RefundOutcome, RefundRequest } from '../../provider.ts';
import { refundOutcomeOf } from './stripe-outcome.ts';

const mostKeys = 5;

/**
 * Sends a refund once. Stripe keeps the answer to an idempotency key, an error of its own too, and gives it again for as long as
 * it keeps the key: after such a kept error one looks whether the refund was made all the same, and only then asks with the next
 * key. A key that Stripe may have forgotten meanwhile would send the money twice: there one looks first.
 */
export async function sendRefund(stripe: Stripe, request: RefundRequest): Promise<RefundOutcome> {
  const made = request.isKeyOld ? await findMade(stripe, request) : null;
  if (made) return made;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const refund = await stripe.refunds.create(
        {
          payment_intent: request.paymentIntentId,
          amount: request.amountMinor,
          reason: request.reason,
          metadata: { refund: request.refundId },
        },
        { idempotencyKey: attempt === 1 ? request.idempotencyKey : `${request.idempotencyKey}:${attempt}` },
      );
      return refundOutcomeOf(refund);
    } catch (error) {
      if (!isKeptError(error) || attempt === mostKeys) throw error;
      const found = await findMade(stripe, request);
      if (found) return found;
    }
  }
}

function isKeptError(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeAPIError && error.headers?.['idempotent-replayed'] === 'true';
}

async function findMade(stripe: Stripe, request: RefundRequest): Promise<RefundOutcome | null> {
  const list = await stripe.refunds.list({ payment_intent: request.paymentIntentId, limit: 100 });
  const made = list.data.find(({ metadata }) => metadata?.refund === request.refundId);
  return made ? refundOutcomeOf(made) : null;
}
