import { Breach, constraint, type Guard, inFunction, trigger } from './guard.ts';
import { addOrder, refuses, type Scene } from './scene.ts';

const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });
const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });

const slot = (s: Scene, index = 0) => s.museum.timeslots[index] ?? '';
const toState = (s: Scene, state: string) => `update timeslot set state = '${state}' where id = '${slot(s)}'`;
const cancelled = (s: Scene) => [
  toState(s, 'cancelling'),
  `insert into slot_cancellation (timeslot_id, reason, note, answer_until, requested_by)
   values ('${slot(s)}', 'weather', 'Snow', now() + interval '1 day', 'somebody')`,
];
const listed = (s: Scene) => [
  ...cancelled(s),
  `insert into slot_cancellation_item (timeslot_id, order_id) values ('${slot(s)}', '${s.paid.order}')`,
  `update slot_cancellation set listed_at = now()`,
];
const item = (change: string) => `update slot_cancellation_item set ${change}`;
/** Nobody has a place there any more. */
const emptied = (s: Scene) => [
  `update ticket set state = 'revoked' where order_id = '${s.paid.order}'`,
  `update claim set state = 'released' where order_id in ('${s.held.order}', '${s.paid.order}', '${s.bare.order}')`,
];
const moving = (s: Scene) => `select move_places('${s.paid.order}', '${slot(s)}', '${slot(s, 1)}')`;
const refund = (s: Scene) =>
  `insert into refund (payment_id, order_id, amount_minor, currency, reason)
   values ('${s.bare.payment}', '${s.bare.order}', 1000, 'AZN', 'cancelled_by_museum')`;

function isThere(query: (s: Scene) => string, statements: (s: Scene) => string[], breach: string): Guard['proof'] {
  return async (s) => {
    for (const text of statements(s)) await s.app(text);
    if ((await s.owner(query(s))).rowCount !== 1) throw new Breach(breach);
  };
}

/** Without places on offer, a proof that moves must not get far. */
async function staysFull(s: Scene, prepare: string): Promise<void> {
  await s.owner(prepare);
  await refuses('app', 'MU001', (scene) => moving(scene))(s);
}

