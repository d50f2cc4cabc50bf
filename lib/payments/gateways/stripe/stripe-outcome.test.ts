import type { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { disputeOutcomeOf, outcomeOf, refundOutcomeOf } from './stripe-outcome.ts';

const intent = {
  id: 'pi_1',
  object: 'payment_intent',
  amount_received: 1200,
  currency: 'azn',
  status: 'succeeded',
  last_payment_error: null,
};
const session = (changes: object) =>
  ({
    id: 'cs_1',
    status: 'open',
    payment_status: 'unpaid',
    amount_total: 1200,
    currency: 'azn',
    livemode: false,
    payment_intent: null,
    client_reference_id: 'order',
    metadata: { order: 'order', payment: 'payment' },
    ...changes,
  }) as unknown as Stripe.Checkout.Session;
const unpaid = { ...intent, amount_received: 0, status: 'requires_payment_method' };

describe('outcomeOf', () => {
  it.each([
    ['open', {}],
    [
      'open',
      {
        payment_intent: {
          ...unpaid,
          last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' },
        },
      },
    ],
    ['succeeded', { status: 'complete', payment_status: 'paid', payment_intent: intent }],
    ['processing', { status: 'complete', payment_intent: { ...unpaid, status: 'processing' } }],
    ['failed', { status: 'complete', payment_intent: unpaid }],
    ['failed', { status: 'complete', payment_intent: { ...unpaid, status: 'canceled' } }],
    ['expired', { status: 'expired' }],
    // Money is a fact, whatever else is said.
    ['succeeded', { status: 'expired', payment_status: 'paid', payment_intent: intent }],
  ])('is %s', (state, changes) => {
    expect(outcomeOf(session(changes), false).state).toBe(state);
  });

  it('counts what was received, not what was asked', () => {
    const paid = session({
      status: 'complete',
      payment_status: 'paid',
      payment_intent: { ...intent, amount_received: 1100 },
    });
    expect(outcomeOf(paid, false)).toMatchObject({
      amountMinor: 1100,
      currency: 'AZN',
      paymentIntentId: 'pi_1',
      isOurMode: true,
    });
    expect(outcomeOf(paid, true).isOurMode).toBe(false);
  });

  it('names the bank’s reason before the general one', () => {
    const declined = session({
      payment_intent: { ...unpaid, last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' } },
    });
    expect(outcomeOf(declined, false).failureCode).toBe('insufficient_funds');
  });

  it('says nothing of whose it is when its own words disagree', () => {
    expect(outcomeOf(session({ client_reference_id: 'another' }), false).orderId).toBeNull();
    expect(outcomeOf(session({ metadata: null }), false)).toMatchObject({ paymentId: null, orderId: null });
  });
});

it('asks again about a refund whose state it does not know', () => {
  const refund = {
    id: 're_1',
    amount: 5,
    currency: 'azn',
    payment_intent: 'pi_1',
    metadata: null,
    status: 'something_new',
  } as unknown as Stripe.Refund;
  expect(refundOutcomeOf(refund)).toMatchObject({ state: 'pending', refundId: null, currency: 'AZN' });
});

describe('disputeOutcomeOf', () => {
  const dispute = (status: string, amounts: number[]) =>
    ({
      id: 'du_1',
      status,
      currency: 'azn',
      balance_transactions: amounts.map((amount) => ({ amount, fee: 1500 })),
    }) as unknown as Stripe.Dispute;
  it.each([
    ['needs_response', [-1200], 'open', 1200, 0],
    ['under_review', [-1200], 'open', 1200, 0],
    ['warning_needs_response', [], 'open', 0, 0],
    ['a_new_word', [-1200], 'open', 1200, 0],
    ['won', [-1200, 1200], 'won', 1200, 1200],
    ['warning_closed', [], 'won', 0, 0],
    ['lost', [-1200], 'lost', 1200, 0],
  ])('%s', (status, amounts, state, takenMinor, reinstatedMinor) => {
    expect(disputeOutcomeOf(dispute(status, amounts))).toEqual({
      providerDisputeId: 'du_1',
      state,
      takenMinor,
      reinstatedMinor,
      currency: 'AZN',
    });
  });
});
