import type { Stripe } from 'stripe';
import type { DisputeOutcome, Outcome, RecentPage, RefundOutcome } from '../../provider.ts';

/**
 * What a Checkout session, retrieved with its payment intent expanded, means. Only `payment_status` "paid" is money: a
 * completed session may still be unpaid with delayed methods.
 */
export function outcomeOf(session: Stripe.Checkout.Session, isLiveKey: boolean): Outcome {
  const intent = typeof session.payment_intent === 'object' ? session.payment_intent : null;
  const state = sessionState(session, intent);
  return {
    ok: true,
    state,
    sessionId: session.id,
    paymentIntentId: intent?.id ?? (typeof session.payment_intent === 'string' ? session.payment_intent : null),
    amountMinor: state === 'succeeded' && intent ? intent.amount_received : (session.amount_total ?? 0),
    currency: (intent?.currency ?? session.currency ?? '').toUpperCase(),
    orderId: session.client_reference_id === session.metadata?.order ? session.client_reference_id : null,
    paymentId: session.metadata?.payment ?? null,
    isOurMode: session.livemode === isLiveKey,
    failureCode: intent?.last_payment_error?.decline_code ?? intent?.last_payment_error?.code ?? null,
  };
}

function sessionState(session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent | null): Outcome['state'] {
  if (session.payment_status === 'paid') return 'succeeded';
  if (session.status === 'expired') return 'expired';
  if (session.status === 'open') return 'open';
  const isOver = intent?.status === 'requires_payment_method' || intent?.status === 'canceled';
  return isOver ? 'failed' : 'processing';
}

/** What a refund of Stripe means. A word we do not know counts as pending: it is asked again. */
export function refundOutcomeOf(refund: Stripe.Refund): RefundOutcome {
  const states = ['pending', 'requires_action', 'succeeded', 'failed', 'canceled'] as const;
  return {
    ok: true,
    state: states.find((state) => state === refund.status) ?? 'pending',
    providerRefundId: refund.id,
    paymentIntentId:
      typeof refund.payment_intent === 'object' ? (refund.payment_intent?.id ?? null) : refund.payment_intent,
    amountMinor: refund.amount,
    currency: refund.currency.toUpperCase(),
    refundId: refund.metadata?.refund ?? null,
  };
}

/** What a dispute of Stripe means. An inquiry (`warning_…`) is open until it is closed; one that is prevented took nothing. */
export function disputeOutcomeOf(dispute: Stripe.Dispute): DisputeOutcome {
  const over = { won: 'won', lost: 'lost', warning_closed: 'won', prevented: 'won' } as const;
  const sumOf = (direction: 1 | -1) =>
    dispute.balance_transactions
      .filter((moved) => Math.sign(moved.amount) === direction)
      .reduce((sum, moved) => sum + Math.abs(moved.amount), 0);
  return {
    providerDisputeId: dispute.id,
    state: over[dispute.status as keyof typeof over] ?? 'open',
    takenMinor: sumOf(-1),
    reinstatedMinor: sumOf(1),
    currency: dispute.currency.toUpperCase(),
  };
}

/** A page of a list over the whole account, in our own types. */
export function recentPageOf<Object extends Stripe.Refund | Stripe.Dispute, What>(
  page: { data: Object[]; has_more: boolean },
  outcomeOf: (object: Object) => What,
): RecentPage<What> {
  return {
    ok: true,
    items: page.data.map((object) => ({
      what: outcomeOf(object),
      paymentIntentId:
        typeof object.payment_intent === 'object' ? (object.payment_intent?.id ?? null) : object.payment_intent,
      at: new Date(object.created * 1000),
    })),
    next: page.has_more ? (page.data.at(-1)?.id ?? null) : null,
  };
}
