import { agreed, end, first, groupRefuses, offer, offered, plan, second, visit } from './group-scene.ts';
import { constraint, type Guard, trigger, uniqueIndex } from './guard.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });

const ofParty = 'sub_group_id = (select id from sub_group order by no limit 1) and quantity = 6';
const offerByHand = (of: string = first) =>
  `insert into group_offer (visit_id, expires_at) values ('${of}', now() + interval '1 day')`;

/** What a party is offered, plan by plan and sub-group by sub-group: held for it alone. */
export const groupOfferGuards: Guard[] = [
  trigger(
    'group_offer',
    'check_visit',
    places(
      'an offer that is over and still holds',
      groupRefuses('owner', 'MU030', () => [...offered(), "update group_offer set state = 'lapsed', ended_at = now()"]),
    ),
  ),
  trigger(
    'sub_group',
    'check_visit',
    places(
      'a sub-group of more people than it has places',
      groupRefuses('owner', 'MU030', (s) => [...agreed(s), 'update sub_group set people = 7']),
    ),
  ),
  trigger(
    'claim',
    'check_visit',
    places(
      'offered places that are let go under the offer',
      groupRefuses('owner', 'MU030', () => [...offered(), `update claim set state = 'released' where ${ofParty}`]),
    ),
  ),
  trigger(
    'claim',
    'guard_sub_group_claim',
    places(
      'what a party had, written anew',
      groupRefuses('app', 'MU030', (s) => [
        ...agreed(s),
        end('cancelled_by_group'),
        `update claim set quantity = 1 where ${ofParty}`,
      ]),
    ),
  ),
  trigger(
    'sub_group',
    'guard_sub_group',
    places(
      'more people than one guide leads',
      groupRefuses('app', 'sub_group_maximum', () => [visit(first, { pupils: '14' }), offer([plan([{ people: 16 }])])]),
    ),
  ),
  uniqueIndex(
    'sub_group',
    'sub_group_one_a_time',
    places(
      'two parties at one time, with one guide',
      groupRefuses('app', 'sub_group_one_a_time', () => [...offered(), visit(second), offer([plan()], second)]),
    ),
  ),
  constraint(
    'sub_group',
    'sub_group_adult',
    places(
      'children whom no adult goes with',
      groupRefuses('app', 'sub_group_adult', () => [visit(), offer([plan([{ adults: 0 }, {}])])]),
    ),
  ),
  constraint(
    'sub_group',
    'sub_group_plan_id_no_key',
    places(
      'two sub-groups of one number, resized as one',
      groupRefuses('owner', 'sub_group_plan_id_no_key', () => [...offered(), 'update sub_group set no = 1']),
    ),
  ),
  uniqueIndex(
    'claim',
    'claim_sub_group',
    places(
      'a sub-group whose places stand in two claims',
      groupRefuses('owner', 'claim_sub_group', () => [
        ...offered(),
        `with fewer as (update claim set quantity = 5 where ${ofParty} returning sub_group_id, pool_set_id)
         insert into claim (sub_group_id, pool_set_id, quantity, state) select sub_group_id, pool_set_id, 1, 'held' from fewer`,
      ]),
    ),
  ),
  uniqueIndex(
    'group_offer',
    'group_offer_one_open',
    places(
      'two offers that both hold for one party',
      groupRefuses('owner', 'group_offer_one_open', () => [...offered(), offerByHand()]),
    ),
  ),
  constraint(
    'group_offer',
    'group_offer_end',
    places(
      'an offer that is over and open',
      groupRefuses('owner', 'group_offer_end', () => [...offered(), 'update group_offer set ended_at = now()']),
    ),
  ),
  constraint(
    'group_offer',
    'group_offer_time',
    places(
      'an offer that is over before it is made',
      groupRefuses('app', 'group_offer_time', () => [visit(), offer([plan()], first, '-1 hour')]),
    ),
  ),
  constraint(
    'group_plan',
    'group_plan_offer_id_rank_key',
    places(
      'two plans of one number',
      groupRefuses('owner', 'group_plan_offer_id_rank_key', () => [
        ...offered(),
        'insert into group_plan (visit_id, offer_id, rank) select visit_id, id, 1 from group_offer',
      ]),
    ),
  ),
  {
    ...constraint(
      'group_plan',
      'group_plan_id_visit_id_key',
      places(
        'a visit that goes by another’s plan',
        groupRefuses('owner', 'group_visit_plan', () => [
          ...offered(),
          visit(second),
          `update group_visit set plan_id = (select id from group_plan) where id = '${second}'`,
        ]),
      ),
    ),
    off: { kind: 'sql', text: 'alter table group_plan drop constraint group_plan_id_visit_id_key cascade' },
  },
  trigger(
    'group_offer',
    'guard_transition',
    places(
      'an offer that was given back and is open again',
      groupRefuses('owner', 'MU002', () => [
        ...offered(),
        "select end_group_offer((select id from group_offer), 'declined', 'submitted')",
        "update group_offer set state = 'accepted'",
      ]),
    ),
  ),
  trigger(
    'group_offer',
    'guard_beginning',
    places(
      'an offer that begins at its end',
      groupRefuses('owner', 'MU002', () => [
        visit(),
        `insert into group_offer (visit_id, state, expires_at, ended_at) values ('${first}', 'accepted', now() + interval '1 day', now())`,
      ]),
    ),
  ),
];
