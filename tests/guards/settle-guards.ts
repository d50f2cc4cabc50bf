import { newId } from '#lib/platform/ids.ts';
import { Breach, type Guard, inFunction } from './guard.ts';
import { addOrder, refuses, type Scene, ticketOf, until } from './scene.ts';

const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });
const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });

const settle = 'settle_money(jsonb)';

type Change = { amountMinor?: number; currency?: string; isNew?: boolean; isVisitor?: boolean; paymentId?: string };

const request = (s: Scene, change: Change = {}) => ({
  actorKind: 'system',
  actorId: null,
  paymentId: newId(),
  orderId: s.held.order,
  provider: 'cash',
  amountMinor: 1000,
  currency: 'AZN',
  providerReference: newId(),
  sessionId: null,
  paymentIntentId: null,
  isNew: true,
  isVisitor: false,
  ...change,
});

const ready = (s: Scene) =>
  `update orders set has_chosen_types = true, email = 'visitor@example.az', terms_accepted_at = now() where id = '${s.held.order}'`;
const attempt = (s: Scene, state: string, id: string = s.held.payment) =>
  `insert into payment (id, order_id, provider, state, amount_minor, currency) values ('${id}', '${s.held.order}', 'stripe', '${state}', 1000, 'AZN')`;

/** Must be left to be decided by itself: taken, or an error that fails whoever goes with it, is a breach. */
function isLeft(s: Scene, change: Change, run: (text: string) => Promise<{ rows: { verdict: string }[] }> = s.app) {
  return run(`select verdict from settle_money('${JSON.stringify([request(s, change)])}'::jsonb)`).then(
    ({ rows }) => {
      if (rows[0]?.verdict !== 'other') throw new Breach('it was settled');
    },
    (error: Error) => {
      throw new Breach(`instead of an answer, an error: ${error.message}`);
    },
  );
}

const leaves = (prepare: (s: Scene) => string[], change: Change | ((s: Scene) => Change) = {}) => {
  return async (s: Scene) => {
    for (const text of [ready(s), ...prepare(s)]) await s.owner(text);
    await isLeft(s, typeof change === 'function' ? change(s) : change);
  };
};
const none = () => [];

/** What settling looks at before it takes the plain way, for many orders at once; and what keeps a cancelled time without tickets. */
export const settleGuards: Guard[] = [
  inFunction(
    'settle_money: the sum',
    settle,
    'o.total_minor = q.amount_minor and',
    '',
    money('an order of 10 settled with 5', leaves(none, { amountMinor: 500 })),
  ),
  inFunction(
    'settle_money: the currency',
    settle,
    'and o.currency = q.currency',
    '',
    money('manats settled with yen', leaves(none, { currency: 'JPY' })),
  ),
  inFunction(
    'settle_money: the order’s state',
    settle,
    "o.state in ('held','awaiting_payment','expiring') and",
    '',
    money(
      'money taken for an order that is over',
      leaves(
        (s) => [attempt(s, 'open'), `update orders set state = 'cancelled' where id = '${s.held.order}'`],
        (s) => ({
          isNew: false,
          paymentId: s.held.payment,
        }),
      ),
    ),
  ),
  inFunction(
    'settle_money: takes place',
    settle,
    'and l.takes_place',
    '',
    places(
      'a place sold at a time that is cancelled',
      leaves((s) => [`update timeslot set state = 'cancelling' where id = '${s.museum.timeslots[0]}'`]),
    ),
  ),
  inFunction(
    'settle_money: as many places as people',
    settle,
    'and l.people = (select sum(c.quantity)',
    'and l.people is distinct from -(select sum(c.quantity)',
    places(
      'two tickets for one place',
      leaves((s) => [`update claim set quantity = 1 where order_id = '${s.held.order}'`]),
    ),
  ),
  inFunction(
    'settle_money: in time',
    settle,
    'and o.expires_at > now() and',
    'and',
    places(
      'a hold that is sold over the counter after its time',
      leaves((s) => [
        `update orders set held_at = now() - interval '50 minutes', expires_at = now() - interval '1 second' where id = '${s.held.order}'`,
      ]),
    ),
  ),
  inFunction(
    'settle_money: the types are said',
    settle,
    'and o.has_chosen_types',
    '',
    money(
      'a guess at who comes that is sold',
      leaves((s) => [`update orders set has_chosen_types = false where id = '${s.held.order}'`]),
    ),
  ),
  inFunction(
    'settle_money: a visitor’s details',
    settle,
    '(not q.is_visitor or',
    '(true or',
    money(
      'a visitor without an address, to whom no ticket comes',
      leaves((s) => [`update orders set email = null where id = '${s.held.order}'`], { isVisitor: true }),
    ),
  ),
  inFunction(
    'settle_money: no page is open',
    settle,
    "and not exists (select 1 from payment live where live.order_id = o.id and live.state in ('created','open','processing'))",
    '',
    money(
      'cash taken while a card page is open',
      leaves((s) => [attempt(s, 'open')]),
    ),
  ),
  inFunction(
    'settle_money: compare and set',
    settle,
    "and p.state in ('created','open','processing','failed','expired','canceled')",
    '',
    money(
      'a payment that waits for a person, settled all the same',
      leaves(
        (s) =>
          [attempt(s, 'mismatch')]
            .map((text) => text.replace("'mismatch'", "'open'"))
            .concat(`update payment set state = 'mismatch' where id = '${s.held.payment}'`),
        (s) => ({ isNew: false, paymentId: s.held.payment }),
      ),
    ),
  ),
  inFunction(
    'settle_money: its own order',
    settle,
    'else p.order_id = o.id and',
    'else',
    money('one order paid with another order’s page', async (s) => {
      const other = await addOrder(s.owner, s.museum, 'OTHER1', { slot: 1 });
      await s.owner(
        `insert into payment (id, order_id, provider, state, amount_minor, currency) values ('${other.payment}', '${other.order}', 'stripe', 'open', 1000, 'AZN')`,
      );
      await s.owner(ready(s));
      await isLeft(s, { isNew: false, paymentId: other.payment });
    }),
  ),
  inFunction(
    'settle_money: locks before it judges',
    settle,
    'order by id for no key update',
    'order by id',
    money('a settle on a booking that is just being given back', async (s) => {
      await s.owner(ready(s));
      const [first, second] = [await s.another(), await s.another()];
      await first.query(`begin; update orders set state = 'cancelled' where id = '${s.held.order}';
        update claim set state = 'released' where order_id = '${s.held.order}'`);
      const { pid } = (await second.query('select pg_backend_pid() as pid')).rows[0];
      const answered = isLeft(s, {}, (text) => second.query(text)).then(
        () => null,
        (error) => error,
      );
      await until(s, `cardinality(pg_blocking_pids(${pid})) > 0`);
      await first.query('commit');
      const failure = await answered;
      if (failure) throw failure;
    }),
  ),
  inFunction(
    'guard_tickets: a time that takes place',
    'guard_tickets()',
    "s.state not in ('on_sale','closed','done')",
    'false',
    places(
      'a ticket for a time that is cancelled',
      refuses('app', 'MU009', (s) => [
        `update timeslot set state = 'cancelling' where id = '${s.museum.timeslots[0]}'`,
        ticketOf(s.museum, s.bare, 1, 'BARE0001'),
      ]),
    ),
  ),
];
