import { z } from 'zod';
import { isUuid } from '#lib/platform/ids.ts';
import type { BalanceLine, Outcome, RefundOutcome } from '../../provider.ts';

/** ISO 4217 numbers, which the bank goes by, and their codes. */
const numbers: Record<string, string> = {
  AZN: '944',
  EUR: '978',
  GBP: '826',
  GEL: '981',
  JPY: '392',
  KWD: '414',
  RUB: '643',
  TRY: '949',
  USD: '840',
};
const codes = new Map(Object.entries(numbers).map(([code, number]) => [number, code]));

/** The number of a currency; undefined for one the bank does not take. */
export const currencyNumber = (code: string): string | undefined => numbers[code];

export const refundShape = z.object({
  refundId: z.string(),
  orderId: z.string(),
  requestId: z.string(),
  amount: z.int(),
  currency: z.string(),
  /** 0 taken on, 1 done, 2 rejected. */
  refundStatus: z.int(),
});

export const orderShape = z.object({
  orderId: z.string(),
  orderNumber: z.string(),
  /** 0 registered, 2 paid, 3 reversed, 4 refunded, 5 asks the card's bank, 6 over. */
  orderStatus: z.int(),
  /** Of the last try: 0 fine; see `actions`. */
  actionCode: z.int(),
  amount: z.int(),
  approvedAmount: z.int(),
  currency: z.string(),
  params: z.string(),
  formUrl: z.string(),
  expiresAt: z.number(),
  isTest: z.boolean(),
  refunds: z.array(refundShape),
});

export const statementShape = z.object({
  operations: z.array(
    z.object({
      operationId: z.string(),
      /** 1 payment, 2 reversal, 3 refund, 7 payout to our account. */
      type: z.int(),
      orderId: z.string(),
      orderNumber: z.string(),
      refundId: z.string(),
      requestId: z.string(),
      /** As the bank's customer moves it: a payment and a refund are both positive. */
      amount: z.int(),
      fee: z.int(),
      currency: z.string(),
      date: z.number(),
    }),
  ),
  nextPage: z.int(),
});

const timeOver = 2007;
const closedByUs = 2008;
const actions: Record<number, string> = { 5: 'card_declined', 54: 'expired_card', 116: 'insufficient_funds' };

/** Our ids go to the bank without dashes: it takes 32 characters. */
export const numberOf = (id: string): string => id.replaceAll('-', '');
export function idOfNumber(number: string): string | null {
  const id = number.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isUuid(id) ? id : null;
}

/** What the bank's order means. Money that was paid and went back was paid all the same: what went back is told by the refunds. */
export function outcomeOf(order: z.output<typeof orderShape>, isTest: boolean): Outcome {
  const isPaid = order.orderStatus >= 2 && order.orderStatus <= 4;
  const orderId = new URLSearchParams(order.params).get('order');
  return {
    ok: true,
    state: isPaid ? 'succeeded' : order.orderStatus === 6 ? endOf(order.actionCode) : 'open',
    sessionId: order.orderId,
    paymentIntentId: isPaid ? order.orderId : null,
    amountMinor: isPaid ? order.approvedAmount : order.amount,
    currency: codes.get(order.currency) ?? order.currency,
    orderId: isUuid(orderId) ? orderId : null,
    paymentId: idOfNumber(order.orderNumber),
    isOurMode: order.isTest === isTest,
    failureCode: isPaid || order.actionCode === 0 ? null : (actions[order.actionCode] ?? `bank_${order.actionCode}`),
  };
}

function endOf(actionCode: number): 'expired' | 'failed' {
  return actionCode === timeOver || actionCode === closedByUs ? 'expired' : 'failed';
}

/** What a refund of the bank means. A status we do not know counts as pending: it is asked again. */
export function refundOutcomeOf(refund: z.output<typeof refundShape>): RefundOutcome {
  const state = refund.refundStatus === 1 ? 'succeeded' : refund.refundStatus === 2 ? 'failed' : 'pending';
  return {
    ok: true,
    state,
    providerRefundId: refund.refundId,
    paymentIntentId: refund.orderId,
    amountMinor: refund.amount,
    currency: codes.get(refund.currency) ?? refund.currency,
    refundId: idOfNumber(refund.requestId),
  };
}

/** An operation of the day's statement as lines of ours: the movement, and what it cost. */
export function linesOf(operation: z.output<typeof statementShape>['operations'][number]): BalanceLine[] {
  const isPayment = operation.type === 1;
  const isRefund = operation.type === 2 || operation.type === 3;
  const kind = isPayment ? 'charge' : isRefund ? 'refund' : operation.type === 7 ? 'payout' : 'adjustment';
  const reference = isPayment ? operation.orderId : isRefund ? operation.refundId : operation.operationId;
  const line = {
    lineId: operation.operationId,
    currency: codes.get(operation.currency) ?? operation.currency,
    at: new Date(operation.date),
    paymentIntentId: operation.orderId || null,
    paymentId: idOfNumber(operation.orderNumber),
  };
  const movement = { ...line, kind, reference, amountMinor: isPayment ? operation.amount : -operation.amount } as const;
  const cost = { ...line, kind: 'fee', reference: operation.operationId, amountMinor: -operation.fee } as const;
  return [movement, cost].filter(({ amountMinor }) => amountMinor !== 0);
}
