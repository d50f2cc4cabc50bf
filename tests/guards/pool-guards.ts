import { constraint, type Guard, uniqueIndex } from './guard.ts';
import { refuses, type Scene } from './scene.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });
const slot = (s: Scene, index = 0) => s.museum.timeslots[index];
const again = (s: Scene, kind: string) =>
  `insert into pool (kind, capacity, visit_date, timeslot_id, lane, space_id, quarter_at)
   select kind, capacity, visit_date, timeslot_id, lane, space_id, quarter_at from pool
    where kind = '${kind}' and visit_date = '${s.museum.visitDate}' limit 1`;

/** Pools, sets and claims: what the tables themselves refuse. */
export const poolGuards: Guard[] = [
  constraint(
    'pool',
    'pool_room',
    places(
      'more people than places',
      refuses('app', 'pool_room', (s) => `update claim set quantity = 7 where order_id = '${s.held.order}'`),
    ),
  ),
  constraint(
    'pool',
    'pool_fire_limit',
    places(
      'more people in a room than its fire limit, whoever overbooks',
      refuses(
        'owner',
        'pool_fire_limit',
        (s) => `update pool set overbook = 1000 where space_id = '${s.museum.spaceId}'`,
      ),
    ),
  ),
  constraint(
    'pool',
    'pool_held_check',
    places(
      'a counter below nothing, which would be places from nowhere',
      refuses('owner', 'pool_held_check', () => `update pool set held = -1 where kind = 'day'`),
    ),
  ),
  constraint(
    'pool',
    'pool_sold_check',
    places(
      'a counter below nothing, which would be places from nowhere',
      refuses('owner', 'pool_sold_check', () => `update pool set sold = -1 where kind = 'day'`),
    ),
  ),
  constraint(
    'pool',
    'pool_capacity_check',
    places(
      'a capacity below nothing',
      refuses(
        'owner',
        'pool_capacity_check',
        (s) => `update pool set capacity = -1, overbook = 2 where timeslot_id = '${slot(s)}' and lane = 'desk'`,
      ),
    ),
  ),
  constraint(
    'pool',
    'pool_overbook_check',
    places(
      'a capacity lowered in secret',
      refuses('owner', 'pool_overbook_check', () => `update pool set overbook = -1 where kind = 'day'`),
    ),
  ),
  constraint(
    'pool',
    'pool_kind_check',
    places(
      'a pool of no kind',
      refuses(
        'owner',
        'pool_kind_check',
        () => `insert into pool (kind, capacity, visit_date) values ('attic', 5, '2040-01-01')`,
      ),
    ),
  ),
  constraint(
    'pool',
    'pool_status_check',
    places(
      'a pool that is neither on sale nor closed',
      refuses('app', 'pool_status_check', () => `update pool set status = 'ajar' where kind = 'day'`),
    ),
  ),
  constraint(
    'pool',
    'pool_lane_check',
    places(
      'places of a lane that nobody knows',
      refuses(
        'owner',
        'pool_lane_check',
        (s) =>
          `insert into pool (kind, capacity, visit_date, timeslot_id, lane) values ('lane', 5, '2040-01-01', '${slot(s)}', 'vip')`,
      ),
    ),
  ),
  constraint(
    'pool',
    'pool_shape',
    places(
      'a pool of a kind without its thing and time',
      refuses(
        'owner',
        'pool_shape',
        () => `insert into pool (kind, capacity, visit_date, quarter_at) values ('day', 5, '2040-01-01', now())`,
      ),
    ),
  ),
  uniqueIndex(
    'pool',
    'pool_lane',
    places(
      'two counts of one lane',
      refuses('owner', 'pool_lane', (s) => again(s, 'lane')),
    ),
  ),
  uniqueIndex(
    'pool',
    'pool_space',
    places(
      'two counts of one room',
      refuses('owner', 'pool_space', (s) => again(s, 'space')),
    ),
  ),
  uniqueIndex(
    'pool',
    'pool_building',
    places(
      'two counts of the building',
      refuses('owner', 'pool_building', (s) => again(s, 'building')),
    ),
  ),
  uniqueIndex(
    'pool',
    'pool_day',
    places(
      'two counts of one day',
      refuses('owner', 'pool_day', (s) => again(s, 'day')),
    ),
  ),
  uniqueIndex(
    'pool_set',
    'pool_set_current',
    places(
      'two sets that a new claim could draw on',
      refuses(
        'owner',
        'pool_set_current',
        (s) => `insert into pool_set (timeslot_id, lane) values ('${slot(s)}', 'public')`,
      ),
    ),
  ),
  constraint(
    'pool_set',
    'pool_set_lane_check',
    places(
      'a set of a lane that nobody knows',
      refuses(
        'owner',
        'pool_set_lane_check',
        (s) => `insert into pool_set (timeslot_id, lane) values ('${slot(s)}', 'vip')`,
      ),
    ),
  ),
];
