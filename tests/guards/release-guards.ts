import { newId } from '#lib/platform/ids.ts';
import { Breach, constraint, type Guard, inFunction, trigger } from './guard.ts';
import { refused, refuses, type Scene } from './scene.ts';
import { entry, wish } from './waiting-scene.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });
const slot = (s: Scene) => s.museum.timeslots[0];
const openDue = 'open_due(integer, bigint[])';
const openSlots = 'open_slots(uuid[], bigint[])';

/** Six of the ten places are on sale; two are due, two come tomorrow. */
const inWaves = (s: Scene) => [
  `update pool set capacity = 6, withheld = 4, opens_at = now() - interval '50 seconds' where timeslot_id = '${slot(s)}' and lane = 'public'`,
  `insert into pool_release (pool_id, opens_at, places) select id, now() + m * interval '50 seconds', 2 from pool, (values (-1), (1440)) v(m)
    where timeslot_id = '${slot(s)}' and lane = 'public'`,
];
const lanesOf = async (s: Scene) =>
  (await s.owner(`select lane, capacity from pool where timeslot_id = '${slot(s)}' and kind = 'lane'`)).rows as {
    lane: string;
    capacity: number;
  }[];
async function capacityIs(s: Scene, lane: string, expected: number): Promise<void> {
  const found = (await lanesOf(s)).find((row) => row.lane === lane)?.capacity;
  if (found !== expected) throw new Breach(`the lane ${lane} has ${found} places on sale`);
}
async function sleeping(s: Scene): Promise<string> {
  const id = newId();
  await s.owner(`insert into timeslot (id, product_id, visit_date, start_time, starts_at, ends_at)
    values ('${id}', '${s.museum.productId}', '2040-01-01', '10:00', '2040-01-01T06:00Z', '2040-01-01T07:00Z')`);
  await s.owner(`update timeslot set state = 'dormant' where id = '${id}'`);
  return id;
}

