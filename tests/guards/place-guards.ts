import { constraint, type Guard, uniqueIndex } from './guard.ts';
import { refuses, type Scene } from './scene.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });
const slot = (s: Scene, index = 0) => s.museum.timeslots[index];

/** Claims, rooms and times: what the tables themselves refuse. */
export const placeGuards: Guard[] = [
  constraint(
    'claim',
    'claim_order_id_pool_set_id_key',
    places(
      'one order claiming the same places twice',
      refuses(
        'app',
        'claim_order_id_pool_set_id_key',
        (s) =>
          `insert into claim (order_id, pool_set_id, quantity, state)
       select order_id, pool_set_id, 1, 'held' from claim where order_id = '${s.held.order}'`,
      ),
    ),
  ),
  uniqueIndex(
    'claim',
    'claim_guide',
    places(
      'a guide counted twice',
      refuses('owner', 'claim_guide', (s) => {
        const guide = `insert into claim (pool_set_id, quantity, state) select id, 1, 'sold' from pool_set where timeslot_id = '${slot(s)}' and lane = 'desk'`;
        return [guide, guide];
      }),
    ),
  ),
  constraint(
    'claim',
    'claim_quantity_check',
    places(
      'an order that holds no place, or gives places it never had',
      refuses('app', 'claim_quantity_check', (s) => `update claim set quantity = 0 where order_id = '${s.held.order}'`),
    ),
  ),
  constraint(
    'space',
    'space_check',
    places(
      'a room let fuller than its fire limit',
      refuses('owner', 'space_check', (s) => `update space set fire_limit = 1 where id = '${s.museum.spaceId}'`),
    ),
  ),
  constraint(
    'space',
    'space_people_at_once_check',
    places(
      'a room for nobody',
      refuses(
        'app',
        'space_people_at_once_check',
        (s) => `update space set people_at_once = 0 where id = '${s.museum.spaceId}'`,
      ),
    ),
  ),
  constraint(
    'route_step',
    'route_step_minutes_check',
    places(
      'a stop in a room that counts for no time',
      refuses(
        'app',
        'route_step_minutes_check',
        (s) => `update route_step set minutes = 0 where product_id = '${s.museum.productId}'`,
      ),
    ),
  ),
  constraint(
    'route_step',
    'route_step_start_minute_check',
    places(
      'a stop in a room before the visit begins',
      refuses(
        'app',
        'route_step_start_minute_check',
        (s) => `update route_step set start_minute = -60 where product_id = '${s.museum.productId}'`,
      ),
    ),
  ),
  constraint(
    'timeslot',
    'timeslot_guide_one_place',
    places(
      'a guide in two places at one time',
      refuses('app', 'timeslot_guide_one_place', (s) => {
        const guide = '00000000-0000-7000-8000-00000000000a';
        return [
          `insert into guide (id, name, languages) values ('${guide}', 'Guide', '{az}')`,
          // while it is no more than planned, nobody asks whether its guide is free
          `insert into timeslot (product_id, visit_date, start_time, starts_at, ends_at, guide_id, state)
         select product_id, visit_date, start_time, starts_at + interval '30 minutes', ends_at + interval '30 minutes', '${guide}', 'draft'
           from timeslot where id = '${slot(s)}'`,
          `update timeslot set guide_id = '${guide}' where id = '${slot(s)}'`,
          `update timeslot set state = 'on_sale' where state = 'draft'`,
        ];
      }),
    ),
  ),
  uniqueIndex(
    'timeslot',
    'timeslot_product_start',
    places(
      'the same time put on sale twice',
      refuses(
        'app',
        'timeslot_product_start',
        (s) =>
          `insert into timeslot (product_id, visit_date, start_time, starts_at, ends_at)
       select product_id, visit_date, start_time, starts_at, ends_at from timeslot where id = '${slot(s)}'`,
      ),
    ),
  ),
  constraint(
    'timeslot',
    'timeslot_check',
    places(
      'a time that ends before it begins, and so draws on no room',
      refuses('app', 'timeslot_check', (s) => `update timeslot set ends_at = starts_at where id = '${slot(s)}'`),
    ),
  ),
];
