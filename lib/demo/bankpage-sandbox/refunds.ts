import { randomUUID } from 'node:crypto';
import { sendCallback } from './callbacks.ts';
import { readOrder } from './orders.ts';
import { bankDay } from './statement.ts';
import type { BankRefund } from './store.ts';
import { errors, type World } from './world.ts';

/**
 * Sends money back: the same request number once. With more than is left of the payment it is refused. All of a payment on the
 * day it was made is a reversal, which costs the merchant nothing more; anything else a refund.
 */
export function refundOrder(world: World, orderId: string, requestId: string, amount: number): BankRefund {
  const { store, faults } = world;
  return store.atomically(() => {
    const order = readOrder(world, 'id', orderId);
    const refunds = store.refundsOf(orderId);
    const before = refunds.find((refund) => refund.requestId === requestId);
    if (before && before.amount !== amount) throw errors.wrong('amount');
    if (before) return before;
    if (order.paidAt === 0) throw errors.state();
    const gone = refunds.reduce((sum, refund) => sum + (refund.status === 2 ? 0 : refund.amount), 0);
    if (amount < 1 || gone + amount > order.approvedAmount) throw errors.state();
    const refund: BankRefund = { id: randomUUID(), orderId, requestId, amount, status: 0 };
    store.addRefund(refund);
    const isRejected = faults.strikes('refundRejected');
    if (!isRejected && !faults.strikes('refundPending')) return endRefund(world, refund.id, true) ?? refund;
    const dueAt = world.clock.now() + faults.current().refundPendingMs;
    world.agenda.add('end_refund', dueAt, { refundId: refund.id, isDone: !isRejected });
    return refund;
  });
}

/** Brings a refund that was taken on to its end; null when it has one. */
export function endRefund(world: World, refundId: string, isDone: boolean): BankRefund | null {
  const { store, clock } = world;
  return store.atomically(() => {
    const refund = store.findRefund(refundId);
    if (refund?.status !== 0) return null;
    const order = readOrder(world, 'id', refund.orderId);
    const at = clock.now();
    const isReversal = refund.amount === order.approvedAmount && bankDay(order.paidAt) === bankDay(at);
    const type = isReversal ? 2 : 3;
    const ended: BankRefund = { ...refund, status: isDone ? 1 : 2 };
    store.saveRefund(ended);
    if (isDone) {
      store.saveOrder({ ...order, status: isReversal ? 3 : 4 });
      const { amount } = refund;
      store.addOperation({ id: randomUUID(), type, orderId: order.id, refundId, amount, fee: 0, at });
    }
    sendCallback(world, order, { operation: type, isDone, amount: refund.amount });
    return ended;
  });
}
