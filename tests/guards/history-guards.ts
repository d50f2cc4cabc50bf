import { Breach, type Guard, inFunction, trigger } from './guard.ts';
import { refuses, type Scene } from './scene.ts';

const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });
const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });

/** What is done must stand in the order's history as a step of that machine. */
function isWritten(machine: string, to: string, order: (s: Scene) => string, statements: (s: Scene) => string[]) {
  return money(`a step of the ${machine} that nobody can trace`, async (s) => {
    for (const text of statements(s)) await s.app(text);
    const { rowCount } = await s.owner(
      `select from order_event where order_id = '${order(s)}' and machine = '${machine}' and to_state = '${to}'`,
    );
    if (rowCount !== 1) throw new Breach('the history does not say so');
  });
}

const held = (s: Scene) => s.held.order;
const paid = (s: Scene) => s.paid.order;
const attempt = (s: Scene) =>
  `insert into payment (order_id, provider, state, amount_minor, currency) values ('${s.held.order}', 'stripe', 'created', 1000, 'AZN')`;
const refund = (s: Scene) =>
  `insert into refund (payment_id, order_id, amount_minor, currency, reason) values ('${s.paid.payment}', '${s.paid.order}', 100, 'AZN', 'mistake')`;
const waiver = (s: Scene) =>
  `insert into refund_waiver (order_id, ticket_ids, reason, note, requested_by)
   values ('${s.paid.order}', array['${s.paid.tickets[0]}']::uuid[], 'mistake', 'Sold twice', 'somebody')`;
const order = (s: Scene) =>
  `insert into orders (id, code, link_hash, channel, lane, locale, currency, total_minor, expires_at)
   values ('${s.scan}', 'BEGUN1', sha256('begun'), 'web', 'public', 'az', 'AZN', 0, now() + interval '10 minutes')`;
const claim = (s: Scene) =>
  `insert into claim (order_id, pool_set_id, quantity, state) select '${s.held.order}', id, 1, 'held'
     from pool_set where timeslot_id = '${s.museum.timeslots[1]}' and lane = 'public'`;
const thirdTicket = (s: Scene) =>
  `insert into ticket (order_id, order_line_id, timeslot_id, ticket_type_id, unit_no, short_code)
   values ('${s.bare.order}', '${s.bare.line}', '${s.museum.timeslots[0]}', '${s.museum.ticketTypes.adult}', 1, 'BARE0001')`;
const dispute = (s: Scene, state: string) =>
  `update payment set dispute_state = ${state} where id = '${s.paid.payment}'`;

/** Every step of every machine stands in the order's history, and is one that the machine has. */
export const historyGuards: Guard[] = [
  trigger(
    'orders',
    'write_order_event_insert',
    isWritten(
      'order',
      'held',
      (s) => s.scan,
      (s) => [order(s)],
    ),
  ),
  trigger(
    'orders',
    'write_order_event_update',
    isWritten('order', 'cancelled', held, (s) => [`update orders set state = 'cancelled' where id = '${held(s)}'`]),
  ),
  trigger(
    'claim',
    'write_history_insert',
    money('places whose taking nobody can trace', async (s) => {
      await s.app(claim(s));
      const { rowCount } = await s.owner(
        `select from order_event where order_id = '${held(s)}' and machine = 'claim' and to_state = 'held'`,
      );
      // One for the scene's own claim, one for this.
      if (rowCount !== 2) throw new Breach('the history does not say so');
    }),
  ),
  trigger(
    'claim',
    'write_history_update',
    isWritten('claim', 'released', held, (s) => [`update claim set state = 'released' where order_id = '${held(s)}'`]),
  ),
  trigger(
    'payment',
    'write_history_insert',
    isWritten('payment', 'created', held, (s) => [attempt(s)]),
  ),
  trigger(
    'payment',
    'write_history_update',
    isWritten('payment', 'canceled', held, (s) => [
      attempt(s),
      `update payment set state = 'canceled' where order_id = '${held(s)}'`,
    ]),
  ),
  trigger(
    'refund',
    'write_history_insert',
    isWritten('refund', 'requested', paid, (s) => [refund(s)]),
  ),
  trigger(
    'refund',
    'write_history_update',
    isWritten('refund', 'submitting', paid, (s) => [
      refund(s),
      `update refund set state = 'submitting' where order_id = '${paid(s)}'`,
    ]),
  ),
  trigger(
    'ticket',
    'write_history_insert',
    isWritten(
      'ticket',
      'valid',
      (s) => s.bare.order,
      (s) => [thirdTicket(s)],
    ),
  ),
  trigger(
    'ticket',
    'write_history_update',
    isWritten('ticket', 'suspended', paid, (s) => [
      `update ticket set state = 'suspended' where id = '${s.paid.tickets[0]}'`,
    ]),
  ),
  trigger(
    'refund_waiver',
    'write_history_insert',
    isWritten('refund_waiver', 'open', paid, (s) => [waiver(s)]),
  ),
  trigger(
    'refund_waiver',
    'write_history_update',
    isWritten('refund_waiver', 'declined', paid, (s) => [
      waiver(s),
      `update refund_waiver set state = 'declined', decided_at = now(), decided_by = 'another' where order_id = '${paid(s)}'`,
    ]),
  ),
  inFunction(
    'write_history: beginnings',
    'write_history()',
    'raise exception',
    'raise notice',
    money(
      'a refund that is born in the hands of a person',
      refuses('app', 'MU002', (s) =>
        refund(s).replace('reason)', 'reason, state)').replace("'mistake')", "'mistake', 'manual')"),
      ),
    ),
  ),
  trigger(
    'payment',
    'guard_dispute',
    money(
      'a dispute that is forgotten',
      refuses('app', 'MU002', (s) => [dispute(s, `'open'`), dispute(s, 'null')]),
    ),
  ),
  trigger(
    'timeslot',
    'guard_beginning',
    places(
      'a time that is on sale before it has places',
      refuses(
        'app',
        'MU002',
        (s) => `insert into timeslot (product_id, visit_date, start_time, starts_at, ends_at, state)
          values ('${s.museum.productId}', current_date + 9, '09:00', now() + interval '9 days', now() + interval '9 days 1 hour', 'on_sale')`,
      ),
    ),
  ),
];
