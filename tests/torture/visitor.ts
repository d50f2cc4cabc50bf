import type { Dice } from './dice.ts';
import type { Doer } from './do-operation.ts';
import type { Entry } from './history.ts';
import { voucherCodes } from './voucher-codes.ts';
import type { World } from './world.ts';

/** Where a visitor believes an order to be; what is so, only the database knows. */
type Belief = 'held' | 'chosen' | 'detailed' | 'paying' | 'paid_there' | 'run_out' | 'over';
export type Known = {
  orderId: string;
  timeslotId: string;
  requestKey: string;
  people: number;
  session: string | null;
  /** The payment page of a change that somebody has opened. */
  changeSession?: string | null;
  /** A change waits for its money, as far as anybody saw. */
  isChanging?: boolean;
  belief: Belief;
  /** Money was given for it, as far as this visitor saw. */
  isPaid: boolean;
};

/** Orders that somebody has come to the end with: for staff, banks, other tabs and late comers. */
export type Finished = { orders: Known[]; paid: Known[]; add(order: Known): void };

export function finishedOrders(): Finished {
  const orders: Known[] = [];
  const paid: Known[] = [];
  return {
    orders,
    paid,
    add(order) {
      const list = order.isPaid ? paid : orders;
      list.push(order);
      if (list.length > 150) list.shift();
    },
  };
}

const cards = {
  good: '4242424242424242',
  declined: '4000000000000002',
  disputed: '4000000000000259',
  refundFails: '4000000000005126',
  refundPending: '4000000000007726',
};

/** One visitor with up to four orders at once: goes the way to the tickets, and off it in every way there is. */
export class Visitor {
  readonly #orders: Known[] = [];
  readonly #client: number;
  readonly #dice: Dice;
  readonly #doer: Doer;
  readonly #world: World;
  readonly #finished: Finished;

  constructor(client: number, dice: Dice, doer: Doer, world: World, finished: Finished) {
    this.#client = client;
    this.#dice = dice;
    this.#doer = doer;
    this.#world = world;
    this.#finished = finished;
  }

