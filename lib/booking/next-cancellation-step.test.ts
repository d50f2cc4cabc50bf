import { describe, expect, it } from 'vitest';
import type { RefundState } from '#lib/payments/values.ts';
import { type CancelledOrder, nextCancellationStep } from './next-cancellation-step.ts';

const order = (changes: Partial<CancelledOrder>): CancelledOrder => ({
  state: 'listed',
  orderState: 'paid',
  liveTickets: 2,
  isOpenForAnswer: true,
  refunds: [],
  ...changes,
});
const one = { isHandled: false, isByHand: false, isFrozen: false };
const refunds = (...states: RefundState[]) => states.map((state) => ({ ...one, state }));

describe('the next step with an order of a cancelled time', () => {
  it.each<[string, Partial<CancelledOrder>, ReturnType<typeof nextCancellationStep>]>([
    ['is held', { orderState: 'held' }, { do: 'close_page' }],
    ['is being paid', { orderState: 'awaiting_payment' }, { do: 'close_page' }],
    ['runs out', { orderState: 'expiring' }, { do: 'close_page' }],
    ['has run out', { orderState: 'expired' }, { do: 'end', as: 'nothing_due' }],
    ['is paid', {}, { do: 'offer' }],
    ['was asked', { state: 'offered' }, { do: 'wait' }],
    ['was asked in vain', { state: 'offered', isOpenForAnswer: false }, { do: 'give_back' }],
    ['is paid and nobody is asked', { isOpenForAnswer: false }, { do: 'give_back' }],
    ['was paid back in part', { orderState: 'partially_refunded' }, { do: 'offer' }],
    ['is disputed', { orderState: 'disputed' }, { do: 'ask_person', why: 'disputed' }],
    ['has won the dispute', { state: 'needs_person', isOpenForAnswer: false }, { do: 'give_back' }],
    ['has lost the dispute', { orderState: 'lost' }, { do: 'end', as: 'nothing_due' }],
    ['was free', { orderState: 'cancelled', liveTickets: 0 }, { do: 'end', as: 'nothing_due' }],
    ['was given up', { orderState: 'cancelled', liveTickets: 0 }, { do: 'end', as: 'nothing_due' }],
    ['was paid too late', { orderState: 'paid_unfulfillable', refunds: refunds('requested') }, { do: 'send_money' }],
    ['is being refunded', { orderState: 'refund_pending', refunds: refunds('pending') }, { do: 'send_money' }],
    ['is refunded', { orderState: 'refunded', refunds: refunds('succeeded') }, { do: 'end', as: 'refunded' }],
    [
      'was refunded in vain',
      { orderState: 'refund_pending', refunds: refunds('manual') },
      { do: 'ask_person', why: 'refund_failed' },
    ],
    [
      'was paid at the desk',
      { orderState: 'refund_pending', refunds: [{ ...one, state: 'requested', isByHand: true }] },
      { do: 'ask_person', why: 'paid_by_hand' },
    ],
    [
      'is disputed while the money was to go',
      { orderState: 'refund_pending', refunds: [{ ...one, state: 'requested', isFrozen: true }] },
      { do: 'ask_person', why: 'disputed' },
    ],
    [
      'lost its refund to a dispute',
      { orderState: 'refund_pending', refunds: [{ ...one, state: 'canceled', isHandled: true }] },
      { do: 'end', as: 'nothing_due' },
    ],
    [
      'was refunded at the second try',
      {
        orderState: 'refunded',
        refunds: [
          { ...one, state: 'canceled', isHandled: true },
          { ...one, state: 'succeeded', isHandled: true },
        ],
      },
      { do: 'end', as: 'refunded' },
    ],
  ])('that %s', (_name, changes, step) => {
    expect(nextCancellationStep(order(changes))).toEqual(step);
  });
});
