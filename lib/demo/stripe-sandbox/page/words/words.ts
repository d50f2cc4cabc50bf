import type { OfferedCard } from '../offered-cards.ts';
import type { FieldProblem, PaymentField } from '../read-payment-form.ts';

/** Why a card was refused, for the person who holds it. */
export type Refusal =
  | 'generic_decline'
  | 'insufficient_funds'
  | 'expired_card'
  | 'incorrect_cvc'
  | 'processing_error'
  | 'test_mode_live_card'
  | 'authentication_failed';

/** Every word of the hosted page in one language. */
export type Words = {
  testPayments: string;
  title: string;
  errorPrefix: string;
  whatYouPay: string;
  total: string;
  back: string;
  fields: Record<PaymentField, string>;
  hints: Partial<Record<PaymentField, string>>;
  cardLegend: string;
  testCards: string;
  testCardsHint: string;
  cards: Record<OfferedCard, string>;
  pay: (amount: string) => string;
  summary: string;
  problems: Record<FieldProblem, string>;
  refusedTitle: string;
  refusals: Record<Refusal, string>;
  bank: { title: string; explain: (amount: string, last4: string) => string; accept: string; refuse: string };
  paid: { title: string; explain: string; go: string };
  expired: { title: string; explain: string; go: string };
  unknown: { title: string; explain: string };
};
