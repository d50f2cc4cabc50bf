import { offer, visit, world } from './group-scene.ts';
import { Breach, constraint, type Guard, inFunction, trigger, uniqueIndex } from './guard.ts';
import { addOrder, linkHashOf, refused, refuses, type Scene } from './scene.ts';
import { half, take, vouchers } from './voucher-scene.ts';
import { entry, offerByHand } from './waiting-scene.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });

const limitIs = (tickets: number) => `update setting set value = '${tickets}' where key = 'order_ticket_limit'`;
const dayIs = (tickets: number) =>
  `insert into setting (key, valid_from, value) values ('email_day_ticket_limit', '2001-01-01', '${tickets}')`;
const reserved = (s: Scene, changes: Record<string, string> = {}) =>
  vouchers({
    effect: 'null',
    effect_value: 'null',
    timeslot_id: `'${s.museum.timeslots[0]}'`,
    reserved_places: '3',
    ...changes,
  });

/** So many places must be reserved still, and the lane must count what its claims say. */
async function reserveIs(s: Scene, left: number): Promise<void> {
  const { rows } = await s.owner(`
    select coalesce(sum(quantity) filter (where voucher_id is not null and state = 'held'), 0)::int as left from claim`);
  if (rows[0]?.left !== left) throw new Breach(`${rows[0]?.left} places are reserved`);
}

const staff = (s: Scene, permission: string) => [
  `insert into staff_member (id, email, name) values ('${s.scan}', 'leyla@example.az', 'Leyla')`,
  `insert into staff_role (staff_member_id, role) values ('${s.scan}', 'director')`,
  `insert into role_permission (role, permission) values ('director', '${permission}')`,
];
const as = (s: Scene) =>
  `select set_config('museum.actor_kind', 'staff', false), set_config('museum.actor_id', '${s.scan}', false)`;
const add = (change: number, reason = 'other', note = 'by hand') =>
  `select override_capacity((select min(id) from pool where kind = 'lane'), ${change}, '${reason}', '${note}')`;
const overriding = (expected: string, statement: string) => async (s: Scene) => {
  for (const text of staff(s, 'capacity.override')) await s.owner(text);
  await s.app(as(s));
  await refused(() => s.app(statement), expected);
};