/** When places come on sale: waves, lanes that open, times that sleep. */
export const releaseGuards: Guard[] = [
  constraint(
    'pool',
    'pool_withheld',
    places(
      'places withheld from a room, or fewer than none',
      refuses('owner', 'pool_withheld', () => `update pool set withheld = 1 where kind = 'day'`),
    ),
  ),
  constraint(
    'pool_release',
    'pool_release_places',
    places(
      'a wave that takes places away',
      refuses(
        'owner',
        'pool_release_places',
        (s) =>
          `insert into pool_release (pool_id, opens_at, places) select id, now(), -1 from pool where timeslot_id = '${slot(s)}'`,
      ),
    ),
  ),
  constraint(
    'setting',
    'setting_release',
    places(
      'waves that are more than the whole',
      refuses(
        'app',
        'setting_release',
        () =>
          `insert into setting (key, valid_from, value) values ('release_waves', '2030-01-01', '[{"share":100,"daysBefore":3,"time":"10:00"},{"share":50,"daysBefore":0,"time":"09:00"}]')`,
      ),
    ),
  ),
  constraint(
    'schedule_rule',
    'schedule_rule_release_waves',
    places(
      'waves of a rule that are less than the whole: the rest would never be sold',
      refuses(
        'app',
        'schedule_rule_release_waves',
        (s) => `insert into schedule_rule (product_id, weekdays, start_times, lanes, valid_from, release_waves)
          values ('${s.museum.productId}', '{1}', '{10:00}', '{"public": 5}', '2030-01-01', '[{"share":50,"daysBefore":3,"time":"10:00"}]')`,
      ),
    ),
  ),
  constraint(
    'schedule_rule',
    'schedule_rule_lane_opening',
    places(
      'a lane that opens after the start',
      refuses(
        'app',
        'schedule_rule_lane_opening',
        (s) => `insert into schedule_rule (product_id, weekdays, start_times, lanes, valid_from, lane_opening_hours)
          values ('${s.museum.productId}', '{1}', '{10:00}', '{"public": 5}', '2030-01-01', '{"schools": -3}')`,
      ),
    ),
  ),
  inFunction(
    'open_slots: time',
    openSlots,
    'and opened_at is null and opens_at <= now() returning',
    'and opened_at is null returning',
    places('a wave that comes before its time', async (s) => {
      for (const text of inWaves(s)) await s.owner(text);
      await s.app('select open_due(10)');
      await capacityIs(s, 'public', 8);
    }),
  ),
  inFunction(
    'open_slots: once',
    openSlots,
    'and opened_at is null and opens_at <= now() returning',
    'and opens_at <= now() returning',
    places('a wave that comes twice', async (s) => {
      for (const text of inWaves(s)) await s.owner(text);
      await s.app('select open_due(10)');
      await s.owner(`update pool set opens_at = now() where timeslot_id = '${slot(s)}' and lane = 'public'`);
      await s.app('select open_due(10)');
      await capacityIs(s, 'public', 8);
    }),
  ),
  inFunction(
    'open_slots: what a lane uses',
    openSlots,
    'least(lane_pool.capacity, lane_pool.capacity + lane_pool.overbook - lane_pool.held - lane_pool.sold, room)',
    'least(lane_pool.capacity, room)',
    places('places of a class that somebody else buys, or a lane that cannot open for what it has', async (s) => {
      await s.owner(`update pool set opens_at = now() where timeslot_id = '${slot(s)}' and lane = 'desk'`);
      await s.owner(`insert into claim (order_id, pool_set_id, quantity, state) select '${s.held.order}', id, 2, 'held'
        from pool_set where timeslot_id = '${slot(s)}' and lane = 'desk'`);
      try {
        await s.app('select open_due(10)');
      } catch {
        throw new Breach('the lane could not open');
      }
      await capacityIs(s, 'desk', 2);
    }),
  ),
  inFunction(
    'open_slots: what the rooms take',
    openSlots,
    'lane_pool.held - lane_pool.sold, room)',
    'lane_pool.held - lane_pool.sold)',
    places('more on sale to everybody than the rooms could ever take', async (s) => {
      await s.owner(`update pool set opens_at = now() where timeslot_id = '${slot(s)}' and lane = 'schools'`);
      await s.app('select open_due(10)');
      // Fifteen at once in the room: five more than the public's ten.
      await capacityIs(s, 'public', 15);
    }),
  ),
  inFunction(
    'open_due: who waits goes first',
    openDue,
    'and not list_goes_first(p.timeslot_id, p.opens_at)',
    '',
    places('a wave sold to who came for it before those who have waited were asked', async (s) => {
      for (const text of [...inWaves(s), entry(s), wish(s)]) await s.owner(text);
      await s.app('select open_due(10)');
      await capacityIs(s, 'public', 6);
    }),
  ),
  inFunction(
    'list_goes_first: for so long only',
    'list_goes_first(uuid, timestamptz)',
    "when due_at > now() - make_interval(secs => least(240, coalesce((setting_at('waiting_first_seconds', current_date))::integer, 60))) then",
    'when true then',
    places('places that nobody can buy because nobody asks those who wait', async (s) => {
      for (const text of [...inWaves(s), entry(s), wish(s)]) await s.owner(text);
      await s.owner(
        `update pool set opens_at = now() - interval '5 minutes' where timeslot_id = '${slot(s)}' and lane = 'public'`,
      );
      await s.app('select open_due(10)');
      await capacityIs(s, 'public', 8);
    }),
  ),
  inFunction(
    'list_goes_first: not with the first wave',
    'list_goes_first(uuid, timestamptz)',
    'and (p.capacity + p.overbook > 0 or p.withheld = 0)',
    '',
    places('a list that is a way around the line of a release', async (s) => {
      // Of the second time nothing was on sale before.
      const other = s.museum.timeslots[1];
      await s.owner(
        `update pool set capacity = 0, withheld = 10, opens_at = now() where timeslot_id = '${other}' and lane = 'public'`,
      );
      await s.owner(
        `insert into pool_release (pool_id, opens_at, places) select id, opens_at, 10 from pool where timeslot_id = '${other}' and lane = 'public'`,
      );
      await s.owner(entry(s));
      await s.owner(wish(s).replaceAll('10:30', '11:30'));
      await s.app('select open_due(10)');
      const { rows } = await s.owner(`select capacity from pool where timeslot_id = '${other}' and lane = 'public'`);
      if (rows[0]?.capacity !== 10) throw new Breach('it was kept for the list');
    }),
  ),
  trigger(
    'timeslot',
    'guard_dormant',
    places('a time that somebody wakes without a reason', async (s) => {
      const id = await sleeping(s);
      await refused(() => s.app(`update timeslot set state = 'draft' where id = '${id}'`), 'MU015');
    }),
  ),
  trigger(
    'slot_opening',
    'only_added_to',
    places('a reason that changes afterwards', async (s) => {
      const id = await sleeping(s);
      await s.owner(`insert into staff_member (id, email, name) values ('${s.scan}', 'leyla@example.az', 'Leyla')`);
      await s.owner(
        `insert into slot_opening (timeslot_id, reason, note, staff_member_id) values ('${id}', 'other', 'a note', '${s.scan}')`,
      );
      await refused(() => s.owner(`update slot_opening set note = 'another'`), 'MU005');
    }),
  ),
];
