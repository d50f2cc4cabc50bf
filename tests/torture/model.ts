import { orderMachine } from '#lib/booking/order-machine.ts';
import { claimMachine } from '#lib/capacity/claim-machine.ts';
import { disputeMachine, paymentMachine } from '#lib/payments/payment-machine.ts';
import { refundMachine } from '#lib/payments/refund-machine.ts';
import { ticketMachine } from '#lib/tickets/ticket-machine.ts';

const machines: Record<string, Record<string, readonly string[]>> = {
  order: orderMachine,
  claim: claimMachine,
  payment: paymentMachine,
  dispute: disputeMachine,
  refund: refundMachine,
  ticket: ticketMachine,
};

/** States in which an order has all the places that its lines say. */
const hasAllPlaces = new Set(['paid']);

export type ModelEvent = { orderId: string; machine: string; objectId: string | null; from: string | null; to: string };
export type ModelOrder = { timeslotId: string; people: number };

/**
 * The museum in a few lines: orders, payments, refunds, tickets that go their ways, and places that are never sold twice. Takes the histories of all orders in
 * the order of their commits and says what it would not have allowed.
 */
export function replay(
  events: readonly ModelEvent[],
  orders: ReadonlyMap<string, ModelOrder>,
  capacity: ReadonlyMap<string, number>,
): string[] {
  const wrong: string[] = [];
  const states = new Map<string, string>();
  const sold = new Map<string, number>();
  for (const { orderId, machine, objectId, from, to } of events) {
    const table = machines[machine];
    const name = `${machine} ${objectId ?? orderId}`;
    const before = states.get(name) ?? '-';
    if ((from ?? '-') !== before) wrong.push(`${name} was ${before} and went from ${from}`);
    if (table && !table[before]?.includes(to)) wrong.push(`${name} went from ${before} to ${to}`);
    states.set(name, to);
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
