import { randomUUID } from 'node:crypto';
import { sendCallback } from './callbacks.ts';
import type { BankOrder } from './store.ts';
import { errors, type World } from './world.ts';

/** What a test card does at the bank; any other number is refused. */
export const cards: Record<string, number> = { '4242424242424242': 0, '4000000000000002': 5, '4000000000009995': 116 };

const mostTries = 3;
const feePerMille = 18;
const timeOver = 2007;
const closedByMerchant = 2008;

export function register(
  world: World,
  given: Omit<BankOrder, 'id' | 'status' | 'actionCode' | 'tries' | 'approvedAmount' | 'paidAt'>,
): BankOrder {
  const { store } = world;
  if (store.findOrder('number', given.number)) throw errors.numberUsed();
  const order: BankOrder = {
    ...given,
    id: randomUUID(),
    status: 0,
    actionCode: 0,
    tries: 0,
    approvedAmount: 0,
    paidAt: 0,
  };
  store.addOrder(order);
  return order;
}

/** An order as it is by the clock: a page whose time is over takes no money. */
export function readOrder(world: World, by: 'id' | 'number', value: string): BankOrder {
  const order = world.store.findOrder(by, value);
  if (!order) throw errors.unknownOrder();
  if (order.status !== 0 || order.expiresAt > world.clock.now()) return order;
  const over: BankOrder = { ...order, status: 6, actionCode: timeOver };
  world.store.saveOrder(over);
  return over;
}

/** Takes the page away, as the merchant asks, unless it is paid or over. */
export function closeOrder(world: World, id: string): void {
  const order = readOrder(world, 'id', id);
  if (order.status === 6 && order.actionCode === closedByMerchant) return;
  if (order.status !== 0) throw errors.state();
  world.store.saveOrder({ ...order, status: 6, actionCode: closedByMerchant });
}

/** One try to pay with a card. The third refusal ends the order. A second press finds it paid. */
export function payOrder(world: World, id: string, card: string): BankOrder {
  const order = readOrder(world, 'id', id);
  if (order.status !== 0) return order;
  const actionCode = cards[card] ?? 5;
  if (actionCode === 0) return book(world, order, order.amount);
  const tries = order.tries + 1;
  const tried: BankOrder = { ...order, tries, actionCode, status: tries >= mostTries ? 6 : 0 };
  world.store.atomically(() => {
    world.store.saveOrder(tried);
    if (tried.status === 6) sendCallback(world, tried, { operation: 1, isDone: false, amount: order.amount });
  });
  return tried;
}

/** The money of an order is there: through its page; or, by the controls, late, or another sum than was asked for. */
export function book(world: World, order: BankOrder, amount: number): BankOrder {
  const at = world.clock.now();
  const paid: BankOrder = { ...order, status: 2, actionCode: 0, approvedAmount: amount, paidAt: at };
  world.store.atomically(() => {
    world.store.saveOrder(paid);
    const fee = Math.round((amount * feePerMille) / 1000);
    world.store.addOperation({ id: randomUUID(), type: 1, orderId: order.id, refundId: '', amount, fee, at });
    sendCallback(world, paid, { operation: 1, isDone: true, amount });
  });
  return paid;
}
