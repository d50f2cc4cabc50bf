import { newId } from '#lib/platform/ids.ts';
import { Breach, constraint, type Guard, inFunction, trigger } from './guard.ts';
import { refuses, type Scene, ticketOf } from './scene.ts';

const admission = (against: string, proof: Guard['proof']) => ({ of: 'admission' as const, against, proof });

const ticket = (s: Scene, change: string) => `update ticket set ${change} where id = '${s.paid.tickets[0]}'`;
const bareTicket = (s: Scene, unit = 1) => ticketOf(s.museum, s.bare, unit, 'BARE0001');

/** Tickets, scans and admissions. */
export const ticketGuards: Guard[] = [
  constraint(
    'ticket',
    'ticket_admitted_people_check',
    admission(
      'a ticket for more than it says',
      refuses('owner', 'ticket_admitted_people_check', (s) => ticket(s, 'admitted_people = -1')),
    ),
  ),
  constraint(
    'ticket',
    'ticket_party_size_check',
    admission(
      'a ticket that takes no place',
      refuses('owner', 'ticket_party_size_check', (s) => ticket(s, 'party_size = 0')),
    ),
  ),
  constraint(
    'ticket',
    'ticket_order_line_id_unit_no_key',
    admission(
      'two tickets for one person of a line',
      refuses('app', 'ticket_order_line_id_unit_no_key', (s) => [
        ticket(s, `state = 'revoked'`),
        ticketOf(s.museum, { ...s.paid, tickets: [newId(), newId()] }, 1, 'TICKET03'),
      ]),
    ),
  ),
  constraint(
    'ticket',
    'ticket_short_code_key',
    admission(
      'two tickets of one code',
      refuses('app', 'ticket_short_code_key', (s) => ticketOf(s.museum, s.bare, 1, 'TICKET01')),
    ),
  ),
  constraint(
    'ticket',
    'ticket_short_code_check',
    admission(
      'a code too short to be a secret',
      refuses('app', 'ticket_short_code_check', (s) => ticketOf(s.museum, s.bare, 1, 'A')),
    ),
  ),
  constraint(
    'ticket',
    'ticket_unit_no_check',
    admission(
      'a ticket beside its line',
      refuses('app', 'ticket_unit_no_check', (s) => bareTicket(s, 0)),
    ),
  ),
  constraint(
    'ticket',
    'ticket_token_version_check',
    admission(
      'a code older than any',
      refuses('app', 'ticket_token_version_check', (s) =>
        bareTicket(s).replace('short_code)', 'short_code, token_version)').replace(`'BARE0001')`, `'BARE0001', 0)`),
      ),
    ),
  ),
  trigger(
    'ticket',
    'guard_token_version',
    admission(
      'a code that was exchanged and is good again',
      refuses('app', 'MU008', (s) => [ticket(s, 'token_version = 2'), ticket(s, 'token_version = 1')]),
    ),
  ),
  trigger(
    'ticket',
    'guard_transition',
    admission(
      'a revoked ticket that is valid again',
      refuses('app', 'MU002', (s) => [ticket(s, `state = 'revoked'`), ticket(s, `state = 'valid'`)]),
    ),
  ),
  trigger(
    'ticket',
    'guard_tickets_insert',
    admission(
      'a ticket without a place',
      refuses('app', 'MU003', (s) => [
        `update claim set state = 'released' where order_id = '${s.bare.order}'`,
        bareTicket(s),
      ]),
    ),
  ),
  trigger(
    'ticket',
    'guard_tickets_update',
    admission(
      'a ticket moved to a time at which it has no place',
      refuses('app', 'MU003', (s) => ticket(s, `timeslot_id = '${s.museum.timeslots[1]}'`)),
    ),
  ),
  inFunction(
    'guard_tickets: a sold place',
    'guard_tickets()',
    'perform check_tickets_have_places(',
    'perform cardinality(',
    admission(
      'a ticket without a place',
      refuses('app', 'MU003', (s) => [
        `update claim set state = 'released' where order_id = '${s.bare.order}'`,
        bareTicket(s),
      ]),
    ),
  ),
  inFunction(
    'guard_tickets: a settled order',
    'guard_tickets()',
    "t.state <> 'revoked' and o.state not in",
    'false and o.state not in',
    admission(
      'a ticket that nobody has paid',
      refuses('app', 'MU003', (s) => [
        `update claim set state = 'sold' where order_id = '${s.held.order}'`,
        ticketOf(s.museum, s.held, 1, 'HELD0001'),
      ]),
    ),
  ),
  inFunction(
    'guard_tickets: its own line',
    'guard_tickets()',
    'l.order_id <> t.order_id or ',
    '',
    admission(
      'a ticket on somebody else’s line',
      refuses('app', 'MU003', (s) => ticketOf(s.museum, { ...s.bare, line: s.held.line }, 1, 'BARE0001')),
    ),
  ),
  inFunction(
    'guard_tickets: no more than the line has',
    'guard_tickets()',
    ' or t.unit_no > l.quantity',
    '',
    admission(
      'a third ticket on a line of two',
      refuses('app', 'MU003', (s) => bareTicket(s, 3)),
    ),
  ),
  trigger(
    'ticket',
    'feed_revocation',
    admission('a revoked ticket of which the doors are not told', async (s) => {
      await s.app(ticket(s, `state = 'revoked'`));
      const { rowCount } = await s.owner(`select from revocation where ticket_id = '${s.paid.tickets[0]}'`);
      if (rowCount !== 1) throw new Breach('the feed does not say so');
    }),
  ),
];
