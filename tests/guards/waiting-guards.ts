import { Breach, constraint, type Guard, trigger, uniqueIndex } from './guard.ts';
import { refuses } from './scene.ts';
import { entry, first, offer, offerByHand, offered, second, wish } from './waiting-scene.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });

/** The waiting list: what is offered is held, for one party, once. */
export const waitingGuards: Guard[] = [
  constraint(
    'waiting_entry',
    'waiting_entry_people_check',
    places(
      'a party of nobody that is offered places',
      refuses('app', 'waiting_entry_people_check', (s) => [entry(s), 'update waiting_entry set people = 0']),
    ),
  ),
  constraint(
    'waiting_entry',
    'waiting_entry_part',
    places(
      'a part larger than the party',
      refuses('app', 'waiting_entry_part', (s) => [entry(s), 'update waiting_entry set smallest_part = 9']),
    ),
  ),
  constraint(
    'waiting_entry',
    'waiting_entry_reachable',
    places(
      'places held for whom nobody can write to',
      refuses('app', 'waiting_entry_reachable', (s) => [entry(s), 'update waiting_entry set email = null']),
    ),
  ),
  constraint(
    'waiting_entry',
    'waiting_entry_end',
    places(
      'a party that is gone and still waits',
      refuses('owner', 'waiting_entry_end', (s) => [entry(s), 'update waiting_entry set ended_at = now()']),
    ),
  ),
  constraint(
    'waiting_entry',
    'waiting_entry_link_hash_key',
    places(
      'a link that opens two parties',
      refuses('app', 'waiting_entry_link_hash_key', (s) => {
        const link_hash = `'\\x${'ab'.repeat(32)}'`;
        return [entry(s, first, { link_hash }), entry(s, second, { link_hash })];
      }),
    ),
  ),
  constraint(
    'waiting_entry',
    'waiting_entry_request_key_key',
    places(
      'one form that joins twice',
      refuses('app', 'waiting_entry_request_key_key', (s) => {
        const request_key = `'${second}'`;
        return [entry(s, first, { request_key }), entry(s, second, { request_key })];
      }),
    ),
  ),
  constraint(
    'waiting_entry',
    'waiting_entry_rank_key',
    places(
      'two parties of one rank',
      refuses('owner', 'waiting_entry_rank_key', (s) => [
        entry(s, first, { rank: '7' }),
        entry(s, second, { rank: '7' }),
      ]),
    ),
  ),
  constraint(
    'waiting_wish',
    'waiting_wish_once',
    places(
      'one address that waits twice for a time',
      refuses('app', 'waiting_wish_once', (s) => [
        entry(s),
        wish(s),
        entry(s, second, { email: `'${first.toUpperCase()}@example.az'` }),
        wish(s, second),
      ]),
    ),
  ),
  constraint(
    'waiting_offer',
    'waiting_offer_people_check',
    places(
      'an offer of nothing',
      refuses('owner', 'waiting_offer_people_check', (s) => [entry(s), offerByHand(s, { people: '0' })]),
    ),
  ),
  constraint(
    'waiting_offer',
    'waiting_offer_order',
    places(
      'an offer taken by no order',
      refuses('owner', 'waiting_offer_order', (s) => [
        ...offered(s),
        "update waiting_offer set state = 'taken', ended_at = now()",
      ]),
    ),
  ),
  constraint(
    'waiting_offer',
    'waiting_offer_end',
    places(
      'an offer that is over and open',
      refuses('owner', 'waiting_offer_end', (s) => [...offered(s), 'update waiting_offer set ended_at = now()']),
    ),
  ),
  constraint(
    'waiting_offer',
    'waiting_offer_time',
    places(
      'an offer that is over before it is made',
      refuses('owner', 'waiting_offer_time', (s) => [
        ...offered(s),
        "update waiting_offer set expires_at = offered_at - interval '1 hour'",
      ]),
    ),
  ),
  uniqueIndex(
    'waiting_offer',
    'waiting_offer_one_open',
    places(
      'two offers to one party',
      refuses('owner', 'waiting_offer_one_open', (s) => [...offered(s), offerByHand(s)]),
    ),
  ),
  uniqueIndex(
    'waiting_offer',
    'waiting_offer_of_order',
    places(
      'one order that takes two offers',
      refuses('owner', 'waiting_offer_of_order', (s) => [
        entry(s),
        entry(s, second),
        offerByHand(s),
        offerByHand(s, {}, second),
        `update waiting_offer set state = 'taken', ended_at = now(), order_id = '${s.held.order}'`,
      ]),
    ),
  ),
  uniqueIndex(
    'claim',
    'claim_offer',
    places(
      'an offer whose places are taken twice',
      refuses('owner', 'claim_offer', (s) => [
        ...offered(s),
        `insert into claim (offer_id, pool_set_id, quantity, state)
         select offer_id, pool_set_id, 1, 'held' from claim where offer_id is not null`,
      ]),
    ),
  ),
  trigger(
    'claim',
    'guard_offer_claim',
    places(
      'offered places that are let go, or grow, behind the offer’s back',
      refuses('app', 'MU026', (s) => [...offered(s), "update claim set state = 'released' where offer_id is not null"]),
    ),
  ),
  trigger(
    'waiting_entry',
    'guard_transition',
    places(
      'a party that left and is back in its place',
      refuses('app', 'MU002', (s) => [
        entry(s),
        "update waiting_entry set state = 'left'",
        "update waiting_entry set state = 'waiting'",
      ]),
    ),
  ),
  trigger(
    'waiting_entry',
    'guard_beginning',
    places(
      'a party that has taken without having waited',
      refuses('owner', 'MU002', (s) => entry(s, first, { state: "'taken'", ended_at: 'now()' })),
    ),
  ),
  trigger(
    'waiting_offer',
    'guard_transition',
    places(
      'an offer that was given back and is open again',
      refuses('owner', 'MU002', (s) => [
        ...offered(s),
        "select end_offer((select id from waiting_offer), 'declined')",
        "update waiting_offer set state = 'open', ended_at = null",
      ]),
    ),
  ),
  trigger(
    'waiting_offer',
    'guard_beginning',
    places(
      'an offer that begins at its end',
      refuses('owner', 'MU002', (s) => [entry(s), offerByHand(s, { state: "'lapsed'", ended_at: 'now()' })]),
    ),
  ),
  ...(['waiting_entry', 'waiting_offer'] as const).map((table) =>
    trigger(
      table,
      'write_history',
      places('steps that nobody can read afterwards', async (s) => {
        for (const text of offered(s)) await s.app(text);
        const machine = table === 'waiting_entry' ? 'waiting' : 'waiting_offer';
        const { rows } = await s.owner(`select count(*)::int as steps from waiting_event where machine = '${machine}'`);
        if (rows[0].steps !== (machine === 'waiting' ? 2 : 1)) throw new Breach(`${rows[0].steps} steps written`);
      }),
    ),
  ),
  trigger(
    'waiting_event',
    'only_added_to',
    places(
      'a history that is changed',
      refuses('owner', 'MU005', (s) => [entry(s), 'delete from waiting_event']),
    ),
  ),
  trigger(
    'waiting_entry',
    'begin_waiting',
    places(
      'one address that fills the list',
      refuses('owner', 'waiting_entries_per_email', (s) =>
        Array.from({ length: 4 }, (_, index) =>
          entry(s, first.replace(/1$/, String(index)), { email: "'same@example.az'", email_key: `'\\x00'` }),
        ),
      ),
    ),
  ),
  trigger(
    'waiting_entry',
    'guard_waiting',
    places(
      'a party that is said to have an offer and has none',
      refuses('app', 'MU026', (s) => [entry(s), "update waiting_entry set state = 'offered'"]),
    ),
  ),
  trigger(
    'waiting_entry',
    'follow_entry',
    places('a party that is gone and bars its own address from coming again', async (s) => {
      for (const text of [entry(s), wish(s), "update waiting_entry set state = 'left'"]) await s.app(text);
      const { rows } = await s.owner('select is_live from waiting_wish');
      if (rows[0].is_live) throw new Breach('it still waits');
    }),
  ),
  trigger(
    'waiting_wish',
    'begin_wish',
    places(
      'wishes of a party that does not wait',
      refuses('owner', 'MU026', (s) => [
        entry(s),
        "update waiting_entry set state = 'left'",
        `insert into waiting_wish (entry_id, product_id, visit_date, from_time, until_time)
         values ('${first}', '${s.museum.productId}', '${s.museum.visitDate}', '10:30', '10:30')`,
      ]),
    ),
  ),
  // What an offer's places are counted by is pool_room; here, that the offer does not pass it by.
  {
    name: 'offer takes its places',
    of: 'places',
    against: 'an offer of places that anybody may buy',
    stands: [],
    off: {
      kind: 'function',
      signature: 'offer_places(uuid, uuid, integer)',
      find: "insert into claim (offer_id, pool_set_id, quantity, state) values (made, set_id, places, 'held');",
      put: '',
    },
    proof: async (s) => {
      for (const text of [entry(s), wish(s)]) await s.app(text);
      await s.app(offer(s));
      const { rows } = await s.owner(
        "select count(*)::int as held from claim where offer_id is not null and state = 'held'",
      );
      if (rows[0].held !== 1) throw new Breach('nothing is held');
    },
  },
];
