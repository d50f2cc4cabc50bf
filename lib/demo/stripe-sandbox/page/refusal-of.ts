import type { Refusal } from './words/words.ts';

/** Which of our words tell a person why the bank refused. Lost and stolen cards are told no more than "declined". */
export function refusalOf({ code, declineCode }: { code: string; declineCode?: string }): Refusal {
  if (declineCode === 'insufficient_funds' || declineCode === 'test_mode_live_card') return declineCode;
  if (code === 'expired_card' || code === 'incorrect_cvc' || code === 'processing_error') return code;
  return code === 'payment_intent_authentication_failure' ? 'authentication_failed' : 'generic_decline';
}
