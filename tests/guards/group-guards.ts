import {
  accept,
  agreed,
  first,
  groupFinds,
  groupRefuses,
  later,
  offer,
  offered,
  second,
  visit,
} from './group-scene.ts';
import { constraint, type Guard, trigger } from './guard.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });
const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });
const admission = (against: string, proof: Guard['proof']) => ({ of: 'admission' as const, against, proof });

const twice = (column: string, value: string) => (): string[] => [
  visit(first, { [column]: value }),
  visit(second, { [column]: value }),
];
const oneOrder = '00000000-0000-7000-8000-00000000aaaa';

/** School and group visits: what a party is, and that its request, its order and its places say one thing. */
export const groupGuards: Guard[] = [
  trigger(
    'group_visit',
    'check_visit',
    places(
      'a party that is gone and keeps its places',
      groupRefuses('app', 'MU030', (s) => [...agreed(s), "update group_visit set state = 'cancelled_by_group'"]),
    ),
  ),
  trigger(
    'orders',
    'check_visit',
    money(
      'an agreed visit whose order is cancelled',
      groupRefuses('app', 'MU030', (s) => [
        ...agreed(s),
        "update orders set state = 'cancelled' where state = 'on_account'",
      ]),
    ),
  ),
  trigger(
    'ticket',
    'check_visit',
    admission(
      'an agreed visit without its ticket',
      groupRefuses('app', 'MU030', (s) => [...agreed(s), "update ticket set state = 'revoked' where party_size > 1"]),
    ),
  ),
  trigger(
    'group_visit',
    'guard_visit',
    places(
      'an agreed class whose adults become children',
      groupRefuses('app', 'visit_agreed', (s) => [...agreed(s), 'update group_visit set pupils = 12, teachers = 0']),
    ),
  ),
  trigger(
    'orders',
    'guard_account',
    money(
      'an order on account that no visit has agreed to',
      groupRefuses(
        'app',
        'MU004',
        (s) => `update orders set state = 'on_account', expires_at = null where id = '${s.held.order}'`,
      ),
    ),
  ),
  constraint(
    'group_visit',
    'group_visit_reachable',
    places(
      'places held for whom nobody can write to',
      groupRefuses('app', 'group_visit_reachable', () => visit(first, { email: 'null' })),
    ),
  ),
  constraint(
    'group_visit',
    'group_visit_party',
    places(
      'a party of nobody that is offered places',
      groupRefuses('app', 'group_visit_party', () => visit(first, { pupils: '0', teachers: '0' })),
    ),
  ),
  ...(['pupils', 'teachers', 'parents', 'aides'] as const).map((column) =>
    constraint(
      'group_visit',
      `group_visit_${column}_check`,
      places(
        'fewer places than people, by some who are less than nobody',
        groupRefuses('app', `group_visit_${column}_check`, () => visit(first, { [column]: '-1' })),
      ),
    ),
  ),
  constraint(
    'group_visit',
    'group_visit_request_key_key',
    places(
      'one form that asks twice',
      groupRefuses('app', 'group_visit_request_key_key', twice('request_key', `'${oneOrder}'`)),
    ),
  ),
  constraint(
    'group_visit',
    'group_visit_link_hash_key',
    places(
      'a link that opens two visits',
      groupRefuses('app', 'group_visit_link_hash_key', twice('link_hash', `'\\x${'ab'.repeat(32)}'`)),
    ),
  ),
  constraint(
    'group_visit',
    'group_visit_code_key',
    places(
      'a code that two schools call theirs',
      groupRefuses('app', 'group_visit_code_key', twice('code', "'TWICE001'")),
    ),
  ),
  constraint(
    'group_visit',
    'group_visit_order_id_key',
    money(
      'two visits that are one order',
      // the ticket would be looked at for both
      groupRefuses(
        'app',
        'group_visit_order_id_key',
        (s) => [
          visit(),
          offer(),
          accept(s, first, oneOrder),
          visit(second),
          offer([later], second),
          accept(s, second, oneOrder),
        ],
        ['alter table ticket disable trigger check_visit'],
      ),
    ),
  ),
  trigger(
    'group_visit',
    'guard_transition',
    places(
      'a party that was refused and is back in the queue',
      groupRefuses('app', 'MU002', () => [
        visit(),
        "update group_visit set state = 'declined'",
        "update group_visit set state = 'submitted'",
      ]),
    ),
  ),
  trigger(
    'group_visit',
    'guard_beginning',
    places(
      'a party that begins on the waiting list',
      groupRefuses('app', 'MU002', () => visit(first, { state: "'waitlisted'" })),
    ),
  ),
  trigger(
    'group_visit',
    'date_visit',
    places(
      'a party that waits and has no place in the queue',
      groupFinds(
        () => [
          visit(first, { state: "'draft'" }),
          "update group_visit set state = 'submitted', submitted_at = now()",
          "update group_visit set state = 'waitlisted'",
        ],
        'select from group_visit where waitlisted_at is not null',
        'it waits since never',
      ),
    ),
  ),
  ...(['group_visit', 'group_offer'] as const).map((table) =>
    trigger(
      table,
      'write_history',
      places(
        'steps that nobody can read afterwards',
        groupFinds(
          (s) => agreed(s),
          `select from visit_event where machine = '${table}' and to_state = '${table === 'group_visit' ? 'confirmed' : 'accepted'}'`,
          'the history does not say so',
        ),
      ),
    ),
  ),
  trigger(
    'guide_call',
    'write_history',
    places(
      'a guide who said yes, and nobody can read when',
      groupFinds(
        (s) => [
          ...agreed(s),
          `insert into guide_call (timeslot_id, guide_id, answer_until)
             select t.id, t.guide_id, now() + interval '1 day' from timeslot t where t.guide_id is not null limit 1`,
        ],
        "select from visit_event where machine = 'guide_call' and to_state = 'asked'",
        'the history does not say so',
      ),
    ),
  ),
  trigger(
    'visit_event',
    'only_added_to',
    places(
      'a history that is changed',
      groupRefuses('owner', 'MU005', () => [visit(), 'delete from visit_event']),
    ),
  ),
  constraint(
    'sign_in_link',
    'sign_in_link_life',
    places(
      'a link of yesterday that opens a school’s visits',
      groupRefuses(
        'app',
        'sign_in_link_life',
        () => `insert into sign_in_link (token_hash, email, locale, expires_at)
          values ('\\x${'ab'.repeat(32)}', 'teacher@example.az', 'az', now() + interval '1 day')`,
      ),
    ),
  ),
  {
    name: 'check_visit: who has an offer',
    of: 'places',
    against: 'a party that is refused and whose offer goes on holding',
    stands: [],
    off: {
      kind: 'function',
      signature: 'check_visit(uuid)',
      find: "if (v.state in ('offered','rescheduled')) <> exists",
      put: 'if false and (true) <> exists',
    },
    proof: groupRefuses('app', 'visit_offer', () => [...offered(), "update group_visit set state = 'declined'"]),
  },
  {
    name: 'check_visit: its order is over, too',
    of: 'money',
    against: 'a cancelled visit that still owes',
    stands: [],
    off: {
      kind: 'function',
      signature: 'check_visit(uuid)',
      find: 'if not agreed and exists (select 1 from orders',
      put: 'if false and exists (select 1 from orders',
    },
    proof: groupRefuses('owner', 'visit_order', (s) => [
      ...agreed(s),
      `with gone as (update claim set state = 'released' where sub_group_id is not null),
            dead as (update sub_group set is_live = false)
       update group_visit set state = 'cancelled_by_group'`,
    ]),
  },
  {
    name: 'check_visit: a guide for each sub-group',
    of: 'places',
    against: 'a sub-group whose guide has no place in the rooms',
    stands: [],
    off: {
      kind: 'function',
      signature: 'check_visit(uuid)',
      find: 'c.guides <> 1 or c.live <> c.people + 1',
      put: 'false',
    },
    proof: groupRefuses('owner', 'visit_places', (s) => [
      ...agreed(s),
      `update claim c set state = 'released' from pool_set p where p.id = c.pool_set_id and p.lane = 'guide' and c.sub_group_id is not null`,
    ]),
  },
  {
    name: 'check_visit: what its lines come to',
    of: 'money',
    against: 'an agreed price that its lines do not come to',
    stands: [],
    off: {
      kind: 'function',
      signature: 'check_visit(uuid)',
      find: 'and (select sum(total_minor) from order_line where order_id = o.id) = o.total_minor',
      put: '',
    },
    proof: groupRefuses(
      'owner',
      'visit_order',
      (s) => [
        ...agreed(s),
        "with less as (update orders set total_minor = 1 where state = 'on_account') update group_visit set note = 'x'",
      ],
      ['guard_total', 'guard_order_sum'].map((layer) => `alter table orders disable trigger ${layer}`),
    ),
  },
];
