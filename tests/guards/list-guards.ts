import { newId } from '#lib/platform/ids.ts';
import { agreed, first, groupFinds, groupRefusesAfter, world } from './group-scene.ts';
import { Breach, type Guard, inFunction, trigger } from './guard.ts';
import { refuses, type Scene } from './scene.ts';

const admission = (against: string, proof: Guard['proof']) => ({ of: 'admission' as const, against, proof });
const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });

/** A part of the party comes; `to`: the sub-group it is sent to, as SQL says it. */
function arrives(people: number, to = 'null'): string[] {
  const scan = newId();
  const ticket = `(select k.id from ticket k join group_visit v on v.order_id = k.order_id where v.id = '${first}')`;
  return [
    `insert into scan (id, ticket_id, station, way, people, scanned_at, sent_at, outcome)
     values ('${scan}', ${ticket}, 'Desk', 'typed', ${people}, now(), now(), 'admitted')`,
    `insert into admission (scan_id, ticket_id, people, admitted_at, sub_group_id) values ('${scan}', ${ticket}, ${people}, now(), ${to})`,
  ];
}
const subGroup = (no: number) =>
  `(select g.id from sub_group g join group_visit v on v.plan_id = g.plan_id where v.id = '${first}' and g.no = ${no})`;
const swap = `select swap_sub_groups(${subGroup(1)}, ${subGroup(2)})`;

/** A party that arrives in parts, and sub-groups that change places. */
export const listGuards: Guard[] = [
  trigger(
    'admission',
    'place_arrival',
    admission(
      'a party that is in the building while its visit says that it is to come',
      groupFinds(
        (s) => [...agreed(s), ...arrives(7)],
        `select 1 from group_visit where id = '${first}' and state = 'part_arrived'
            and (select array_agg(a.people order by g.no) from sub_group_arrival a join sub_group g on g.id = a.sub_group_id where g.plan_id = plan_id) = '{6,1}'`,
        'nobody knows that they are here',
      ),
    ),
  ),
  inFunction(
    'place_arrival: of this party',
    'place_arrival()',
    'where id = new.sub_group_id and plan_id = v.plan_id',
    'where id = new.sub_group_id',
    admission('a part that is sent to another party’s guide', async (s: Scene) => {
      await s.owner(world(s));
      for (const text of agreed(s)) await s.owner(text);
      const [scan = '', admit = ''] = arrives(
        2,
        `(select id from sub_group where plan_id <> (select plan_id from group_visit where id = '${first}') limit 1)`,
      );
      await s.owner(
        `insert into group_plan (id, visit_id, rank) values ('00000000-0000-7000-8000-00000000bbbb', '${first}', 1)`,
      );
      await s.owner(`insert into sub_group (plan_id, no, people, adults, timeslot_id, is_live)
        select '00000000-0000-7000-8000-00000000bbbb', 1, 6, 1, timeslot_id, false from sub_group limit 1`);
      await s.app(scan);
      await refuses('app', 'arrival_sub_group', () => admit)(s);
    }),
  ),
  inFunction(
    'swap_sub_groups: not when one has begun',
    'swap_sub_groups(uuid, uuid)',
    'and started_at is not null',
    'and false',
    places(
      'a guide who leads one group and is told of another',
      groupRefusesAfter(
        (s) => [
          ...agreed(s),
          'alter table tour_report disable trigger guard_tour_report',
          'insert into tour_report (timeslot_id, guide_id, started_at) select timeslot_id, guide_id, now() from sub_group where no = 1',
        ],
        'visit_state',
        () => swap,
      ),
    ),
  ),
  inFunction(
    'swap_sub_groups: places follow people',
    'swap_sub_groups(uuid, uuid)',
    'and c.quantity < g.people',
    'and false',
    places('a sub-group with fewer places than people', async (s: Scene) => {
      await s.owner(world(s));
      for (const text of agreed(s)) await s.owner(text);
      await s.owner(`select resize_visit('${first}', '{"pupils":10,"teachers":2,"parents":0,"aides":0}', '[{"no":1,"people":7,"adults":1},{"no":2,"people":5,"adults":1}]',
        (select jsonb_build_object('lines', jsonb_agg(jsonb_build_object('ticketTypeId', ticket_type_id, 'quantity', quantity, 'unitPriceMinor', unit_price_minor, 'taxMinor', tax_minor) order by line_no))
           from order_line where order_id = (select order_id from group_visit where id = '${first}')))`);
      try {
        await s.app(swap);
      } catch (error) {
        // Found at the end of the step: the places were not as many as the people.
        if ((error as { constraint?: string }).constraint === 'visit_places')
          throw new Breach('places were lost on the way');
        throw error;
      }
    }),
  ),
];
