import { changeMachine } from '#lib/booking/change-machine.ts';
import { orderMachine } from '#lib/booking/order-machine.ts';
import { claimMachine } from '#lib/capacity/claim-machine.ts';
import { disputeMachine, paymentMachine } from '#lib/payments/payment-machine.ts';
import { refundMachine } from '#lib/payments/refund-machine.ts';
import { ticketMachine } from '#lib/tickets/ticket-machine.ts';

const machines: Record<string, Record<string, readonly string[]>> = {
  order: orderMachine,
  order_change: changeMachine,
  claim: claimMachine,
  payment: paymentMachine,
  dispute: disputeMachine,
  refund: refundMachine,
  ticket: ticketMachine,
};

/** States in which a change may become true. */
const changeable = new Set(['paid', 'partially_refunded']);

/** States in which an order has all the places that its lines say. */
const hasAllPlaces = new Set(['paid']);

export type ModelEvent = { orderId: string; machine: string; objectId: string | null; from: string | null; to: string };
export type ModelOrder = { timeslotId: string; people: number };
/** A change of an order: what it costs more, and the payments that were begun for it. */
export type ModelChange = { due: number; payments: readonly string[] };

/**
 * The museum in a few lines: orders, payments, refunds, tickets that go their ways, changes that are made one at a time, only with their
 * money and only of paid orders, and places that are never sold twice. Takes the histories of all orders in
 * the order of their commits and says what it would not have allowed.
 */
export function replay(
  events: readonly ModelEvent[],
  orders: ReadonlyMap<string, ModelOrder>,
  capacity: ReadonlyMap<string, number>,
  changes: ReadonlyMap<string, ModelChange>,
): string[] {
  const wrong: string[] = [];
  const states = new Map<string, string>();
  const sold = new Map<string, number>();
  const open = new Map<string, string>();
  for (const { orderId, machine, objectId, from, to } of events) {
    const table = machines[machine];
    const name = `${machine} ${objectId ?? orderId}`;
    const before = states.get(name) ?? '-';
    if ((from ?? '-') !== before) wrong.push(`${name} was ${before} and went from ${from}`);
    if (table && !table[before]?.includes(to)) wrong.push(`${name} went from ${before} to ${to}`);
    states.set(name, to);
    if (machine === 'order_change') {
      const id = objectId ?? '';
      const other = open.get(orderId);
      if (to === 'open' && other) wrong.push(`order ${orderId} has two open changes, ${other} and ${id}`);
      if (to === 'open') open.set(orderId, id);
      else if (other === id) open.delete(orderId);
      const { due = 0, payments = [] } = changes.get(id) ?? {};
      const isPaid = payments.some((payment) => states.get(`payment ${payment}`) === 'succeeded');
      if (to === 'applied' && due > 0 && !isPaid) wrong.push(`${name} was made without its money`);
      if (to === 'applied' && !changeable.has(states.get(`order ${orderId}`) ?? '-'))
        wrong.push(`${name} was made of an order that is ${states.get(`order ${orderId}`)}`);
    }
    if (machine !== 'order') continue;
    const order = orders.get(orderId);
    if (!order) continue;
    const change = Number(hasAllPlaces.has(to)) - Number(hasAllPlaces.has(before));
    const now = (sold.get(order.timeslotId) ?? 0) + change * order.people;
    sold.set(order.timeslotId, now);
    const most = capacity.get(order.timeslotId) ?? 0;
    if (change > 0 && now > most)
      wrong.push(`timeslot ${order.timeslotId} sold ${now} of ${most} with order ${orderId}`);
  }
  return wrong;
}
