import type { Dice } from './dice.ts';
import type { Doer } from './do-operation.ts';
import type { Entry } from './history.ts';
import type { FaultName } from './options.ts';
import type { ProviderBooks } from './provider-books.ts';
import type { Timetable } from './timetable.ts';
import type { Finished, Known } from './visitor.ts';

/** Everybody who is not a visitor: staff, the desk, and what happens at the provider without us. */
export async function otherStep(
  client: number,
  dice: Dice,
  doer: Doer,
  finished: Finished,
  books: ProviderBooks,
  { siblings: siblingsOf, ticketTypes }: Timetable,
  faults: ReadonlySet<FaultName>,
): Promise<Entry | null> {
  // Mostly those that have tickets: there is more to be done with them.
  const list = finished.paid.length > 0 && dice.chance(0.85) ? finished.paid : finished.orders;
  if (list.length === 0) return null;
  const order = dice.pick(list);
  const { orderId } = order;
  const op = dice.weighed({
    scan: 35,
    cancelOwn: 10,
    change: 36,
    payChange: 14,
    leaveChange: 3,
    move: 8,
    answer: 5,
    handOut: 4,
    cancelSlot: 1,
    override: 1,
    refund: 28,
    decide: 8,
    tidy: 8,
    outsideRefund: 8,
    dispute: 5,
    closeDispute: 5,
    look: 3,
  });
  switch (op) {
    case 'scan':
      return doer.verb(client, 'scan', { orderId, scanId: dice.uuid(), which: dice.below(8) });
    case 'refund':
      return doer.verb(client, 'refund', {
        orderId,
        share: dice.pick([0.2, 0.5, 1, 1]),
        cause: dice.weighed({ cancelled_by_visitor: 60, cancelled_by_museum: 25, mistake: 15 }),
        isWaived: dice.chance(0.2),
        note: `op ${dice.uuid()}`,
        by: dice.below(2),
      });
    case 'cancelOwn':
      return doer.verb(client, 'cancelOwn', { orderId, share: dice.pick([0.3, 1]) });
    case 'move':
      return doer.verb(client, 'move', {
        orderId,
        toTimeslotId: dice.pick(siblingsOf(order.timeslotId)),
        byStaff: dice.chance(0.6),
      });
    case 'change': {
      const { adult, pupil, free } = ticketTypes;
      const form = {
        orderId,
        byStaff: dice.chance(0.25),
        kind: dice.weighed({ move: 35, types: 35, people: 30 }),
        toTimeslotId: dice.pick(siblingsOf(order.timeslotId)),
        ticketTypeId: dice.pick([adult, adult, pupil, free]),
        people: 1 + dice.below(2),
        requestKey: dice.uuid(),
      };
      const entry = await doer.verb(client, 'change', form);
      // Nobody knows whether it was made: the same form is sent again.
      if (entry.outcome === 'unknown' && dice.chance(0.7)) return doer.verb(client, 'change', form);
      order.isChanging = Number(entry.value.dueMinor) > 0;
      return order.isChanging && dice.chance(0.6) ? payChange(client, dice, doer, order) : entry;
    }
    case 'payChange': {
      // Mostly one that waits, perhaps for long; now and then one that needs no money.
      const waiting = finished.paid.filter(({ isChanging }) => isChanging);
      return payChange(client, dice, doer, waiting.length > 0 && dice.chance(0.9) ? dice.pick(waiting) : order);
    }
    case 'leaveChange':
      return doer.verb(client, 'leaveChange', { orderId, byStaff: dice.chance(0.3) });
    case 'answer':
      return doer.verb(client, 'answer', { orderId });
    case 'handOut':
      return doer.verb(client, 'handOut', { mark: `H${dice.below(1e9)}` });
    case 'override':
      return doer.verb(client, 'override', { timeslotId: order.timeslotId, note: `op ${dice.uuid()}` });
    case 'cancelSlot':
      return doer.verb(client, 'cancelSlot', { timeslotId: order.timeslotId, delayHours: dice.pick([0, 0, 1]) });
    case 'decide':
      return doer.verb(client, 'decide', { by: dice.below(2), isApproved: dice.chance(0.7) });
    case 'tidy':
      return doer.verb(client, 'tidy', { by: dice.below(2), share: dice.random() });
    case 'outsideRefund': {
      if (!faults.has('refunds')) return null;
      const intent = order.session && books.intentOf(order.session);
      return intent
        ? doer.provider(client, op, 'refund', { payment_intent: intent, ...(dice.chance(0.5) ? { amount: 200 } : {}) })
        : null;
    }
    case 'dispute': {
      if (!faults.has('disputes')) return null;
      const intent = order.session && books.intentOf(order.session);
      return intent ? doer.provider(client, op, 'dispute', { payment_intent: intent }) : null;
    }
    case 'closeDispute': {
      if (!faults.has('disputes')) return null;
      const dispute = books.anyOpenDispute(dice);
      return dispute
        ? doer.provider(client, op, 'close-dispute', { dispute, outcome: dice.pick(['won', 'lost']) })
        : null;
    }
    case 'look':
      return doer.verb(client, 'look', { orderId });
  }
}

/** The difference of a change is paid: on its page, at once or after a while, told of or not; or at the counter. */
async function payChange(client: number, dice: Dice, doer: Doer, order: Known): Promise<Entry> {
  const { orderId } = order;
  if (dice.chance(0.12)) {
    const way = dice.pick(['cash', 'terminal', 'transfer']);
    return doer.verb(client, 'counter', { orderId, way, mark: `M${dice.below(1e9)}` });
  }
  // The page that somebody left open a while ago, or the one that is there now.
  if (!order.changeSession || dice.chance(0.6)) {
    const begun = await doer.verb(client, 'start', { orderId });
    const session = /\/c\/pay\/(cs_[A-Za-z0-9_]+)/.exec(String(begun.value.url ?? ''))?.[1];
    if (!session) return begun;
    order.changeSession = session;
    if (dice.chance(0.2)) return begun;
  }
  const paid = await doer.provider(client, 'pay', 'pay', { session: order.changeSession, number: '4242424242424242' });
  if (paid.value.state === 'paid' || paid.value.state === 'not_open')
    Object.assign(order, { changeSession: null, isChanging: false });
  return dice.chance(0.5) ? doer.verb(client, 'settle', { orderId }) : paid;
}
