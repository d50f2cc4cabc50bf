import { Breach, type Guard, inFunction, trigger } from './guard.ts';
import { refuses, type Scene } from './scene.ts';

const admission = (against: string, proof: Guard['proof']) => ({ of: 'admission' as const, against, proof });
const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });

const companionId = '00000000-0000-7000-8000-0000000000c0';
/** A free ticket for whoever accompanies a person with the scene's free ticket. */
const companionType = (s: Scene) => `
  insert into ticket_type (id, code, names, eligibilities, documents, statistics_class, family, is_self_declared_online,
                           is_verified_at_entry, companion_to_id, position)
  select '${companionId}', 'companion', names, eligibilities, documents, 'companion', family, true, false, id, 99
    from ticket_type where id = '${s.museum.ticketTypes.free}'`;
const lineOf = (s: Scene, of: Scene['held'], type: string, no: number) => `
  insert into order_line (order_id, line_no, timeslot_id, ticket_type_id, quantity, unit_price_minor, tax_minor, total_minor)
  values ('${of.order}', ${no}, '${s.museum.timeslots[0]}', '${type}', 1, 0, 0, 0)`;
const needs = (s: Scene, whose: 'lead' | 'each') =>
  `update product set names_required = '${whose}' where id = '${s.museum.productId}'`;
const begin = (s: Scene) => `update orders set state = 'awaiting_payment' where id = '${s.held.order}'`;

const alone = refuses('app', 'companion_linked', (s) => [companionType(s), lineOf(s, s.held, companionId, 2)]);
/** A paid order with a person and the companion: lines and tickets, then the person's ticket is taken back. */
const leftAlone = refuses('owner', 'companion_linked', (s) => [
  companionType(s),
  lineOf(s, s.paid, s.museum.ticketTypes.free, 2),
  lineOf(s, s.paid, companionId, 3),
  `update claim set quantity = 4 where order_id = '${s.paid.order}'`,
  `insert into ticket (order_id, order_line_id, timeslot_id, ticket_type_id, unit_no, short_code)
   select order_id, id, timeslot_id, ticket_type_id, 1, 'WITH000' || line_no from order_line
    where order_id = '${s.paid.order}' and line_no > 1`,
  `update ticket set state = 'revoked' where short_code = 'WITH0002'`,
]);

async function stillKnown(s: Scene, column: string): Promise<void> {
  const { rows } = await s.owner(`select ${column} as kept from orders where id = '${s.paid.order}'`);
  if (rows[0]?.kept === null) throw new Breach('it is forgotten');
}

/** Names where they are asked for, and companions who come with somebody. */
export const nameGuards: Guard[] = [
  trigger(
    'orders',
    'guard_names',
    admission(
      'a visit that needs a name, paid without one',
      refuses('app', 'names_required', (s) => [needs(s, 'lead'), begin(s)]),
    ),
  ),
  inFunction(
    'names_missing: everybody',
    'names_missing(uuid)',
    'where l.people > (select',
    'where false and l.people > (select',
    admission(
      'a visit that needs everybody’s name, paid with one name of two',
      refuses('app', 'names_required', (s) => [
        needs(s, 'each'),
        `insert into visitor_name (order_id, ticket_type_id, unit_no, name)
         values ('${s.held.order}', '${s.museum.ticketTypes.adult}', 1, 'Aygün Əliyeva')`,
        begin(s),
      ]),
    ),
  ),
  inFunction(
    'forget_names: visits that are over',
    'forget_names(integer)',
    'where access_needs is not null and last_visit(id) < until',
    'where access_needs is not null',
    admission('a party that comes, and of whose wheelchair nobody knows any more', async (s) => {
      await s.owner(`update orders set access_needs = 'A wheelchair' where id = '${s.paid.order}'`);
      await s.app('select forget_names(10)');
      await stillKnown(s, 'access_needs');
    }),
  ),
  inFunction(
    'forget_contacts: visits that are over',
    'forget_contacts(integer, timestamptz, uuid)',
    'last_visit(id) < until',
    'true',
    admission('a visitor to come who can be told nothing any more', async (s) => {
      await s.owner(
        `update orders set email = 'a@example.az', created_at = now() - interval '3 years' where id = '${s.paid.order}'`,
      );
      await s.app('select forget_contacts(10)');
      await stillKnown(s, 'email');
    }),
  ),
  trigger('order_line', 'guard_new_companions', money('a companion who comes with nobody', alone)),
  trigger(
    'order_line',
    'guard_companions',
    money(
      'a companion who stays when the person is taken off the order',
      refuses('app', 'companion_linked', (s) => [
        companionType(s),
        lineOf(s, s.held, s.museum.ticketTypes.free, 2),
        lineOf(s, s.held, companionId, 3),
        `delete from order_line where order_id = '${s.held.order}' and line_no = 2`,
      ]),
    ),
  ),
  trigger(
    'ticket',
    'guard_new_companions',
    admission(
      'a ticket for a companion who comes with nobody',
      refuses('owner', 'companion_linked', (s) => [
        companionType(s),
        lineOf(s, s.paid, companionId, 2),
        `update claim set quantity = 3 where order_id = '${s.paid.order}'`,
        `insert into ticket (order_id, order_line_id, timeslot_id, ticket_type_id, unit_no, short_code)
         select order_id, id, timeslot_id, ticket_type_id, 1, 'ALONE001' from order_line
          where order_id = '${s.paid.order}' and line_no = 2`,
      ]),
    ),
  ),
  trigger(
    'ticket',
    'guard_companions',
    admission('a companion’s ticket that stays good when the person’s is taken back', leftAlone),
  ),
];