/** Reserved places, opened lanes, limits of an order and an address, places that people add. */
export const limitGuards: Guard[] = [
  trigger(
    'voucher',
    'reserve_places',
    places('a reservation that takes no places', async (s) => {
      await s.app(reserved(s));
      await reserveIs(s, 3);
    }),
  ),
  trigger(
    'voucher_use',
    'return_reserved',
    places('reserved places that are lost with a hold', async (s) => {
      for (const text of [reserved(s), take(s)]) await s.app(text);
      await reserveIs(s, 1);
      await s.app(`update voucher_use set state = 'removed'`);
      await reserveIs(s, 3);
    }),
  ),
  trigger(
    'claim',
    'retake_voucher',
    places('places taken again without their voucher', async (s) => {
      await s.app(reserved(s));
      await s.app(take(s));
      await s.app(`update orders set state = 'expiring' where id = '${s.held.order}'`);
      await s.app(`update claim set state = 'released' where order_id = '${s.held.order}'`);
      await s.app(`update voucher_use set state = 'released'`);
      await s.app(`update orders set state = 'expired' where id = '${s.held.order}'`);
      await reserveIs(s, 3);
      await s.app(`update claim set state = 'held' where order_id = '${s.held.order}'`);
      await reserveIs(s, 1);
    }),
  ),
  inFunction(
    'change_reserve: room',
    'change_reserve(uuid, integer)',
    'least(change, room, ',
    'least(change, ',
    places('a hold that cannot be let go, for its places no longer fit its voucher', async (s) => {
      for (const text of [reserved(s), take(s)]) await s.app(text);
      // Three of ten are free: two that the hold has left, and one.
      await addOrder(s.app, s.museum, 'NEXT01', { people: 3 });
      await s.app(`update voucher_use set state = 'removed'`).catch((error: Error) => {
        throw new Breach(error.message);
      });
    }),
  ),
  inFunction(
    'hold_with_voucher: tickets of an order',
    'hold_with_voucher(jsonb, uuid)',
    'if people > most then',
    'if false then',
    places('a code that lets a party of any size in', async (s) => {
      for (const text of [limitIs(2), half()]) await s.owner(text);
      const request = JSON.stringify({
        actorKind: 'visitor',
        orderId: s.scan,
        code: 'CODE01',
        linkHash: linkHashOf('CODE01'),
        channel: 'web',
        lane: 'public',
        locale: 'az',
        currency: 'AZN',
        timeslotId: s.museum.timeslots[0],
        holdMinutes: 10,
        totalMinor: 750,
        lines: [{ ticketTypeId: s.museum.ticketTypes.adult, quantity: 3, unitPriceMinor: 250, taxMinor: 0 }],
      });
      const hold = `select hold_with_voucher('${request}'::jsonb, (select id from voucher))`;
      await refused(() => s.app(hold), 'order_ticket_limit');
    }),
  ),
  uniqueIndex(
    'claim',
    'claim_voucher',
    places(
      'a voucher that reserves twice',
      refuses('owner', 'claim_voucher', (s) => [
        reserved(s),
        `insert into claim (voucher_id, pool_set_id, quantity, state) select v.id, p.id, 1, 'held' from voucher v, pool_set p
          where p.timeslot_id = '${s.museum.timeslots[1]}' and p.lane = 'public'`,
      ]),
    ),
  ),
  constraint(
    'claim',
    'claim_one_owner',
    places('places that an order and a voucher, an offer or a class call theirs', async (s) => {
      for (const text of [half(), world(s), entry(s), offerByHand(s), visit(), offer()]) await s.owner(text);
      for (const [column, table] of Object.entries({
        voucher: 'voucher',
        offer: 'waiting_offer',
        sub_group: 'sub_group',
      })) {
        const both = `update claim set ${column}_id = (select id from ${table} limit 1) where order_id = '${s.held.order}'`;
        await refused(() => s.owner(both), 'claim_one_owner');
      }
    }),
  ),
  constraint(
    'voucher',
    'voucher_reservation',
    places(
      'places reserved nowhere',
      refuses('app', 'voucher_reservation', (s) => vouchers({ timeslot_id: `'${s.museum.timeslots[0]}'` })),
    ),
  ),
  constraint(
    'voucher',
    'voucher_reserved_places_check',
    places(
      'a reservation larger than any visit',
      refuses('owner', 'voucher_reserved_places_check', (s) => [
        'alter table voucher disable trigger reserve_places',
        reserved(s, { reserved_places: '501' }),
      ]),
    ),
  ),
  constraint(
    'voucher_use',
    'voucher_use_reserved_places_check',
    places(
      'fewer places drawn than none',
      refuses('owner', 'voucher_use_reserved_places_check', (s) => [
        half(),
        take(s),
        'update voucher_use set reserved_places = -1',
      ]),
    ),
  ),
  trigger(
    'orders',
    'guard_lane',
    places(
      'a visitor on a lane that nobody opened',
      refuses(
        'app',
        'MU013',
        () => `insert into orders (code, link_hash, channel, lane, locale, currency, total_minor, expires_at)
          values ('LANE01', '\\x${linkHashOf('LANE01')}', 'web', 'schools', 'az', 'AZN', 0, now() + interval '10 minutes')`,
      ),
    ),
  ),
  trigger(
    'claim',
    'limit_order',
    places('a visitor’s order of more tickets than the rule', async (s) => {
      await s.owner(limitIs(2));
      await refused(() => addOrder(s.app, s.museum, 'NEXT01', { people: 3 }), 'order_ticket_limit');
    }),
  ),
  trigger(
    'claim',
    'limit_growth',
    places('a visitor’s order that grows beyond the rule', async (s) => {
      await s.owner(limitIs(2));
      const more = `update claim set quantity = 3 where order_id = '${s.held.order}'`;
      await refused(() => s.app(more), 'order_ticket_limit');
    }),
  ),
  trigger(
    'orders',
    'limit_email_update',
    places('an address that takes a whole day', async (s) => {
      await s.owner(dayIs(3));
      const other = await addOrder(s.app, s.museum, 'NEXT01');
      await s.app(`update orders set email = 'a@example.az' where id = '${s.held.order}'`);
      const second = `update orders set email = 'A@Example.az' where id = '${other.order}'`;
      await refused(() => s.app(second), 'email_day_limit');
    }),
  ),
  trigger(
    'orders',
    'limit_email_insert',
    places('an address that takes a whole day with its first word', async (s) => {
      await s.owner(dayIs(1));
      await s.app('begin');
      const id = s.scan;
      await s.app(`insert into orders (id, code, link_hash, channel, lane, locale, currency, total_minor, email, expires_at)
        values ('${id}', 'MAIL01', sha256('m'), 'web', 'public', 'az', 'AZN', 0, 'a@example.az', now() + interval '10 minutes')`);
      await s.app(`insert into claim (order_id, pool_set_id, quantity, state) select '${id}', s.id, 2, 'held' from pool_set s
        where s.timeslot_id = '${s.museum.timeslots[1]}' and s.lane = 'public'`);
      await refused(() => s.app('commit'), 'email_day_limit');
    }),
  ),
  inFunction(
    'check_email_day: one after the other',
    'check_email_day(uuid)',
    'perform pg_advisory_xact_lock(hashtextextended(address, 24));',
    '',
    places('two orders of one address that do not see each other', async (s) => {
      await s.owner(dayIs(3));
      const other = await addOrder(s.app, s.museum, 'NEXT01');
      const [first, second] = [await s.another(), await s.another(200)];
      const email = (id: string) => `update orders set email = 'a@example.az' where id = '${id}'`;
      await first.query('begin');
      await first.query(email(s.held.order));
      // The second must wait for the first: here it gives up after a moment.
      await refused(() => second.query(email(other.order)), '55P03');
      await first.query('commit');
    }),
  ),
  constraint(
    'capacity_override',
    'capacity_override_change_check',
    places('an override that changes nothing', overriding('capacity_override_change_check', add(0))),
  ),
  constraint(
    'capacity_override',
    'capacity_override_reason_check',
    places(
      'places added for no reason that anybody knows',
      overriding('capacity_override_reason_check', add(1, 'whim')),
    ),
  ),
  constraint(
    'capacity_override',
    'capacity_override_note_check',
    places('places added without a word', overriding('capacity_override_note_check', add(1, 'other', ''))),
  ),
  trigger(
    'capacity_override',
    'only_added_to',
    places('a reason that is rewritten', async (s) => {
      for (const text of staff(s, 'capacity.override')) await s.owner(text);
      await s.app(as(s));
      await s.app(add(1));
      await refused(() => s.owner('delete from capacity_override'), 'MU005');
    }),
  ),
  inFunction(
    'acting_staff: permission',
    'acting_staff(text)',
    ' and p.permission = wanted',
    '',
    places('a fire limit changed by whoever may do something else', async (s) => {
      for (const text of staff(s, 'capacity.override')) await s.owner(text);
      await s.app(as(s));
      await refused(() => s.app(`select change_fire_limit('${s.museum.spaceId}', 500, 'by hand')`), 'MU015');
    }),
  ),
  inFunction(
    'acting_staff: active',
    'acting_staff(text)',
    ' and s.is_active',
    '',
    places('places added by somebody who no longer works here', async (s) => {
      for (const text of staff(s, 'capacity.override')) await s.owner(text);
      await s.owner(`update staff_member set is_active = false where id = '${s.scan}'`);
      await s.app(as(s));
      await refused(() => s.app(add(1)), 'MU015');
    }),
  ),
  trigger(
    'setting',
    'guard_fire_setting',
    places(
      'the building’s fire limit lifted among the settings',
      refuses('app', 'MU015', () => `update setting set value = '9999' where key = 'building_fire_limit'`),
    ),
  ),
];
