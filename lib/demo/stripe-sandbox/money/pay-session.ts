import { cardOf } from '../cards.ts';
import { emit } from '../events/emit.ts';
import { feeOf, newBalanceTransaction } from '../objects/balance-transaction.ts';
import { type Charge, newCharge } from '../objects/charge.ts';
import { detailsOf, type Session } from '../objects/checkout-session.ts';
import { newPaymentIntent, type PaymentIntent } from '../objects/payment-intent.ts';
import { type Cause, seconds, type World } from '../world.ts';
import { type ChargeFacts, getIntent, getSession, type IntentFacts, idOf } from './find.ts';

export type Payer = { number: string; name: string; email: string; expMonth: number; expYear: number };
export type PaymentOutcome =
  | { state: 'paid' | 'needs_challenge' }
  /** Paid or run out before: the page shows that instead. */
  | { state: 'not_open' }
  | { state: 'declined'; code: string; declineCode?: string };

const nobody: Cause = null;

/**
 * The payer presses the button. Everything happens in one transaction of the store, so a second press finds the session paid
 * and charges nothing.
 */
export function paySession(world: World, sessionId: string, payer: Payer): PaymentOutcome {
  return world.store.atomically(() => {
    const { body: session } = getSession(world, sessionId);
    if (session.status !== 'open' || session.expires_at <= seconds(world)) return { state: 'not_open' };
    const intent = intentOf(world, session);
    const card = cardOf(payer.number);
    if (!card.needsChallenge) return charge(world, session, intent, payer, false);
    const { number, name, email, expMonth, expYear } = payer;
    const challenge = { number, name, email, expMonth, expYear };
    world.store.saveFacts(intent.id, { sessionId, challenge } satisfies IntentFacts);
    const asked: PaymentIntent = {
      ...intent,
      status: 'requires_action',
      last_payment_error: null,
      next_action: {
        type: 'redirect_to_url',
        redirect_to_url: { url: `${session.url}/authenticate`, return_url: session.url },
      },
    };
    world.store.save(asked);
    emit(world, 'payment_intent.requires_action', asked, nobody);
    return { state: 'needs_challenge' };
  });
}

/** The payer answers their bank's question. */
export function answerChallenge(world: World, sessionId: string, isAccepted: boolean): PaymentOutcome {
  return world.store.atomically(() => {
    const { body: session } = getSession(world, sessionId);
    if (session.status !== 'open' || session.expires_at <= seconds(world)) return { state: 'not_open' };
    const intentId = idOf(session.payment_intent);
    if (!intentId) return { state: 'not_open' };
    const { body: intent, facts } = getIntent(world, intentId);
    if (!facts.challenge) return { state: 'not_open' };
    world.store.saveFacts(intentId, { sessionId, challenge: null } satisfies IntentFacts);
    if (isAccepted) return charge(world, session, intent, facts.challenge, true);
    const message =
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.';
    const refused: PaymentIntent = {
      ...intent,
      status: 'requires_payment_method',
      next_action: null,
      last_payment_error: { type: 'invalid_request_error', code: 'payment_intent_authentication_failure', message },
    };
    world.store.save(refused);
    emit(world, 'payment_intent.payment_failed', refused, nobody);
    return { state: 'declined', code: 'payment_intent_authentication_failure' };
  });
}

function intentOf(world: World, session: Session): PaymentIntent {
  const known = idOf(session.payment_intent);
  if (known) return getIntent(world, known).body;
  const { intentParams } = getSession(world, session.id).facts;
  const intent = newPaymentIntent({
    created: seconds(world),
    amountMinor: session.amount_total ?? 0,
    currency: session.currency ?? '',
    captureMethod: intentParams.capture_method ?? 'automatic_async',
    description: intentParams.description ?? null,
    metadata: intentParams.metadata ?? {},
    receiptEmail: intentParams.receipt_email ?? null,
    statementDescriptor: intentParams.statement_descriptor ?? null,
    statementDescriptorSuffix: intentParams.statement_descriptor_suffix ?? null,
  });
  world.store.add('payment_intent', intent, { sessionId: session.id, challenge: null } satisfies IntentFacts);
  world.store.save({ ...session, payment_intent: intent.id });
  emit(world, 'payment_intent.created', intent, nobody);
  return intent;
}

function charge(
  world: World,
  session: Session,
  intent: PaymentIntent,
  payer: Payer,
  isChallenged: boolean,
): PaymentOutcome {
  const { store, faults } = world;
  const card = cardOf(payer.number);
  const created = seconds(world);
  const made = newCharge(intent, card, payer, { created, isChallenged });
  if (card.decline) {
    const { code, declineCode, message } = card.decline;
    const failed: PaymentIntent = {
      ...intent,
      status: 'requires_payment_method',
      next_action: null,
      latest_charge: made.id,
      last_payment_error: {
        type: 'card_error',
        charge: made.id,
        code: code as 'card_declined',
        ...(declineCode ? { decline_code: declineCode } : {}),
        message,
      },
    };
    store.add('charge', made, { later: null } satisfies ChargeFacts);
    store.save(failed);
    emit(world, 'charge.failed', made, nobody);
    emit(world, 'payment_intent.payment_failed', failed, nobody);
    return { state: 'declined', code, ...(declineCode ? { declineCode } : {}) };
  }
  const moved = newBalanceTransaction({
    type: 'charge',
    created,
    amountMinor: made.amount,
    feeMinor: feeOf(made.amount, made.currency),
    currency: made.currency,
    source: made.id,
    description: made.description,
  });
  const paidCharge: Charge = { ...made, balance_transaction: moved.id };
  const paidIntent: PaymentIntent = {
    ...intent,
    status: 'succeeded',
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: made.id,
    next_action: null,
    payment_method: made.payment_method,
  };
  const paidSession: Session = {
    ...session,
    payment_intent: intent.id,
    customer_details: detailsOf(payer.email, payer.name),
    payment_status: 'paid',
    status: 'complete',
    url: null,
  };
  store.add('balance_transaction', moved);
  store.add('charge', paidCharge, { later: card.later ?? null } satisfies ChargeFacts);
  store.save(paidIntent);
  store.save(paidSession);
  if (!faults.strikes('paymentWithoutEvent')) {
    emit(world, 'charge.succeeded', paidCharge, nobody);
    emit(world, 'payment_intent.succeeded', paidIntent, nobody);
    emit(world, 'checkout.session.completed', paidSession, nobody);
  }
  const { disputeAfterMs } = faults.current();
  if (card.later === 'dispute' || faults.strikes('paymentDisputed')) {
    world.agenda.add('dispute', world.clock.now() + disputeAfterMs, { chargeId: made.id });
  }
  return { state: 'paid' };
}
