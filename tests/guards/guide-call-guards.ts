import { groupFinds, groupRefuses, groupRefusesAfter, groupWaits, guides, slots } from './group-scene.ts';
import { constraint, type Guard, inFunction, trigger } from './guard.ts';
import type { Scene } from './scene.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });

const [anna, ben] = guides;
const leads = `update timeslot set guide_id = '${anna}' where id = '${slots[0]}'`;
const call = (until = '1 day') =>
  `insert into guide_call (timeslot_id, guide_id, answer_until) values ('${slots[0]}', '${anna}', now() + interval '${until}')`;
const accept = "update guide_call set state = 'accepted', answered_at = now()";
const report = (guide = anna, values = 'null, null, null') =>
  `insert into tour_report (timeslot_id, guide_id, started_at, ended_at, heads) values ('${slots[0]}', '${guide}', ${values})`;
/** The tour is today, an hour long, and began ten minutes ago; its rooms hold so many. */
const today = (s: Scene) => [
  `insert into route_step (product_id, step_no, space_id, start_minute, minutes)
   select product_id, 1, (select id from space limit 1), 0, 60 from timeslot where id = '${slots[0]}'`,
  'update space set people_at_once = 10, fire_limit = 12',
  `update timeslot set visit_date = (now() at time zone '${s.museum.zone}')::date, starts_at = now() - interval '10 minutes', ends_at = now() + interval '50 minutes'
    where id = '${slots[0]}'`,
  leads,
];
/** Leave that is written past the app, after the tour was given. */
const away = (s: Scene) =>
  `insert into guide_leave (guide_id, first_date, last_date, kind, made_by) values ('${anna}', '${s.museum.visitDate}', '${s.museum.visitDate}', 'illness', 'x')`;

function notAsked(name: string, find: string, against: string, prepare: (s: Scene) => string[], last = accept): Guard {
  return inFunction(
    `guard_guide_call: ${name}`,
    'guard_guide_call()',
    find,
    'false',
    places(
      against,
      groupRefusesAfter(prepare, 'MU031', () => last),
    ),
  );
}

function notReported(name: string, find: string, against: string, text: string, prepare = today): Guard {
  return inFunction(
    `guard_tour_report: ${name}`,
    'guard_tour_report()',
    find,
    'false',
    places(
      against,
      groupRefusesAfter(prepare, 'MU031', () => text),
    ),
  );
}

/** Who is asked to lead and says yes, who is away, and what is told of a tour. */
export const guideCallGuards: Guard[] = [
  constraint(
    'guide_call',
    'guide_call_until',
    places(
      'a guide whose time to answer is over before it begins',
      groupRefuses('app', 'guide_call_until', () => [leads, call('-1 minute')]),
    ),
  ),
  trigger(
    'guide_call',
    'guard_guide_call',
    places(
      'a yes to a tour of somebody else’s',
      groupRefuses('app', 'MU031', () => call()),
    ),
  ),
  notAsked('leads it', 't.guide_id is distinct from new.guide_id', 'a call to whoever does not lead', () => [], call()),
  notAsked(
    'to come',
    "t.state not in ('on_sale','closed') or t.starts_at <= now()",
    'a yes to a tour that has begun',
    () => [leads, call(), `update timeslot set starts_at = now() - interval '1 minute' where id = '${slots[0]}'`],
  ),
  notAsked(
    'before it begins',
    "tg_op = 'INSERT' and new.answer_until > t.starts_at",
    'an answer that may come after the tour',
    () => [leads],
    call('900 days'),
  ),
  notAsked('is here', 'not g.is_active', 'a yes of a guide who has left', () => [
    leads,
    call(),
    `update guide set is_active = false where id = '${anna}'`,
  ]),
  notAsked('leave', 't.visit_date between first_date and last_date', 'a yes of a guide who is ill at home', (s) => [
    leads,
    call(),
    away(s),
  ]),
  trigger(
    'timeslot',
    'end_guide_calls',
    places(
      'a yes that stands while somebody else leads',
      groupFinds(
        () => [leads, call(), `update timeslot set guide_id = '${ben}' where id = '${slots[0]}'`],
        "select 1 from guide_call where state = 'withdrawn'",
        'the call stands',
      ),
    ),
  ),
  trigger(
    'guide_leave',
    'guard_leave',
    places(
      'a tour given in the moment in which its guide falls ill',
      groupWaits(
        () => [],
        away,
        () => leads,
      ),
    ),
  ),
  inFunction(
    'guard_guide: waits for leave',
    'guard_guide()',
    'where id = new.guide_id for share',
    'where id = new.guide_id',
    places(
      'a tour given beside the leave of its guide',
      groupWaits(
        () => [],
        away,
        () => leads,
      ),
    ),
  ),
  trigger(
    'tour_report',
    'guard_tour_report',
    places(
      'a tour told by somebody else',
      groupRefusesAfter(today, 'MU031', () => report(ben)),
    ),
  ),
  notReported('by its guide', 't.guide_id is distinct from new.guide_id', 'a tour told by somebody else', report(ben)),
  notReported(
    'on the day',
    't.visit_date > (select (now() at time zone time_zone)::date from museum)',
    'a tour told before its day',
    report(),
    () => [leads],
  ),
  notReported(
    'what has been',
    "greatest(new.started_at, new.ended_at) > now() + interval '5 minutes'",
    'a tour that ended tomorrow',
    report(anna, "now(), now() + interval '1 day', null"),
  ),
  notReported(
    'not long before',
    "new.started_at < t.starts_at - interval '6 hours'",
    'a tour that began the day before',
    report(anna, "now() - interval '1 day', null, null"),
  ),
  notReported('the rooms', 'new.heads > room', 'more people than a room may ever hold', report(anna, 'null, null, 12')),
];
