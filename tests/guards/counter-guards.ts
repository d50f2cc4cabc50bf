import { constraint, type Guard, trigger } from './guard.ts';
import { refuses, type Scene } from './scene.ts';

const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });

const refundId = '00000000-0000-7000-8000-0000000000f1';
const proofs = {
  cash: `'cash', 'staff', 1000, null, null, null, null, null`,
  terminal: `'terminal', 'staff', null, 'T1', '0042', current_date, null, null`,
  transfer: `'transfer', 'staff', null, null, null, null, 'FT26-1', current_date`,
};
const proofOf = (of: { payment?: string; refund?: string }, values: string) =>
  `insert into counter_proof (payment_id, refund_id, provider, by_id, handed_minor, terminal, slip, slip_date, reference, value_date)
   values (${of.payment ? `'${of.payment}'` : 'null'}, ${of.refund ? `'${of.refund}'` : 'null'}, ${values})`;
const payment = (id: string, order: string, provider: string) =>
  `insert into payment (id, order_id, provider, state, amount_minor, currency, captured_minor)
   values ('${id}', '${order}', '${provider}', 'succeeded', 1000, 'AZN', 1000)`;
/** A payment of the held order, with what was held in hand for it. */
const paidBy = (s: Scene, provider: keyof typeof proofs) =>
  `${payment(s.held.payment, s.held.order, provider)}; ${proofOf({ payment: s.held.payment }, proofs[provider])}`;
const another = (s: Scene, provider: keyof typeof proofs) =>
  `${payment(s.held.tickets[0], s.paid.order, provider)}; ${proofOf({ payment: s.held.tickets[0] }, proofs[provider])}`;
const refund = (s: Scene, state: string) =>
  `insert into refund (id, payment_id, order_id, amount_minor, currency, reason, state)
   values ('${refundId}', '${s.held.payment}', '${s.held.order}', 1000, 'AZN', 'mistake', '${state}')`;

/** Money that people take and hand out. */
export const counterGuards: Guard[] = [
  constraint(
    'payment',
    'payment_page_waits',
    money(
      'money over the counter that is waited for',
      refuses(
        'app',
        'payment_page_waits',
        (s) =>
          `insert into payment (order_id, provider, state, amount_minor, currency) values ('${s.held.order}', 'none', 'open', 0, 'AZN')`,
      ),
    ),
  ),
  trigger(
    'payment',
    'guard_counter_payment',
    money(
      'cash that nobody had in hand',
      refuses('app', 'MU011', (s) => payment(s.held.payment, s.held.order, 'cash')),
    ),
  ),
  trigger(
    'refund',
    'guard_counter_refund',
    money(
      'cash that is called handed out and was not',
      refuses('app', 'MU011', (s) => [paidBy(s, 'cash'), refund(s, 'succeeded')]),
    ),
  ),
  trigger(
    'counter_proof',
    'guard_counter_proof',
    money(
      'less cash than the visit costs',
      refuses('app', 'MU011', (s) => paidBy(s, 'cash').replace("'staff', 1000", "'staff', 999")),
    ),
  ),
  trigger(
    'counter_proof',
    'only_added_to',
    money('a slip that is written over', async (s) => {
      await s.app(paidBy(s, 'terminal'));
      await refuses('owner', 'MU005', () => `update counter_proof set slip = '0043'`)(s);
    }),
  ),
  constraint(
    'counter_proof',
    'counter_proof_fits',
    money(
      'a card terminal without its slip',
      refuses('app', 'counter_proof_fits', (s) => paidBy(s, 'terminal').replace("'0042'", 'null')),
    ),
  ),
  constraint(
    'counter_proof',
    'counter_proof_of_one',
    money(
      'one proof for what came and for what went',
      refuses('app', 'counter_proof_of_one', (s) => [
        another(s, 'cash'),
        `${payment(s.held.payment, s.held.order, 'cash')}; ${refund(s, 'requested')};
         ${proofOf({ payment: s.held.payment, refund: refundId }, proofs.cash)}`,
      ]),
    ),
  ),
  constraint(
    'counter_proof',
    'counter_proof_payment_once',
    money(
      'two proofs of one payment',
      refuses('app', 'counter_proof_payment_once', (s) => [
        paidBy(s, 'cash'),
        proofOf({ payment: s.held.payment }, proofs.cash),
      ]),
    ),
  ),
  constraint(
    'counter_proof',
    'counter_proof_refund_once',
    money(
      'cash handed out twice for one refund',
      refuses('app', 'counter_proof_refund_once', (s) => [
        `${paidBy(s, 'cash')}; ${refund(s, 'requested')}`,
        proofOf({ refund: refundId }, proofs.cash),
        proofOf({ refund: refundId }, proofs.cash),
      ]),
    ),
  ),
  constraint(
    'counter_proof',
    'counter_proof_slip_once',
    money(
      'one slip that pays two orders',
      refuses('app', 'counter_proof_slip_once', (s) => [paidBy(s, 'terminal'), another(s, 'terminal')]),
    ),
  ),
  constraint(
    'counter_proof',
    'counter_proof_reference_once',
    money(
      'one transfer that pays two orders',
      refuses('app', 'counter_proof_reference_once', (s) => [paidBy(s, 'transfer'), another(s, 'transfer')]),
    ),
  ),
];
