import { accept, groupFinds, groupRefuses, groupRefusesAfter, offer, visit } from './group-scene.ts';
import { type Guard, inFunction, trigger } from './guard.ts';
import type { Scene } from './scene.ts';

const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });

const paper = (kind: string, unitMinor: number) =>
  `select issue_document('${JSON.stringify({
    ...{ kind, locale: 'az', currency: 'AZN', basis: 'booked', payer: {}, issuedBy: 'x' },
    lines: [{ quantity: 1, unitMinor, taxMinor: 0, totalMinor: unitMinor }],
  })}'::jsonb || jsonb_build_object('visitId', (select id from group_visit limit 1)))`;
const payment = (document: string, amount = 1000, order = '(select order_id from group_visit)', provider = 'stripe') =>
  `insert into payment (order_id, provider, state, amount_minor, captured_minor, currency, document_id)
   select ${order}, '${provider}', 'succeeded', ${amount}, ${amount}, 'AZN', ${document}`;
const latest = (kind: string) => `(select id from account_document where kind = '${kind}' order by no desc limit 1)`;
/** An agreed visit with an invoice of 1000, a quote and a pro-forma of 700. */
const billed = (s: Scene) => [
  visit(),
  offer(),
  accept(s),
  paper('invoice', 1000),
  paper('quote', 1000),
  paper('pro_forma', 700),
];
const over = [
  `update group_visit set state = 'arrived'`,
  `update group_visit set state = 'completed', account_closed_at = now()`,
];
const left = (kind: string, expected: number) => `select 1 where document_left(${latest(kind)}) = ${expected}`;

/** The accounts of visits: what is owed, and money that pays it. */
export const accountGuards: Guard[] = [
  trigger(
    'payment',
    'guard_document_payment',
    money(
      'money of a visit that pays no paper',
      groupRefusesAfter(billed, 'payment_of_visit', () => payment('null')),
    ),
  ),
  inFunction(
    'guard_document_payment: papers that ask for money',
    'guard_document_payment()',
    "and d.kind in ('pro_forma','invoice')",
    '',
    money(
      'a quote that is paid',
      groupRefusesAfter(billed, 'payment_document', () => payment(latest('quote'))),
    ),
  ),
  inFunction(
    'guard_document_payment: the visit’s own order',
    'guard_document_payment()',
    'and v.order_id = new.order_id',
    '',
    money(
      'a school’s invoice paid by somebody’s order',
      groupRefusesAfter(billed, 'payment_document', (s) => payment(latest('invoice'), 1000, `'${s.held.order}'::uuid`)),
    ),
  ),
  trigger(
    'group_visit',
    'guard_settled',
    money(
      'a visit that is settled and owes',
      groupRefusesAfter(
        (s) => [...billed(s), ...over],
        'visit_owes',
        () => `update group_visit set state = 'settled'`,
      ),
    ),
  ),
  trigger(
    'bank_transfer',
    'guard_transfer',
    money(
      'a transfer of one sum taken for a payment of another',
      groupRefuses('app', 'transfer_payment', (s) => [
        `insert into bank_transfer (id, bank_reference, value_date, amount_minor, currency, payer, entered_by)
         values ('00000000-0000-7000-8000-00000000ba41', 'REF', current_date, 77, 'AZN', 'School', 'x')`,
        `update bank_transfer set payment_id = '${s.paid.payment}'`,
      ]),
    ),
  ),
  inFunction(
    'document_left: what was received',
    'document_left(uuid)',
    'least(net, earlier + net - a.received)',
    'net',
    money(
      'an invoice that is paid twice',
      groupFinds((s) => [...billed(s), payment(latest('invoice'), 600)], left('invoice', 400), 'more is asked for'),
    ),
  ),
  inFunction(
    'document_left: earlier invoices first',
    'document_left(uuid)',
    'earlier + net - a.received',
    'net - a.received',
    money(
      'money that pays the later invoice, too',
      groupFinds(
        (s) => [...billed(s), paper('invoice', 300), payment(latest('pro_forma'), 1000)],
        left('invoice', 300),
        'less is asked for',
      ),
    ),
  ),
  inFunction(
    'document_left: an advance counts',
    'document_left(uuid)',
    'else d.total_minor end - a.received',
    'else d.total_minor end',
    money(
      'a deposit that is paid twice',
      groupFinds(
        (s) => [visit(), offer(), accept(s), paper('pro_forma', 700), payment(latest('pro_forma'), 700)],
        left('pro_forma', 0),
        'it is asked for again',
      ),
    ),
  ),
  inFunction(
    'document_left: a visit that is off',
    'document_left(uuid)',
    'where id = d.visit_id and is_agreed_visit(state)',
    'where id = d.visit_id',
    money(
      'a deposit for a visit that is off',
      groupFinds(
        (s) => [
          ...[visit(), offer(), accept(s), paper('pro_forma', 700)],
          `select end_visit((select id from group_visit), 'cancelled_by_group', 'other')`,
        ],
        left('pro_forma', 0),
        'it is still asked for',
      ),
    ),
  ),
  inFunction(
    'visit_account: what went back',
    'visit_account(uuid)',
    "and r.state not in ('failed','canceled')",
    'and false',
    money(
      'money that went back and is still counted',
      groupFinds(
        (s) => [
          ...billed(s),
          payment(latest('invoice')),
          `insert into refund (payment_id, order_id, amount_minor, currency, reason) select id, order_id, 400, 'AZN', 'overpaid' from payment where document_id is not null`,
        ],
        left('invoice', 400),
        'it is counted',
      ),
    ),
  ),
  inFunction(
    'visit_account: what a bank took back',
    'visit_account(uuid)',
    "and p.dispute_state is distinct from 'lost'",
    '',
    money(
      'money that the card holder’s bank took back, and is still counted',
      groupFinds(
        (s) => [
          ...billed(s),
          payment(latest('invoice')),
          `update payment set dispute_state = 'open' where document_id is not null`,
          `update payment set dispute_state = 'lost' where document_id is not null`,
        ],
        left('invoice', 1000),
        'it is counted',
      ),
    ),
  ),
];
