import { Breach, constraint, type Guard, inFunction, trigger, uniqueIndex } from './guard.ts';
import { addOrder, refused, refuses, type Scene } from './scene.ts';
import { half, take, useIs, vouchers } from './voucher-scene.ts';

const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });

const use = (s: Scene, state: string) => `update voucher_use set state = '${state}' where order_id = '${s.held.order}'`;
const useByHand = (s: Scene) =>
  `insert into voucher_use (order_id, voucher_id) select '${s.held.order}', id from voucher`;
const paid = (s: Scene) => [
  `insert into payment (order_id, provider, state, amount_minor, currency, captured_minor)
   values ('${s.held.order}', 'stripe', 'succeeded', 1000, 'AZN', 1000)`,
  `update orders set state = 'paid' where id = '${s.held.order}'`,
];
const given = (changes: Record<string, string>) => vouchers({ code: "'OTHER1'", ...changes });
const lower = (s: Scene) =>
  `update order_line set full_price_minor = 500, unit_price_minor = 1, total_minor = quantity where order_id = '${s.held.order}'`;

/** A voucher and its uses: what it costs the museum is counted, once. */
export const voucherGuards: Guard[] = [
  constraint(
    'voucher',
    'voucher_uses',
    money('a voucher that is spent twice', async (s) => {
      const other = await addOrder(s.app, s.museum, 'NEXT01', { people: 1 });
      for (const text of [half(), take(s)]) await s.app(text);
      await refused(() => s.app(take(s, other.order)), 'voucher_uses');
    }),
  ),
  constraint(
    'voucher',
    'voucher_uses_check',
    money(
      'uses below nothing, which would be uses from nowhere',
      refuses('owner', 'voucher_uses_check', () => [half(), 'update voucher set uses = -1']),
    ),
  ),
  constraint(
    'voucher',
    'voucher_code_key',
    money(
      'two vouchers of one code',
      refuses('app', 'voucher_code_key', () => [half(), half()]),
    ),
  ),
  constraint(
    'voucher',
    'voucher_max_uses_check',
    money(
      'a voucher without an end',
      refuses('app', 'voucher_max_uses_check', () => given({ max_uses: '1000000' })),
    ),
  ),
  constraint(
    'voucher',
    'voucher_effect_shape',
    money(
      'a voucher that pays people to come',
      refuses('app', 'voucher_effect_shape', () => given({ effect_value: '150' })),
    ),
  ),
  constraint(
    'voucher',
    'voucher_span',
    money(
      'a voucher that is over before it begins',
      refuses('app', 'voucher_span', () => given({ valid_until: "now() - interval '2 days'" })),
    ),
  ),
  constraint(
    'order_line',
    'order_line_full_price',
    money(
      'a code that makes a ticket dearer',
      refuses('app', 'order_line_full_price', (s) => [
        half(),
        take(s),
        `update order_line set full_price_minor = 400 where order_id = '${s.held.order}'`,
      ]),
    ),
  ),
  trigger(
    'voucher',
    'guard_transition',
    money(
      'a withdrawn voucher that stands again',
      refuses('app', 'MU002', () => [
        half(),
        `update voucher set state = 'withdrawn'`,
        `update voucher set state = 'active'`,
      ]),
    ),
  ),
  trigger(
    'voucher_use',
    'guard_transition',
    money(
      'a use that was taken off and is let go once more',
      refuses('app', 'MU002', (s) => [
        half(),
        take(s),
        use(s, 'removed'),
        `update orders set state = 'cancelled' where id = '${s.held.order}'`,
        use(s, 'released'),
      ]),
    ),
  ),
  trigger(
    'voucher_use',
    'guard_voucher_use',
    money(
      'a use let go while its order is paid',
      refuses('app', 'MU013', (s) => [half(), take(s), ...paid(s), use(s, 'released')]),
    ),
  ),
  inFunction(
    'guard_voucher_use: stands',
    'guard_voucher_use()',
    "v.state <> 'active' or ",
    '',
    money(
      'a withdrawn voucher that is taken',
      refuses('app', 'MU013', (s) => [half(), `update voucher set state = 'withdrawn'`, take(s)]),
    ),
  ),
  inFunction(
    'guard_voucher_use: not over',
    'guard_voucher_use()',
    ' or now() >= v.valid_until',
    '',
    money(
      'a voucher that is taken after its end',
      refuses('app', 'MU013', (s) => [half(), `update voucher set valid_until = now()`, take(s)]),
    ),
  ),
  inFunction(
    'guard_voucher_use: not yet',
    'guard_voucher_use()',
    'now() < v.valid_from or ',
    '',
    money(
      'a voucher that is taken before its time',
      refuses('app', 'MU013', (s) => [half(), `update voucher set valid_from = now() + interval '1 hour'`, take(s)]),
    ),
  ),
  inFunction(
    'guard_voucher_use: prices first',
    'guard_voucher_use()',
    '\n     or exists (select 1 from order_line where order_id = o.id and full_price_minor is not null)',
    '',
    money(
      'a lowered price that outlives its voucher',
      refuses('app', 'MU013', (s) => [half(), take(s), lower(s), use(s, 'removed')]),
    ),
  ),
  trigger(
    'voucher_use',
    'count_voucher_uses_insert',
    money('a use that nobody counts', async (s) => {
      for (const text of [half(), take(s)]) await s.app(text);
      await useIs(s, 1, 'held');
    }),
  ),
  trigger(
    'voucher_use',
    'count_voucher_uses_update',
    money('a use given back that stays spent', async (s) => {
      for (const text of [half(), take(s), use(s, 'removed')]) await s.app(text);
      await useIs(s, 0, 'removed');
    }),
  ),
  inFunction(
    'count_voucher_uses: each address',
    'count_voucher_uses()',
    'having count(*) > v.max_uses_per_email',
    'having false',
    money('an address that uses a voucher again and again', async (s) => {
      const other = await addOrder(s.app, s.museum, 'NEXT01', { people: 1 });
      await s.app(half({ max_uses: '9', max_uses_per_email: '1' }));
      await s.app(`update orders set email = 'a@example.az' where id in ('${s.held.order}', '${other.order}')`);
      await s.app(take(s));
      await refused(() => s.app(take(s, other.order)), 'voucher_uses_per_email');
    }),
  ),
  uniqueIndex(
    'voucher_use',
    'voucher_use_one_live',
    money('an order with two vouchers', async (s) => {
      for (const text of [half(), half({ code: "'OTHER1'" }), take(s)]) await s.app(text);
      await refused(() => s.app(take(s, s.held.order, 'OTHER1')), 'voucher_use_one_live');
    }),
  ),
  constraint(
    'voucher_use',
    'voucher_use_order_id_voucher_id_key',
    money(
      'one order’s use written twice',
      refuses('owner', 'voucher_use_order_id_voucher_id_key', (s) => [
        half({ max_uses: '9' }),
        useByHand(s),
        use(s, 'removed'),
        useByHand(s),
      ]),
    ),
  ),
  trigger(
    'orders',
    'follow_order',
    money('a use that its paid order does not keep', async (s) => {
      for (const text of [half(), take(s), ...paid(s)]) await s.app(text);
      await useIs(s, 1, 'used');
    }),
  ),
  inFunction(
    'follow_order: given back',
    'follow_order()',
    "(u.state = 'used' and v.is_given_back)",
    "u.state = 'used'",
    money('a voucher that comes back though it says it does not', async (s) => {
      for (const text of [half({ is_given_back: 'false' }), take(s), ...paid(s)]) await s.app(text);
      await s.app(`update orders set state = 'cancelled' where id = '${s.held.order}'`);
      await useIs(s, 1, 'used');
    }),
  ),
  trigger(
    'orders',
    'follow_order_email',
    money('an address that is told to the voucher too late', async (s) => {
      const other = await addOrder(s.app, s.museum, 'NEXT01', { people: 1 });
      for (const text of [half({ max_uses: '9', max_uses_per_email: '1' }), take(s), take(s, other.order)])
        await s.app(text);
      await s.app(`update orders set email = 'a@example.az' where id = '${s.held.order}'`);
      const again = `update orders set email = 'A@example.az' where id = '${other.order}'`;
      await refused(() => s.app(again), 'voucher_uses_per_email');
    }),
  ),
  trigger(
    'order_line',
    'guard_reduced_line',
    money('a price lowered without a voucher', refuses('app', 'MU013', lower)),
  ),
  trigger(
    'orders',
    'guard_return',
    money(
      'a lowered price that comes back without its voucher',
      refuses('app', 'MU013', (s) => [
        half(),
        take(s),
        lower(s),
        `update orders set state = 'expiring' where id = '${s.held.order}'`,
        use(s, 'released'),
        `update orders set state = 'expired' where id = '${s.held.order}'`,
        `update orders set state = 'held' where id = '${s.held.order}'`,
      ]),
    ),
  ),
  trigger(
    'voucher_use',
    'write_history_insert',
    money('a voucher whose taking nobody can trace', async (s) => {
      for (const text of [half(), take(s)]) await s.app(text);
      await isWritten(s, 'held');
    }),
  ),
  trigger(
    'voucher_use',
    'write_history_update',
    money('a step of the voucher that nobody can trace', async (s) => {
      for (const text of [half(), take(s), use(s, 'removed')]) await s.app(text);
      await isWritten(s, 'removed');
    }),
  ),
];

async function isWritten(s: Scene, to: string): Promise<void> {
  const { rowCount } = await s.owner(
    `select from order_event where order_id = '${s.held.order}' and machine = 'voucher_use' and to_state = '${to}'`,
  );
  if (rowCount !== 1) throw new Breach('the history does not say so');
}
