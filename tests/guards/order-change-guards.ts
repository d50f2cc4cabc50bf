import { Breach, constraint, type Guard, inFunction, trigger, uniqueIndex } from './guard.ts';
import { refuses, type Scene } from './scene.ts';

const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });
const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });

export const changeId = '00000000-0000-7000-8000-00000000c0de';
const requestKey = '00000000-0000-7000-8000-00000000f0de';
const slot = (s: Scene, index = 0) => s.museum.timeslots[index] ?? '';

type Options = {
  id?: string;
  kind?: string;
  to?: number;
  after?: number;
  returned?: number;
  added?: number;
  expires?: string;
  key?: string;
};

/** The paid order's two adults to the second time, where they pay 700 each; or as told. */
export function made(s: Scene, options: Options = {}): string {
  const after = options.after ?? 1400;
  const line = {
    ticketTypeId: s.museum.ticketTypes.adult,
    quantity: 2 + (options.added ?? 0),
    unitPriceMinor: after / 2,
    taxMinor: 0,
    fullPriceMinor: null,
    ticketIds: s.paid.tickets,
  };
  return `insert into order_change (id, order_id, kind, from_timeslot_id, to_timeslot_id, lines, before_minor, after_minor, returned_minor,
      share_per_mille, added_people, currency, request_key, expires_at)
    values ('${options.id ?? changeId}', '${s.paid.order}', '${options.kind ?? 'move'}', '${slot(s)}', '${slot(s, options.to ?? 1)}',
      '${JSON.stringify([line])}', 1000, ${after}, ${options.returned ?? 0}, 1000, ${options.added ?? 0}, 'AZN',
      ${options.key ? `'${options.key}'` : 'null'}, now() + interval '${options.expires ?? '10 minutes'}')`;
}
const hold = `select hold_change_places('${changeId}')`;
const apply = `select apply_change('${changeId}')`;
const drop = `update order_change set state = 'dropped' where id = '${changeId}'`;
const other = { id: '00000000-0000-7000-8000-00000000c0df' };
/** A change within the same time that costs the same. */
const same = { kind: 'types', to: 0, after: 1000 };

function isThere(query: (s: Scene) => string, statements: (s: Scene) => string[], breach: string): Guard['proof'] {
  return async (s) => {
    for (const text of statements(s)) await s.app(text);
    if ((await s.owner(query(s))).rowCount !== 1) throw new Breach(breach);
  };
}

/** Prepared by the owner, refused to the app. */
function refusesAfter(
  prepare: (s: Scene) => string[],
  expected: string,
  statements: (s: Scene) => string[],
): Guard['proof'] {
  return async (s) => {
    for (const text of prepare(s)) await s.owner(text);
    await refuses('app', expected, statements)(s);
  };
}

const step = (s: Scene, state: string) =>
  `select from order_event where order_id = '${s.paid.order}' and machine = 'order_change' and to_state = '${state}'`;

