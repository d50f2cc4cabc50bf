import { groupRefuses, groupRefusesAfter, groupWaits, guides, slots } from './group-scene.ts';
import { constraint, type Guard, inFunction, trigger, uniqueIndex } from './guard.ts';
import type { Scene } from './scene.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });

const [anna] = guides;
const leads = (slot: number, guide = anna) => `update timeslot set guide_id = '${guide}' where id = '${slots[slot]}'`;
const call = () =>
  `insert into guide_call (timeslot_id, guide_id, answer_until) values ('${slots[0]}', '${anna}', now() + interval '1 day')`;

/** A guide of whom this is so does not lead the first time. */
function notTheirs(name: string, find: string, against: string, prepare: (s: Scene) => string[], put = 'false'): Guard {
  return inFunction(
    `guard_guide: ${name}`,
    'guard_guide()',
    find,
    put,
    places(
      against,
      groupRefusesAfter(prepare, 'MU031', () => leads(0)),
    ),
  );
}

/** Whom a time may be led by, and who is asked. */
export const guideGuards: Guard[] = [
  trigger(
    'timeslot',
    'guard_guide',
    places(
      'a class led by whoever is ill at home',
      groupRefusesAfter(
        () => [`update guide set is_active = false where id = '${anna}'`],
        'MU031',
        () => leads(0),
      ),
    ),
  ),
  notTheirs('is here at all', 'not g.is_active', 'a guide who has left', () => [
    `update guide set is_active = false where id = '${anna}'`,
  ]),
  notTheirs('the language', 'not new.language = any (g.languages)', 'a guide whom nobody understands', () => [
    `update timeslot set language = 'ru' where id = '${slots[0]}'`,
  ]),
  notTheirs('leave', 'new.visit_date between first_date and last_date', 'a guide who is ill at home', (s) => [
    `insert into guide_leave (guide_id, first_date, last_date, kind, made_by) values ('${anna}', '${s.museum.visitDate}', '${s.museum.visitDate}', 'illness', 'x')`,
  ]),
  notTheirs(
    'the product',
    'guide_id = g.id and product_id = new.product_id',
    'a programme that its guide does not know',
    (s) => [`insert into guide_product (guide_id, product_id) values ('${anna}', '${s.museum.productId}')`],
    'true',
  ),
  notTheirs(
    'the hours',
    'a.from_time <= new.start_time and ',
    'a guide who comes in the afternoon',
    () => [
      `insert into guide_availability (guide_id, weekday, from_time, until_time) select '${anna}', d, '12:00', '18:00' from generate_series(1, 7) d`,
    ],
    '',
  ),
  notTheirs(
    'the end of the hours',
    'a.until_time >= (new.ends_at at time zone zone)::time',
    'a guide who has gone home in the middle of a tour',
    () => [
      `insert into guide_availability (guide_id, weekday, from_time, until_time) select '${anna}', d, '08:00', '09:30' from generate_series(1, 7) d`,
    ],
    'true',
  ),
  notTheirs(
    'the rest',
    'o.starts_at < new.ends_at + rest and o.ends_at + rest > new.starts_at',
    'a guide who never sits down',
    () => [`update timeslot set starts_at = starts_at - interval '20 minutes' where id = '${slots[1]}'`, leads(1)],
  ),
  notTheirs(
    'tours a day',
    "(select count(*) from timeslot o where o.guide_id = g.id and o.id <> new.id and o.visit_date = new.visit_date and o.state in ('on_sale','closed','done')) >= most",
    'a guide who leads from morning to night',
    () => [1, 3, 5].map((slot) => leads(slot)),
  ),
  notTheirs(
    'the guide’s own limit',
    'g.tours_a_day, ',
    'a guide who leads more than they agreed to',
    () => [`update guide set tours_a_day = 1 where id = '${anna}'`, leads(2)],
    '',
  ),
  inFunction(
    'guard_guide: one at a time',
    'guard_guide()',
    "perform pg_advisory_xact_lock(hashtextextended(new.guide_id || ':' || new.visit_date, 23));",
    '',
    places(
      'a guide given to two in the same moment',
      groupWaits(
        () => [],
        () => leads(0),
        () => leads(1),
      ),
    ),
  ),
  uniqueIndex(
    'guide_call',
    'guide_call_one_live',
    places(
      'a guide who says yes twice, of whom one answer is lost',
      groupRefuses('app', 'guide_call_one_live', () => [leads(0), call(), call()]),
    ),
  ),
  constraint(
    'guide_call',
    'guide_call_answer',
    places(
      'a guide who has answered and is asked still',
      groupRefuses('app', 'guide_call_answer', () => [leads(0), call(), 'update guide_call set answered_at = now()']),
    ),
  ),
  trigger(
    'guide_call',
    'guard_transition',
    places(
      'a guide who said no and leads',
      groupRefuses('app', 'MU002', () => [
        leads(0),
        call(),
        "update guide_call set state = 'declined', answered_at = now()",
        "update guide_call set state = 'accepted'",
      ]),
    ),
  ),
  trigger(
    'guide_call',
    'guard_beginning',
    places(
      'a guide who said yes before being asked',
      groupRefuses('owner', 'MU002', () => [
        leads(0),
        `insert into guide_call (timeslot_id, guide_id, answer_until, state, answered_at) values ('${slots[0]}', '${anna}', now() + interval '1 day', 'accepted', now())`,
      ]),
    ),
  ),
  constraint(
    'guide',
    'guide_link_hash_key',
    places(
      'a link by which one guide answers for another',
      groupRefuses('owner', 'guide_link_hash_key', () => `update guide set link_hash = '\\x${'ab'.repeat(32)}'`),
    ),
  ),
];
