import type { RefundCause, RefundChoice } from '#lib/booking/refund-tickets.ts';
import { refundCauses } from '#lib/booking/refund-tickets.ts';
import { isUuid } from '#lib/platform/ids.ts';

const causeOf = (value: unknown): RefundCause => refundCauses.find((cause) => cause === value) ?? refundCauses[0];

/** What was chosen on the page, from its address or from its form: only known causes and ids that could be ids. */
export function readChoice(given: {
  tickets: readonly unknown[];
  cause: unknown;
  waive: unknown;
}): Omit<RefundChoice, 'orderId'> {
  return {
    ticketIds: [...new Set(given.tickets)].filter(isUuid),
    cause: causeOf(given.cause),
    isWaived: given.waive === '1',
  };
}
