import { constraint, type Guard, inFunction, trigger } from './guard.ts';
import { linkHashOf, refuses, type Scene } from './scene.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });
const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });

const payment = (s: Scene, values: string) =>
  `insert into payment (order_id, provider, state, amount_minor, currency, captured_minor) values ('${s.held.order}', ${values})`;
const order = (code: string, more: { link?: string; columns?: string; values?: string } = {}) =>
  `insert into orders (code, link_hash, channel, lane, locale, currency, total_minor, expires_at${more.columns ?? ''})
   values ('${code}', '\\x${linkHashOf(more.link ?? code)}', 'web', 'public', 'az', 'AZN', 1000, now() + interval '10 minutes'${more.values ?? ''})`;
const paid = (s: Scene) => `update orders set state = 'paid' where id = '${s.held.order}'`;
const key = (value: string) => ({ columns: ', request_key', values: `, '${value}'` });

/** The order: its states, its hold, its sum, its names. */
export const orderGuards: Guard[] = [
  trigger(
    'orders',
    'guard_transition',
    money(
      'an order that becomes what it may not',
      refuses('app', 'MU002', (s) => `update orders set state = 'refunded' where id = '${s.held.order}'`),
    ),
  ),
  trigger('orders', 'guard_order', money('an order that is paid without money', refuses('app', 'MU004', paid))),
  inFunction(
    'guard_order: begins held',
    'guard_order()',
    "if new.state <> 'held' then",
    'if false then',
    money(
      'an order that is born paid',
      refuses('app', 'MU002', () => order('BORN01', { columns: ', state', values: `, 'paid'` })),
    ),
  ),
  inFunction(
    'guard_order: succeeded',
    'guard_order()',
    "and state = 'succeeded'",
    '',
    money(
      'a free order that is paid by an attempt nobody finished',
      refuses('app', 'MU004', (s) => [
        payment(s, `'none', 'created', 0, 'AZN', 0`),
        `update orders set total_minor = 0 where id = '${s.held.order}'`,
        paid(s),
      ]),
    ),
  ),
  inFunction(
    'guard_order: the whole sum',
    'guard_order()',
    'and sum(captured_minor) >= new.total_minor',
    '',
    money(
      'an order that is paid by half',
      refuses('app', 'MU004', (s) => [payment(s, `'stripe', 'succeeded', 500, 'AZN', 500`), paid(s)]),
    ),
  ),
  inFunction(
    'guard_order: the same currency',
    'guard_order()',
    'and currency = new.currency',
    '',
    money(
      'manats that are paid in yen',
      refuses('app', 'MU004', (s) => [payment(s, `'stripe', 'succeeded', 1000, 'JPY', 1000`), paid(s)]),
    ),
  ),
  trigger(
    'orders',
    'guard_total',
    money(
      'a settled order whose sum is another afterwards',
      refuses('app', 'MU008', (s) => `update orders set total_minor = 1 where id = '${s.paid.order}'`),
    ),
  ),
  trigger(
    'order_event',
    'only_added_to',
    money(
      'a history that is rewritten',
      refuses('owner', 'MU005', (s) => `delete from order_event where order_id = '${s.paid.order}'`),
    ),
  ),
  constraint(
    'orders',
    'orders_hold_age',
    places(
      'a hold that is prolonged for ever',
      refuses(
        'app',
        'orders_hold_age',
        (s) => `update orders set expires_at = held_at + interval '61 minutes' where id = '${s.held.order}'`,
      ),
    ),
  ),
  constraint(
    'orders',
    'orders_hold_ends',
    places(
      'a hold that never ends',
      refuses('app', 'orders_hold_ends', (s) => `update orders set expires_at = null where id = '${s.held.order}'`),
    ),
  ),
  constraint(
    'orders',
    'orders_request_key_key',
    places(
      'a double click that holds twice',
      refuses('app', 'orders_request_key_key', () => {
        const once = key('00000000-0000-7000-8000-00000000000b');
        return [order('CLICK1', once), order('CLICK2', once)];
      }),
    ),
  ),
  constraint('orders', 'orders_code_key', {
    of: 'admission',
    against: 'two orders of one code at the door',
    proof: refuses('app', 'orders_code_key', () => [order('TWIN01'), order('TWIN01', { link: 'another' })]),
  }),
  constraint('orders', 'orders_link_hash_key', {
    of: 'admission',
    against: 'a link that opens two orders',
    proof: refuses('app', 'orders_link_hash_key', () => [order('TWIN01'), order('TWIN02', { link: 'TWIN01' })]),
  }),
  constraint('orders', 'orders_link_hash_check', {
    of: 'admission',
    against: 'a link without a secret',
    proof: refuses(
      'app',
      'orders_link_hash_check',
      (s) => `update orders set link_hash = '\\x00' where id = '${s.held.order}'`,
    ),
  }),
  constraint(
    'orders',
    'orders_total_minor_check',
    money(
      'an order that is owed money',
      refuses(
        'app',
        'orders_total_minor_check',
        (s) => `update orders set total_minor = -1 where id = '${s.held.order}'`,
      ),
    ),
  ),
  constraint(
    'orders',
    'orders_currency_check',
    money(
      'a sum of no currency',
      refuses('app', 'orders_currency_check', () => order('EURO01').replace('AZN', '€€€')),
    ),
  ),
];