  async step(): Promise<void> {
    const dice = this.#dice;
    // Not every offer is answered: the others lapse.
    if (dice.chance(0.03)) return this.#answerOffer();
    if (this.#orders.length === 0 || (this.#orders.length < 4 && dice.chance(0.12))) return this.#hold();
    // Now and then two people use the same link.
    const isAnothers = this.#finished.orders.length > 0 && dice.chance(0.04);
    const order = dice.pick(isAnothers ? this.#finished.orders : this.#orders);
    await this.#act(order, isAnothers || dice.chance(0.06) ? this.#anything() : this.#next(order));
    if (order.belief === 'over') this.#drop(order);
  }

  #next({ belief }: Known): string {
    switch (belief) {
      case 'held':
        return this.#dice.weighed({ choose: 60, details: 6, giveBack: 6, extend: 4, repeat: 4, start: 3, forget: 8 });
      case 'chosen':
        return this.#dice.weighed({
          details: 62,
          voucher: 8,
          unvoucher: 2,
          choose: 8,
          giveBack: 4,
          extend: 3,
          start: 4,
          forget: 6,
        });
      case 'detailed':
        return this.#dice.weighed({ start: 76, counter: 5, choose: 4, details: 3, giveBack: 3, extend: 2, forget: 6 });
      case 'paying':
        return this.#dice.weighed({ pay: 62, decline: 8, start: 8, leave: 5, settle: 4, giveBack: 2, forget: 8 });
      case 'paid_there':
        return this.#dice.weighed({ settle: 45, forget: 35, start: 6, pay: 5, leave: 3, giveBack: 2 });
      case 'run_out':
        return this.#dice.weighed({ again: 55, settle: 5, pay: 8, start: 5, forget: 25 });
      case 'over':
        return 'forget';
    }
  }

  #anything(): string {
    return this.#dice.pick([
      'choose',
      'details',
      'start',
      'pay',
      'settle',
      'giveBack',
      'extend',
      'again',
      'leave',
      'look',
      'repeat',
    ]);
  }

  async #hold(): Promise<void> {
    const people = this.#dice.weighed({ '1': 25, '2': 45, '3': 15, '4': 10, '5': 5 });
    const wish = {
      timeslotId: this.#dice.pick(this.#world.timetable.open()),
      people: Number(people),
      requestKey: this.#dice.uuid(),
    };
    const entry = await this.#doer.verb(this.#client, 'hold', wish);
    this.#noteHold(entry, wish);
    if (entry.outcome === 'fail' && entry.value.code === 'full' && this.#dice.chance(0.3)) return this.#wait(wish);
    // Nobody knows whether it was held: the same form is sent again.
    if (entry.outcome === 'unknown' && this.#dice.chance(0.7))
      this.#noteHold(await this.#doer.verb(this.#client, 'hold', wish), wish);
  }

  async #wait(wish: { timeslotId: string; people: number }): Promise<void> {
    const dice = this.#dice;
    const form = {
      ...wish,
      smallestPart: wish.people > 1 && dice.chance(0.3) ? 1 : null,
      email: `waiting-${dice.uuid()}@example.az`,
      requestKey: dice.uuid(),
    };
    const entry = await this.#verb('wait', form);
    // Nobody knows whether it was written: the same form is sent again.
    if (entry.outcome === 'unknown' && dice.chance(0.7)) await this.#verb('wait', form);
  }

  async #answerOffer(): Promise<void> {
    const answer = this.#dice.weighed({ take: 70, decline: 20, leave: 10 });
    const entry = await this.#verb('answerOffer', { answer, which: this.#dice.below(20) });
    const { orderId, timeslotId, people } = entry.value;
    if (entry.outcome !== 'ok' || !orderId || entry.value.isRepeat || this.#orders.length >= 4) return;
    this.#orders.push({
      orderId: String(orderId),
      timeslotId: String(timeslotId),
      people: Number(people),
      // An order that came from the list has no form to send again.
      requestKey: this.#dice.uuid(),
      session: null,
      belief: 'held',
      isPaid: false,
    });
  }

  #noteHold(entry: Entry, wish: { timeslotId: string; people: number; requestKey: string }): void {
    if (entry.outcome !== 'ok') return;
    const orderId = String(entry.value.orderId);
    if (this.#orders.some((order) => order.orderId === orderId)) return;
    this.#orders.push({ ...wish, orderId, session: null, belief: 'held', isPaid: false });
    if (!entry.value.isRepeat) void this.#world.timetable.taken(wish.people);
  }

  async #act(order: Known, op: string): Promise<void> {
    const { orderId } = order;
    const dice = this.#dice;
    switch (op) {
      case 'forget':
        return this.#drop(order);
      case 'repeat':
        return this.#noteHold(
          await this.#verb('hold', {
            timeslotId: order.timeslotId,
            people: order.people,
            requestKey: order.requestKey,
          }),
          order,
        );
      case 'choose':
        return this.#choose(order);
      case 'details': {
        const email = dice.chance(0.1) ? `group-${dice.below(20)}@example.az` : `${orderId.slice(-12)}@example.az`;
        return this.#believe(
          order,
          await this.#verb('details', { orderId, email, contactName: `op ${dice.uuid()}` }),
          'detailed',
        );
      }
      case 'start': {
        const entry = await this.#verb('start', { orderId });
        const session = /\/c\/pay\/(cs_[A-Za-z0-9_]+)/.exec(String(entry.value.url ?? ''))?.[1];
        if (session) order.session = session;
        return this.#believe(order, entry, entry.value.kind === 'paid' ? 'over' : 'paying');
      }
      case 'pay':
      case 'decline': {
        if (!order.session) return this.#believe(order, await this.#verb('start', { orderId }), 'paying');
        const good = dice.weighed({ good: 90, disputed: 3, refundFails: 4, refundPending: 3 });
        const number = cards[op === 'decline' ? 'declined' : good];
        const entry = await this.#doer.provider(this.#client, 'pay', 'pay', { session: order.session, number });
        if (entry.value.state === 'paid') Object.assign(order, { belief: 'paid_there', isPaid: true });
        else if (entry.value.state === 'not_open') order.belief = 'run_out';
        return;
      }
      case 'settle': {
        const entry = await this.#verb('settle', { orderId });
        if (entry.value.state === 'paid' || entry.value.state === 'refunding') order.belief = 'over';
        else if (entry.value.state === 'expired' || entry.value.state === 'failed') order.belief = 'run_out';
        return;
      }
      case 'counter': {
        const way = dice.pick(['cash', 'terminal', 'transfer']);
        const entry = await this.#verb('counter', { orderId, way, mark: `M${dice.below(1e9)}` });
        order.isPaid ||= entry.outcome === 'ok';
        return this.#believe(order, entry, 'over');
      }
      case 'voucher':
        return this.#believe(
          order,
          await this.#verb('voucher', { orderId, code: dice.pick(voucherCodes) }),
          order.belief,
        );
      case 'unvoucher':
        return this.#believe(order, await this.#verb('unvoucher', { orderId }), order.belief);
      case 'leave':
        return this.#believe(order, await this.#verb('leave', { orderId }), 'detailed');
      case 'again':
        return this.#believe(order, await this.#verb('again', { orderId }), 'held');
      case 'giveBack':
        return this.#believe(order, await this.#verb('giveBack', { orderId }), 'over');
      case 'extend':
        return this.#believe(order, await this.#verb('extend', { orderId }), order.belief);
      default:
        await this.#verb('look', { orderId });
    }
  }

  async #choose(order: Known): Promise<void> {
    const { adult, pupil, free } = this.#world.timetable.ticketTypes;
    // Mostly as many as were held; sometimes more, which must fit, or fewer.
    const people = this.#dice.chance(0.2) ? 1 + this.#dice.below(6) : order.people;
    const isFree = this.#dice.chance(0.08);
    const pupils = isFree ? 0 : this.#dice.below(people);
    const lines = [
      { ticketTypeId: isFree ? free : adult, quantity: people - pupils },
      { ticketTypeId: pupil, quantity: pupils },
    ].filter(({ quantity }) => quantity > 0);
    const entry = await this.#verb('choose', { orderId: order.orderId, lines });
    if (entry.outcome === 'ok') order.people = people;
    this.#believe(order, entry, 'chosen');
  }

  #verb(op: Parameters<Doer['verb']>[1], input: Record<string, unknown>): Promise<Entry> {
    return this.#doer.verb(this.#client, op, input);
  }

  #believe(order: Known, entry: Entry, next: Belief): void {
    if (entry.outcome === 'ok') order.belief = next;
    else if (entry.outcome === 'fail') order.belief = beliefAfter(String(entry.value.code), order.belief);
  }

  #drop(order: Known): void {
    const at = this.#orders.indexOf(order);
    if (at < 0) return;
    this.#orders.splice(at, 1);
    this.#finished.add(order);
  }
}

function beliefAfter(code: string, before: Belief): Belief {
  switch (code) {
    case 'hold_run_out':
      return 'run_out';
    case 'types_needed':
      return 'held';
    case 'details_missing':
      return 'chosen';
    case 'payment_is_open':
      return 'paying';
    case 'already_paid':
    case 'no_longer_open':
    case 'not_on_sale':
    case 'unknown_order':
      return 'over';
    case 'full':
      return before === 'run_out' ? 'over' : before;
    default:
      return before;
  }
}
