/** What an order may become, written down a second time and apart from the database's own list. */
const next: Record<string, readonly string[]> = {
  '': ['held'],
  held: ['awaiting_payment', 'paid', 'expiring', 'cancelled'],
  awaiting_payment: ['held', 'paid', 'expiring', 'cancelled', 'paid_unfulfillable'],
  expiring: ['expired', 'paid', 'paid_unfulfillable'],
  expired: ['held', 'paid', 'paid_unfulfillable'],
  paid: ['partially_refunded', 'refunded', 'cancelled', 'disputed'],
  partially_refunded: ['refunded', 'cancelled', 'disputed'],
  cancelled: ['refund_pending', 'paid_unfulfillable'],
  paid_unfulfillable: ['refund_pending'],
  refund_pending: ['refunded'],
  refunded: ['refund_pending'],
  disputed: ['paid', 'partially_refunded', 'lost'],
  lost: [],
};

/** States in which an order has all the places that its lines say. */
const hasAllPlaces = new Set(['paid']);

export type ModelEvent = { orderId: string; from: string | null; to: string };
export type ModelOrder = { timeslotId: string; people: number };

/**
 * The museum in a few lines: orders that go their ways, and places that are never sold twice. Takes the histories of all orders in
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
  for (const { orderId, from, to } of events) {
    const before = states.get(orderId) ?? '';
    if ((from ?? '') !== before) wrong.push(`order ${orderId} was ${before || 'not there'} and went from ${from}`);
    if (!next[before]?.includes(to)) wrong.push(`order ${orderId} went from ${before || 'nothing'} to ${to}`);
    states.set(orderId, to);
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
