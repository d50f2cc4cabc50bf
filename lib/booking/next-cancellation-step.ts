import type { RefundState } from '#lib/payments/values.ts';
import type { CancellationItemState, CancellationWhy, OrderState } from './values.ts';

export type CancelledOrder = {
  state: CancellationItemState;
  orderState: OrderState;
  /** Valid tickets of the cancelled time. */
  liveTickets: number;
  /** Whether the visitor may still say what they would rather have. */
  isOpenForAnswer: boolean;
  /** `isByHand`: paid at the desk, and a person gives it back. `isFrozen`: a bank has the payment in its hands. */
  refunds: readonly { state: RefundState; isHandled: boolean; isByHand: boolean; isFrozen: boolean }[];
};

const underWay: readonly RefundState[] = ['requested', 'submitting', 'pending', 'requires_action', 'failed'];

export type CancellationStep =
  | { do: 'close_page' | 'offer' | 'give_back' | 'send_money' | 'wait' }
  | { do: 'end'; as: 'refunded' | 'nothing_due' }
  | { do: 'ask_person'; why: CancellationWhy };

/**
 * What is to be done next with one order of a cancelled time. Decided from what is stored alone, so that whoever was killed is
 * followed by somebody who comes to the same step.
 */
export function nextCancellationStep(order: CancelledOrder): CancellationStep {
  switch (order.orderState) {
    case 'held':
    case 'awaiting_payment':
    case 'expiring':
      return { do: 'close_page' };
    case 'paid':
    case 'partially_refunded':
      // Tickets of this time were taken back before, one by one.
      if (order.liveTickets === 0) return moneyStep(order);
      if (!order.isOpenForAnswer) return { do: 'give_back' };
      return { do: order.state === 'offered' ? 'wait' : 'offer' };
    case 'disputed':
      return { do: 'ask_person', why: 'disputed' };
    case 'lost':
    case 'expired':
      return { do: 'end', as: 'nothing_due' };
    default:
      return moneyStep(order);
  }
}

function moneyStep({ refunds }: CancelledOrder): CancellationStep {
  const isWaiting = refunds.some(({ state, isHandled }) => !isHandled && (state === 'manual' || state === 'canceled'));
  if (isWaiting) return { do: 'ask_person', why: 'refund_failed' };
  const open = refunds.filter(({ state }) => underWay.includes(state));
  if (open.some(({ isByHand, isFrozen }) => !isByHand && !isFrozen)) return { do: 'send_money' };
  if (open.length > 0)
    return { do: 'ask_person', why: open.some(({ isFrozen }) => isFrozen) ? 'disputed' : 'paid_by_hand' };
  return { do: 'end', as: refunds.some(({ state }) => state === 'succeeded') ? 'refunded' : 'nothing_due' };
}