/** Changes of paid orders: their places, their money, and that each is made once. */
export const orderChangeGuards: Guard[] = [
  uniqueIndex(
    'claim',
    'claim_change',
    places(
      'places held twice for one change',
      refuses('app', 'claim_change', (s) => [made(s), hold, hold]),
    ),
  ),
  trigger(
    'order_change',
    'follow_change',
    places(
      'places kept by a change that was given up',
      isThere(
        () => `select from claim where change_id = '${changeId}' and state = 'released'`,
        (s) => [made(s), hold, drop],
        'they are held for nobody',
      ),
    ),
  ),
  trigger(
    'order_change',
    'guard_change',
    money(
      'a dearer time without its money',
      refuses('app', 'MU020', (s) => [made(s), hold, apply]),
    ),
  ),
  constraint(
    'order_change',
    'order_change_applied',
    money(
      'a change that is called made and is not',
      refuses('app', 'order_change_applied', (s) => [
        made(s, same),
        `update order_change set state = 'applied' where id = '${changeId}'`,
      ]),
    ),
  ),
  trigger(
    'order_change',
    'guard_transition',
    money(
      'a change that was given up and is made after all',
      refuses('app', 'MU002', (s) => [
        made(s),
        drop,
        `update order_change set state = 'open' where id = '${changeId}'`,
      ]),
    ),
  ),
  trigger(
    'order_change',
    'limit_change',
    places(
      'more people in an order than an order may have',
      refuses('app', 'MU014', (s) => [made(s, { ...same, kind: 'people', added: 499 })]),
    ),
  ),
  constraint(
    'order_change',
    'order_change_age',
    places(
      'places held for days by a change',
      refuses('app', 'order_change_age', (s) => made(s, { expires: '2 hours' })),
    ),
  ),
  constraint(
    'order_change',
    'order_change_returned',
    money(
      'money back for a time that is no cheaper',
      refuses('app', 'order_change_returned', (s) => made(s, { returned: 1 })),
    ),
  ),
  uniqueIndex(
    'order_change',
    'order_change_one_open',
    places(
      'two changes of one order that both hold places',
      refuses('app', 'order_change_one_open', (s) => [made(s), made(s, other)]),
    ),
  ),
  constraint(
    'order_change',
    'order_change_request_key_key',
    money(
      'a button pressed twice that changes twice',
      refuses('app', 'order_change_request_key_key', (s) => [
        made(s, { key: requestKey }),
        drop,
        made(s, { ...other, key: requestKey }),
      ]),
    ),
  ),
  trigger(
    'order_change',
    'write_history_insert',
    money(
      'a change without a trace',
      isThere(
        (s) => step(s, 'open'),
        (s) => [made(s)],
        'the history does not say so',
      ),
    ),
  ),
  trigger(
    'order_change',
    'write_history_update',
    money(
      'what became of a change without a trace',
      isThere(
        (s) => step(s, 'dropped'),
        (s) => [made(s), drop],
        'the history does not say so',
      ),
    ),
  ),
  trigger(
    'refund',
    'guard_ticket_refund',
    money(
      'a ticket that brings back more than it cost',
      refuses(
        'app',
        'MU022',
        (s) => `insert into refund (payment_id, order_id, ticket_id, amount_minor, currency, reason)
          values ('${s.paid.payment}', '${s.paid.order}', '${s.paid.tickets[0]}', 501, 'AZN', 'mistake')`,
      ),
    ),
  ),
  inFunction(
    'apply_change: once',
    'apply_change(uuid)',
    "c.state not in ('open','run_out')",
    'false',
    money(
      'a change made twice',
      refuses('app', 'MU020', (s) => [made(s, same), apply, apply]),
    ),
  ),
  inFunction(
    'apply_change: the order is what it was',
    'apply_change(uuid)',
    'live is distinct from named or paid <> c.before_minor',
    'false',
    money(
      'a change for tickets that were given back',
      refuses('app', 'MU021', (s) => [
        made(s, { after: 1000 }),
        `update ticket set state = 'revoked' where id = '${s.paid.tickets[0]}'`,
        apply,
      ]),
    ),
  ),
  inFunction(
    'apply_change: who is inside',
    'apply_change(uuid)',
    "k.admitted_people > 0 and (c.kind = 'move' or k.ticket_type_id <> n.type_id)",
    'false',
    money(
      'a used ticket that is moved',
      refusesAfter(
        (s) => [`update ticket set admitted_people = 1 where id = '${s.paid.tickets[0]}'`],
        'MU021',
        (s) => [made(s, { after: 1000 }), apply],
      ),
    ),
  ),
  inFunction(
    'apply_change: the time lies ahead',
    'apply_change(uuid)',
    "slot.state not in ('on_sale','closed') or slot.starts_at <= now()",
    'false',
    places(
      'an order that moves to a time that has begun',
      refusesAfter(
        (s) => [`update timeslot set starts_at = now() - interval '1 minute' where id = '${slot(s, 1)}'`],
        'MU001',
        (s) => [made(s, { after: 1000 }), apply],
      ),
    ),
  ),
  inFunction(
    'hold_change_places: the time is on sale',
    'hold_change_places(uuid)',
    "not exists (select 1 from timeslot where id = c.to_timeslot_id and state = 'on_sale')",
    'false',
    places(
      'places held at a time that is closed',
      refusesAfter(
        (s) => [`update timeslot set state = 'closed' where id = '${slot(s, 1)}'`],
        'MU001',
        (s) => [made(s), hold],
      ),
    ),
  ),
  inFunction(
    'set_beyond: what both times draw on counts once',
    'set_beyond(bigint, bigint)',
    'except select found_id, pool_id from pool_set_member where pool_set_id = without_set',
    '',
    places('a full day that keeps out who is there already', async (s) => {
      await s.owner(`update pool set capacity = held + sold where kind = 'day'`);
      await s.app(made(s));
      try {
        await s.app(hold);
      } catch (error) {
        throw new Breach((error as Error).message);
      }
    }),
  ),
  inFunction(
    'release_run_out_changes: no open page',
    'release_run_out_changes(integer)',
    "not exists (select 1 from payment p where p.change_id = c.id and p.state in ('created','open','processing'))",
    'true',
    places('places given away while they are being paid', async (s) => {
      await s.app(made(s));
      await s.app(hold);
      await s.app(`insert into payment (order_id, provider, state, amount_minor, currency, change_id)
        values ('${s.paid.order}', 'stripe', 'created', 400, 'AZN', '${changeId}')`);
      await s.owner(`update order_change set expires_at = now() - interval '1 second'`);
      await s.app('select release_run_out_changes(50)');
      if ((await s.owner(`select from claim where change_id = '${changeId}' and state = 'held'`)).rowCount !== 1)
        throw new Breach('they are free');
    }),
  ),
  inFunction(
    'guard_total: only in the step of a change',
    'guard_total()',
    "current_user <> 'museum_app' and ",
    '',
    money(
      'a settled sum changed by saying that it is a change',
      refuses('app', 'MU008', (s) => [
        `set museum.applying_change = '${s.paid.order}'`,
        `update orders set total_minor = 1 where id = '${s.paid.order}'`,
      ]),
    ),
  ),
  inFunction(
    'guard_line: only in the step of a change',
    'guard_line()',
    "current_user <> 'museum_app' and ",
    '',
    money(
      'a settled price changed by saying that it is a change',
      refuses('app', 'MU008', (s) => [
        `set museum.applying_change = '${s.paid.order}'`,
        `update order_line set tax_minor = 1 where order_id = '${s.paid.order}'`,
      ]),
    ),
  ),
];
