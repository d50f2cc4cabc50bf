import { isVirtual } from '../stripe-sandbox/clock.ts';
import type { Faults } from './faults.ts';
import { book, readOrder } from './orders.ts';
import { endRefund, refundOrder } from './refunds.ts';
import { errors, type World } from './world.ts';

/**
 * The sandbox's own controls (POST /_sandbox/…, JSON): faults, clock, and what happens at a bank besides its page: money that is
 * booked late or over another sum, refunds from the bank's cabinet.
 */
export async function control(world: World, what: string, told: Record<string, unknown>): Promise<unknown> {
  const text = (name: string) => {
    if (typeof told[name] !== 'string') throw errors.missing(name);
    return told[name];
  };
  const number = (name: string) => {
    if (typeof told[name] !== 'number') throw errors.missing(name);
    return told[name];
  };
  switch (what) {
    case 'faults':
      world.faults.set(told as Partial<Faults>);
      return world.faults.current();
    case 'clear-faults':
      world.faults.clear();
      return world.faults.current();
    case 'clock':
      if (!isVirtual(world.clock)) throw errors.state();
      await world.clock.advance(number('advanceMs'));
      return { now: world.clock.now() };
    case 'settled':
      await world.agenda.settled();
      return {};
    case 'orders':
      return world.store.counts();
    case 'book': {
      const by = told.orderNumber === undefined ? 'id' : 'number';
      const order = readOrder(world, by, text(by === 'id' ? 'orderId' : 'orderNumber'));
      if (order.paidAt > 0) throw errors.state();
      return book(world, order, typeof told.amount === 'number' ? told.amount : order.amount);
    }
    case 'refund':
      return refundOrder(world, text('orderId'), `cabinet-${world.clock.now()}`, number('amount'));
    case 'end-refund':
      return endRefund(world, text('refundId'), told.isDone !== false);
    default:
      throw errors.wrong('control');
  }
}
