/** How a test card behaves. `needsChallenge`: the bank asks the holder first. `later`: what happens after the payment. */
export type Card = {
  number: string;
  brand: 'visa' | 'mastercard';
  name: CardName;
  needsChallenge?: boolean;
  decline?: { code: string; declineCode?: string; message: string };
  later?: 'dispute' | 'refund_pending' | 'refund_fails';
};
/** What the page calls a card it offers. */
export type CardName = 'success' | 'declined' | 'noFunds' | 'challenge' | 'disputed' | 'refundFails' | 'other';

const declined = (declineCode: string) => ({ code: 'card_declined', declineCode, message: 'Your card was declined.' });

export const cards: readonly Card[] = [
  { number: '4242424242424242', brand: 'visa', name: 'success' },
  { number: '4000000000003220', brand: 'visa', name: 'challenge', needsChallenge: true },
  { number: '4000000000000002', brand: 'visa', name: 'declined', decline: declined('generic_decline') },
  {
    number: '4000000000009995',
    brand: 'visa',
    name: 'noFunds',
    decline: { ...declined('insufficient_funds'), message: 'Your card has insufficient funds.' },
  },
  { number: '4000000000000259', brand: 'visa', name: 'disputed', later: 'dispute' },
  { number: '4000000000005126', brand: 'visa', name: 'refundFails', later: 'refund_fails' },
  { number: '4000000000007726', brand: 'visa', name: 'other', later: 'refund_pending' },
  { number: '4000056655665556', brand: 'visa', name: 'other' },
  { number: '5555555555554444', brand: 'mastercard', name: 'other' },
  { number: '4000002500003155', brand: 'visa', name: 'other', needsChallenge: true },
  {
    number: '4000008400001629',
    brand: 'visa',
    name: 'other',
    needsChallenge: true,
    decline: declined('generic_decline'),
  },
  { number: '4000000000009987', brand: 'visa', name: 'other', decline: declined('lost_card') },
  { number: '4000000000009979', brand: 'visa', name: 'other', decline: declined('stolen_card') },
  {
    number: '4000000000000069',
    brand: 'visa',
    name: 'other',
    decline: { code: 'expired_card', message: 'Your card has expired.' },
  },
  {
    number: '4000000000000127',
    brand: 'visa',
    name: 'other',
    decline: { code: 'incorrect_cvc', message: "Your card's security code is incorrect." },
  },
  {
    number: '4000000000000119',
    brand: 'visa',
    name: 'other',
    decline: {
      code: 'processing_error',
      message: 'An error occurred while processing your card. Try again in a little bit.',
    },
  },
];

/** The test card with this number; a number that is no test card is declined, as in Stripe's test mode. */
export function cardOf(number: string): Card {
  return (
    cards.find((card) => card.number === number) ?? {
      number,
      brand: number.startsWith('5') ? 'mastercard' : 'visa',
      name: 'other',
      decline: {
        code: 'card_declined',
        declineCode: 'test_mode_live_card',
        message: 'Your card was declined. Your request was in test mode, but used a non test card.',
      },
    }
  );
}

/** The length and the check digit of a card number (Luhn, ISO/IEC 7812-1). */
export function isCardNumber(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  let sum = 0;
  for (const [index, digit] of [...number].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