/** Times that are cancelled, and orders that move. */
export const cancellationGuards: Guard[] = [
  trigger(
    'timeslot',
    'close_lanes',
    places(
      'places taken of a time that is cancelled',
      refuses('app', 'MU001', (s) => [
        ...cancelled(s),
        `update claim set quantity = 3 where order_id = '${s.held.order}'`,
      ]),
    ),
  ),
  trigger(
    'pool',
    'guard_lane_open',
    places(
      'a cancelled time that is opened again',
      refuses('app', 'MU001', (s) => [
        ...cancelled(s),
        `update pool set status = 'on_sale' where timeslot_id = '${slot(s)}'`,
      ]),
    ),
  ),
  trigger(
    'timeslot',
    'guard_cancelled',
    money(
      'a time that is over for us and not for its visitors',
      refuses('app', 'MU011', (s) => [...listed(s), toState(s, 'cancelled')]),
    ),
  ),
  inFunction(
    'guard_cancelled: orders under way',
    'guard_cancelled()',
    "exists (select 1 from slot_cancellation_item where timeslot_id = new.id and state in ('listed','offered','refunding'))",
    'false',
    money(
      'an order that is forgotten',
      refuses('app', 'MU011', (s) => [...listed(s), ...emptied(s), toState(s, 'cancelled')]),
    ),
  ),
  inFunction(
    'guard_cancelled: listed',
    'guard_cancelled()',
    'exists (select 1 from slot_cancellation where timeslot_id = new.id and listed_at is null)',
    'false',
    money(
      'a time that nobody looked through',
      refuses('app', 'MU011', (s) => [...cancelled(s), ...emptied(s), toState(s, 'cancelled')]),
    ),
  ),
  inFunction(
    'guard_cancelled: places',
    'guard_cancelled()',
    "s.timeslot_id = new.id and c.state <> 'released' and o.state <> 'disputed'",
    'false',
    places(
      'a place at a time that is cancelled',
      refuses('app', 'MU011', (s) => [...listed(s), item(`state = 'nothing_due'`), toState(s, 'cancelled')]),
    ),
  ),
  trigger(
    'refund',
    'list_late_payer',
    money(
      'late money of a cancelled time that nobody follows up',
      isThere(
        (s) => `select from slot_cancellation_item where order_id = '${s.bare.order}'`,
        (s) => [...cancelled(s), refund(s)],
        'its order is on no list',
      ),
    ),
  ),
  constraint(
    'slot_cancellation_item',
    'slot_cancellation_item_timeslot_id_order_id_key',
    money(
      'an order that is offered and refunded twice',
      refuses('app', 'slot_cancellation_item_timeslot_id_order_id_key', (s) => [
        ...listed(s),
        `insert into slot_cancellation_item (timeslot_id, order_id) values ('${slot(s)}', '${s.paid.order}')`,
      ]),
    ),
  ),
  trigger(
    'slot_cancellation_item',
    'guard_transition',
    money(
      'an order that has moved and is refunded too',
      refuses('app', 'MU002', (s) => [
        ...listed(s),
        item(`state = 'moved', moved_to = '${slot(s, 1)}'`),
        item(`state = 'refunding', moved_to = null`),
      ]),
    ),
  ),
  constraint(
    'slot_cancellation_item',
    'slot_cancellation_item_why',
    money(
      'an order left to a person who is not told why',
      refuses('app', 'slot_cancellation_item_why', (s) => [...listed(s), item(`state = 'needs_person'`)]),
    ),
  ),
  constraint(
    'slot_cancellation_item',
    'slot_cancellation_item_moved',
    money(
      'an order called moved that is nowhere',
      refuses('app', 'slot_cancellation_item_moved', (s) => [...listed(s), item(`state = 'moved'`)]),
    ),
  ),
  constraint(
    'slot_cancellation',
    'slot_cancellation_steps',
    money(
      'a cancellation that is finished and was not begun',
      refuses('app', 'slot_cancellation_steps', (s) => [
        ...cancelled(s),
        'update slot_cancellation set finished_at = now()',
      ]),
    ),
  ),
  trigger(
    'slot_cancellation_item',
    'write_history_insert',
    money(
      'an order of a cancelled time without a trace',
      isThere(
        (s) =>
          `select from order_event where order_id = '${s.paid.order}' and machine = 'cancellation' and to_state = 'listed'`,
        listed,
        'the history does not say so',
      ),
    ),
  ),
  trigger(
    'slot_cancellation_item',
    'write_history_update',
    money(
      'what became of an order without a trace',
      isThere(
        (s) =>
          `select from order_event where order_id = '${s.paid.order}' and machine = 'cancellation' and to_state = 'offered'`,
        (s) => [...listed(s), item(`state = 'offered'`)],
        'the history does not say so',
      ),
    ),
  ),
  inFunction(
    'move_places: the time is on sale',
    'move_places(uuid, uuid, uuid)',
    "or not exists (select 1 from timeslot where id = to_slot and state = 'on_sale')",
    '',
    places('an order that moves to a time that is over', (s) =>
      staysFull(s, `update timeslot set state = 'done' where id = '${slot(s, 1)}'`),
    ),
  ),
  inFunction(
    'move_places: room of run-out holds',
    'move_places(uuid, uuid, uuid)',
    'perform release_run_out(200, pools);',
    'null;',
    places('an order that may not move to places that nobody holds', async (s) => {
      const gone = await addOrder((text) => s.owner(text), s.museum, 'GONE01', { slot: 1, people: 10 });
      await s.owner(`update orders set expires_at = now() - interval '1 second' where id = '${gone.order}'`);
      try {
        await s.app(moving(s));
      } catch (error) {
        throw new Breach((error as Error).message);
      }
    }),
  ),
];
