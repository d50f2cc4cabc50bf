import type { Guard } from './guard.ts';
import { refuses, type Scene } from './scene.ts';

const noRight = '42501';

/**
 * A right that the app's role does not have. `layers` are the triggers that would refuse as well: the owner takes them away
 * beforehand, so that the missing right alone stands in the way.
 */
function withheld(
  of: Guard['of'],
  right: string,
  against: string,
  attempt: (scene: Scene) => string,
  layers: string[] = [],
): Guard {
  const [table] = right.split(' on ').slice(-1);
  return {
    name: `no right: ${right}`,
    of,
    against,
    stands: [],
    off: { kind: 'sql', text: `grant ${right} to museum_app` },
    proof: async (scene) => {
      for (const layer of layers) await scene.owner(`alter table ${table} disable trigger ${layer}`);
      await refuses('app', noRight, attempt)(scene);
    },
  };
}

const own = (s: Scene) => `order_id = '${s.paid.order}'`;

/** What the app's role cannot do, whatever the code above it has forgotten. */
export const rightsGuards: Guard[] = [
  withheld('places', 'update (held) on pool', 'counters written by hand', () => 'update pool set held = 0'),
  withheld('places', 'update (sold) on pool', 'counters written by hand', () => 'update pool set sold = sold'),
  withheld('places', 'update (fire_limit) on pool', 'a fire limit lifted', () => 'update pool set fire_limit = 9999'),
  withheld(
    'places',
    'update (overbook) on pool',
    'places added without a reason',
    () => 'update pool set overbook = 1',
  ),
  withheld(
    'places',
    'update (capacity) on pool',
    'places on sale before their wave',
    (s) => `update pool set capacity = 12 where timeslot_id = '${s.museum.timeslots[0]}' and lane = 'public'`,
  ),
  withheld('places', 'update (withheld) on pool', 'a wave that never comes', () => 'update pool set withheld = 0'),
  withheld(
    'places',
    'update (opens_at) on pool',
    'a lane that opens too soon',
    () => 'update pool set opens_at = now()',
  ),
  withheld(
    'places',
    'update on pool_release',
    'a wave moved to another hour',
    () => 'update pool_release set places = 1',
  ),
  withheld(
    'places',
    'insert on slot_opening',
    'a time that wakes by itself',
    (s) => `insert into slot_opening (timeslot_id, reason, note, staff_member_id)
      select '${s.museum.timeslots[0]}', 'other', 'nobody said so', id from staff_member limit 1`,
  ),
  withheld('places', 'update (fire_limit) on space', 'a fire limit lifted', () => 'update space set fire_limit = 9999'),
  withheld('money', 'update (uses) on voucher', 'uses counted by hand', () => 'update voucher set uses = 0'),
  withheld(
    'money',
    'update (effect_value) on voucher',
    'a voucher worth more than it was made for',
    () => 'update voucher set effect_value = 100',
  ),
  withheld('money', 'delete on voucher_use', 'a use that leaves no trace', () => 'delete from voucher_use'),
  withheld(
    'money',
    'update (voucher_id) on orders',
    'a voucher that changes hands',
    (s) => `update orders set voucher_id = null where id = '${s.held.order}'`,
  ),
  withheld(
    'places',
    'insert on waiting_offer',
    'an offer without its places',
    (s) => `insert into waiting_offer (entry_id, timeslot_id, people, expires_at)
      select id, '${s.museum.timeslots[0]}', 1, now() + interval '1 day' from waiting_entry`,
  ),
  withheld(
    'places',
    'update (expires_at) on waiting_offer',
    'an offer that stands for ever',
    () => `update waiting_offer set expires_at = now() + interval '1 year'`,
  ),
  withheld(
    'places',
    'insert (sub_group_id) on claim',
    'places of a class made up',
    () =>
      `insert into claim (sub_group_id, pool_set_id, quantity, state) select null::uuid, id, 1, 'released' from pool_set limit 1`,
    ['guard_claim_insert'],
  ),
  withheld(
    'places',
    'update (plan_id) on group_visit',
    'a class that takes what it was not offered',
    () => 'update group_visit set plan_id = null',
  ),
  withheld(
    'money',
    'update (order_id) on group_visit',
    'a class that goes on another’s order',
    () => 'update group_visit set order_id = null',
  ),
  withheld(
    'places',
    'update (waitlisted_at) on group_visit',
    'a class that jumps the queue',
    () => 'update group_visit set waitlisted_at = now()',
  ),
  withheld('places', 'delete on group_visit', 'a request that never was', () => 'delete from group_visit'),
  withheld(
    'places',
    'update (expires_at) on group_offer',
    'an offer to a class that stands for ever',
    () => 'update group_offer set expires_at = now()',
  ),
  withheld(
    'places',
    'insert on sub_group',
    'a sub-group that nobody has planned',
    () =>
      'insert into sub_group (plan_id, no, people, adults, timeslot_id) select id, 1, 1, 1, null from group_plan where false',
  ),
  withheld(
    'places',
    'update (is_live) on sub_group',
    'a time given to the next class',
    () => 'update sub_group set is_live = false',
  ),
  withheld('places', 'delete on guide_call', 'a no that was never said', () => 'delete from guide_call'),
  withheld(
    'places',
    'execute on function write_plan(group_visit, uuid, jsonb, text)',
    'places taken without an offer',
    () => `select write_plan(null::group_visit, null, '{}', 'sold') where false`,
  ),
  withheld(
    'places',
    'insert on visit_event',
    'a history of a visit made up',
    () => `insert into visit_event (visit_id, machine, object_id, to_state, actor_kind)
      select id, 'group_visit', id, 'confirmed', 'system' from group_visit`,
  ),
  withheld(
    'money',
    'insert on account_document',
    'an invoice whose number somebody chose',
    () => 'insert into account_document select * from account_document',
  ),
  withheld(
    'money',
    'update on account_document',
    'an invoice rewritten',
    () => 'update account_document set total_minor = 0',
    ['only_added_to'],
  ),
  withheld('money', 'delete on account_document', 'an invoice that is gone', () => 'delete from account_document', [
    'only_added_to',
  ]),
  withheld('money', 'update on document_series', 'numbers given twice', () => 'update document_series set last_no = 0'),
  withheld(
    'money',
    'update (amount_minor) on bank_transfer',
    'more than the bank says came in',
    () => 'update bank_transfer set amount_minor = 1',
  ),
  withheld('money', 'delete on bank_transfer', 'money that never came in', () => 'delete from bank_transfer'),
  withheld(
    'places',
    'insert on pool',
    'places from nowhere',
    () => `insert into pool (kind, capacity, visit_date) values ('day', 9, '2040-01-01')`,
  ),
  withheld('places', 'delete on pool', 'a limit that is gone', () => `delete from pool where kind = 'attic'`),
  withheld(
    'places',
    'insert on pool_set',
    'a way past the pools',
    (s) => `insert into pool_set (timeslot_id, lane) values ('${s.museum.timeslots[0]}', 'guide')`,
  ),
  withheld(
    'places',
    'update (is_current) on pool_set',
    'a way past the pools',
    () => 'update pool_set set is_current = false',
  ),
  withheld(
    'places',
    'insert on pool_set_member',
    'a set that changes under its claims',
    () =>
      `insert into pool_set_member select s.id, p.id from pool_set s, pool p where not exists
     (select from pool_set_member m where m.pool_set_id = s.id and m.pool_id = p.id) limit 1`,
  ),
  withheld(
    'places',
    'delete on claim',
    'a claim that leaves no trace',
    (s) => `delete from claim where order_id = '${s.held.order}'`,
  ),
  withheld('places', 'truncate on claim', 'all claims gone at once', () => 'truncate claim'),
  withheld(
    'places',
    'update (pool_set_id) on claim',
    'places moved without being taken',
    (s) => `update claim set pool_set_id = pool_set_id where order_id = '${s.held.order}'`,
  ),
  withheld(
    'places',
    'update (order_id) on claim',
    'places that change hands',
    (s) => `update claim set order_id = '${s.held.order}' where order_id = '${s.held.order}'`,
  ),
  withheld(
    'places',
    'delete on orders',
    'an order that never was',
    (s) => `delete from orders where id = '${s.museum.productId}'`,
  ),
  withheld(
    'money',
    'update (currency) on orders',
    'manats that become yen',
    (s) => `update orders set currency = 'JPY' where id = '${s.held.order}'`,
  ),
  withheld(
    'money',
    'update (amount_minor) on payment',
    'another sum than was asked for',
    (s) => `update payment set amount_minor = 2000 where ${own(s)}`,
  ),
  withheld(
    'money',
    'update (order_id) on payment',
    'money that changes hands',
    (s) => `update payment set order_id = '${s.held.order}' where ${own(s)}`,
  ),
  withheld(
    'money',
    'update (refund_reserved_minor) on payment',
    'a refund that is not counted',
    (s) => `update payment set refund_reserved_minor = 0 where ${own(s)}`,
  ),
  withheld('money', 'delete on payment', 'money that leaves no trace', (s) => `delete from payment where ${own(s)}`),
  withheld(
    'money',
    'update (amount_minor) on refund',
    'more sent back than was reserved',
    () => 'update refund set amount_minor = 1',
  ),
  withheld('money', 'delete on refund', 'a refund that leaves no trace', () => 'delete from refund'),
  withheld('money', 'update on ledger_entry', 'a ledger rewritten', () => 'update ledger_entry set amount_minor = 1', [
    'only_added_to',
  ]),
  withheld('money', 'delete on ledger_entry', 'a ledger shortened', () => 'delete from ledger_entry', [
    'only_added_to',
  ]),
  withheld('money', 'truncate on ledger_entry', 'a ledger emptied', () => 'truncate ledger_entry'),
  withheld('money', 'update on audit_log', 'an audit rewritten', () => `update audit_log set action = 'x'`, [
    'only_added_to',
  ]),
  withheld('money', 'delete on audit_log', 'an audit shortened', () => 'delete from audit_log', ['only_added_to']),
  withheld(
    'money',
    'insert on order_event',
    'a history made up',
    (s) => `insert into order_event (order_id, to_state, actor_kind) values ('${s.held.order}', 'paid', 'system')`,
  ),
  withheld('money', 'delete on provider_event', 'a webhook that is new again', () => 'delete from provider_event'),
  withheld(
    'money',
    'update (payload) on provider_event',
    'a webhook rewritten',
    () => `update provider_event set payload = '{}'`,
  ),
  withheld(
    'money',
    'insert on allowed_transition',
    'a way round the states',
    () => `insert into allowed_transition values ('order', 'held', 'refunded')`,
  ),
  withheld(
    'money',
    'update (requested_by) on refund_waiver',
    'somebody who approves their own wish under another name',
    () => `update refund_waiver set requested_by = 'x'`,
  ),
  withheld('money', 'delete on refund_waiver', 'a wish that leaves no trace', () => 'delete from refund_waiver'),
  withheld(
    'money',
    'update on balance_line',
    'the provider’s account rewritten',
    () => 'update balance_line set amount_minor = 1',
    ['only_added_to'],
  ),
  withheld('money', 'delete on money_task', 'a matter that leaves no trace', () => 'delete from money_task'),
  withheld(
    'admission',
    'update (admitted_people) on ticket',
    'a ticket that lets in again',
    (s) => `update ticket set admitted_people = 0 where ${own(s)}`,
  ),
  withheld(
    'admission',
    'update (party_size) on ticket',
    'a ticket for more people',
    (s) => `update ticket set party_size = 1 where ${own(s)}`,
  ),
  withheld(
    'admission',
    'update (order_id) on ticket',
    'a ticket that changes hands',
    (s) => `update ticket set order_id = order_id where ${own(s)}`,
  ),
  withheld(
    'admission',
    'delete on ticket',
    'a ticket that leaves no trace',
    (s) => `delete from ticket where id = '${s.paid.tickets[1]}'`,
  ),
  withheld(
    'admission',
    'insert on revocation',
    'a revocation made up',
    (s) => `insert into revocation (ticket_id, token_version, state) values ('${s.paid.tickets[0]}', 1, 'valid')`,
  ),
  withheld('admission', 'delete on revocation', 'doors that are not told', () => 'delete from revocation'),
  withheld('admission', 'delete on scan', 'a scan that never was', (s) => `delete from scan where id = '${s.scan}'`, [
    'only_added_to',
  ]),
  withheld('admission', 'delete on admission', 'an admission that never was', () => 'delete from admission', [
    'only_added_to',
  ]),
  {
    name: 'no right: own the tables',
    of: 'places',
    against: 'an app that takes its own guards away',
    stands: [],
    off: { kind: 'sql', text: 'alter table claim owner to museum_app' },
    proof: refuses('app', noRight, () => 'alter table claim disable trigger count_claims_insert'),
  },
];
