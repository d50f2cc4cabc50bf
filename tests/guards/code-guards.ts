import { type Guard, inSource } from './guard.ts';

type Of = Pick<Guard, 'of' | 'against'>;

const money = (against: string): Of => ({ of: 'money', against });
const places = (against: string): Of => ({ of: 'places', against });

/**
 * A predicate of the code, with its proof in code-proofs.ts, bank-proofs.ts or change-proofs.ts under the same name. The proof runs in a process of its own, which
 * reads the file with or without the predicate; so it is imported there only.
 */
function inCode(name: string, file: string, find: string, put: string, words: Of): Guard {
  const proof: Guard['proof'] = async (scene) => {
    const { codeProofs } = await import('./code-proofs.ts');
    const { bankProofs } = await import('./bank-proofs.ts');
    const { changeProofs } = await import('./change-proofs.ts');
    const known = codeProofs[name] ?? bankProofs[name] ?? changeProofs[name];
    if (!known) throw new Error(`no proof is called ${name}`);
    await known(scene);
  };
  return inSource(name, file, find, put, { ...words, proof });
}

const settle = 'lib/booking/settle-payment.ts';
const ownTickets = 'lib/booking/cancel-own-tickets.ts';
const fulfil = 'lib/booking/fulfil-order.ts';

/** What the code asks before the database is asked: predicates that no constraint repeats. */
export const codeGuards: Guard[] = [
  inCode(
    'settle: the sum',
    settle,
    'outcome.amountMinor === attempt.amountMinor &&',
    '',
    money('a page over another sum that pays the order'),
  ),
  inCode(
    'settle: the currency',
    settle,
    'outcome.currency === attempt.currency &&',
    '',
    money('a page in another currency that pays the order'),
  ),
  inCode(
    'settle: the order',
    settle,
    'outcome.orderId === attempt.orderId &&',
    '',
    money('a page of another order that pays this one'),
  ),
  inCode(
    'settle: compare and set',
    'lib/booking/decide-money.ts',
    "and state in ('created','open','processing','failed','expired','canceled')",
    '',
    money('two settles that take one payment for two'),
  ),
  inCode(
    'fulfil: the order’s sum',
    fulfil,
    ' && payment.amountMinor === order.totalMinor',
    '',
    money('an order of another sum that counts as paid'),
  ),
  inCode(
    'fulfil: takes place',
    fulfil,
    'order.takesPlace && order.state',
    'order.state',
    places('a paid place at a time that is cancelled'),
  ),
  inCode(
    'refund: sent once',
    'lib/booking/submit-refund.ts',
    'idempotencyKey: `rf:',
    'idempotencyKey: Math.random() + `rf:',
    money('a refund that is sent again after a crash'),
  ),
  inCode(
    'refund: a key that may be forgotten',
    'lib/payments/gateways/stripe/send-refund.ts',
    'request.isKeyOld ?',
    'false ?',
    money('a refund that is sent again a day after the crash'),
  ),
  inCode(
    'refund: an error that is kept',
    'lib/payments/gateways/stripe/send-refund.ts',
    'if (found) return found;',
    '',
    money('a refund that was made behind an error, and is made again'),
  ),
  inCode(
    'webhook: signature',
    'lib/payments/gateways/stripe/stripe-messages.ts',
    'Stripe.webhooks.constructEvent(rawBody, signature, secret)',
    'JSON.parse(rawBody)',
    money('a webhook that anybody may send'),
  ),
  inCode(
    'attempt: one page',
    'lib/booking/open-attempt.ts',
    'idempotencyKey: `',
    'idempotencyKey: Math.random() + `',
    money('two payment pages of one attempt'),
  ),
  inCode(
    'bank: one order',
    'lib/payments/gateways/bankpage/bankpage.ts',
    'orderNumber: numberOf(request.paymentId)',
    'orderNumber: numberOf(crypto.randomUUID())',
    money('two payment pages of one attempt, at a gateway without keys'),
  ),
  inCode(
    'bank: refunded once',
    'lib/payments/gateways/bankpage/bankpage.ts',
    'requestId: numberOf(request.refundId)',
    'requestId: numberOf(crypto.randomUUID())',
    money('a refund that is sent again because its answer was lost'),
  ),
  inCode(
    'bank: signature',
    'lib/payments/gateways/bankpage/bankpage-callback.ts',
    'given.length !== right.length || !timingSafeEqual(given, right)',
    'false',
    money('a callback that anybody may send'),
  ),
  inCode(
    'hold: a visitor’s lane',
    'lib/booking/hold-tickets.ts',
    "input.channel !== 'web' || !isOpen",
    'false',
    places('a visitor who takes the desk’s places'),
  ),
  inCode(
    'hold: lead time',
    'lib/booking/hold-tickets.ts',
    '<= ctx.now.getTime()',
    '< 0',
    places('a visit sold online when it is too late to come'),
  ),
  inCode(
    'cancel own: the sum that was shown',
    ownTickets,
    'amountMinor !== input.expectedMinor',
    'false',
    money('a visitor who gets another sum than the button said'),
  ),
  inCode(
    'cancel own: whose order',
    ownTickets,
    ' || ctx.actor.orderId !== input.orderId',
    '',
    money('a visitor who cancels what is another’s'),
  ),
  inCode(
    'cancel own: before the visit begins',
    ownTickets,
    'checked.quote.hoursLeft <= 0',
    'false',
    places('tickets cancelled while the visit is on'),
  ),
  inCode(
    'move: a visitor needs the offer',
    'lib/booking/move-order.ts',
    "input.isOwn && cancelled?.state !== 'offered'",
    'false',
    places('a visitor who moves as they like'),
  ),
  inCode(
    'change: the difference that was shown',
    'lib/booking/change-order.ts',
    'quote.dueMinor - quote.returnedMinor !== input.expectedMinor',
    'false',
    money('money back that nobody was shown'),
  ),
  inCode(
    'change: nobody pays for leaving a cancelled time',
    'lib/booking/settle-change.ts',
    'isSuperseded || !order.takesPlace',
    'isSuperseded',
    money('a fee for a move that the museum causes'),
  ),
  inCode(
    'change: whose order',
    'lib/booking/quote-change.ts',
    ' && ctx.actor.orderId === input.orderId',
    '',
    money('a visitor who changes what is another’s'),
  ),
  inCode(
    'change: until when',
    'lib/booking/quote-change.ts',
    'order.hoursLeft <= 0 || order.hoursLeft < untilHours',
    'false',
    places('a visitor who moves while the visit is on'),
  ),
  inCode(
    'change: moving on brings no more back',
    'lib/booking/quote-refund.ts',
    'Math.min(movedShare, ladderShare(steps, row.hoursLeft))',
    'ladderShare(steps, row.hoursLeft)',
    money('a late visitor who moves far away to get everything back'),
  ),
  inCode(
    'cancelled time: the deadline',
    'lib/booking/next-cancellation-step.ts',
    'if (!order.isOpenForAnswer) return',
    'return',
    money('money sent back before anybody was asked'),
  ),
];
