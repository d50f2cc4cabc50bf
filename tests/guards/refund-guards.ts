import { constraint, type Guard, inFunction, trigger, uniqueIndex } from './guard.ts';
import { refuses, type Scene } from './scene.ts';

const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });

const refund = (s: Scene) => `insert into refund (payment_id, order_id, amount_minor, currency, reason)
  values ('${s.paid.payment}', '${s.paid.order}', 500, 'AZN', 'mistake')`;
const waiver = (s: Scene) => `insert into refund_waiver (order_id, ticket_ids, reason, note, requested_by)
  values ('${s.paid.order}', array['${s.paid.tickets[0]}']::uuid[], 'mistake', 'Sold twice', 'one')`;
const decided = (change: string) => `update refund_waiver set ${change}`;
const balanceLine = `insert into balance_line (provider, line_id, kind, reference, amount_minor, currency, at, line_date)
  values ('stripe', 'txn_1', 'charge', 'pi_1', 1000, 'AZN', now(), current_date)`;
const task = `insert into money_task (kind, subject, facts) values ('mismatched', 'payment:1', '{}')`;

/** Refunds that need two people, disputes, and what the provider says of our money. */
export const refundGuards: Guard[] = [
  inFunction(
    'reserve_refund: disputed payments',
    'reserve_refund()',
    "and (new.reason = 'outside' or dispute_state is null or dispute_state = 'won')",
    '',
    money(
      'money sent back to a card holder whose bank is taking it as well',
      refuses('app', 'MU007', (s) => [
        `update payment set dispute_state = 'open' where id = '${s.paid.payment}'`,
        refund(s),
      ]),
    ),
  ),
  constraint(
    'refund_waiver',
    'refund_waiver_two_people',
    money(
      'somebody who approves what they asked for themselves',
      refuses('app', 'refund_waiver_two_people', (s) => [
        waiver(s),
        decided(`state = 'approved', decided_by = 'one', decided_at = now()`),
      ]),
    ),
  ),
  constraint(
    'refund_waiver',
    'refund_waiver_decided',
    money(
      'a refund above the ladder that nobody approved',
      refuses('app', 'refund_waiver_decided', (s) => [waiver(s), decided(`state = 'approved'`)]),
    ),
  ),
  uniqueIndex(
    'refund_waiver',
    'refund_waiver_one_open',
    money(
      'the same wish approved twice',
      refuses('app', 'refund_waiver_one_open', (s) => [waiver(s), waiver(s)]),
    ),
  ),
  trigger(
    'refund_waiver',
    'guard_transition',
    money(
      'a wish that was declined and is approved',
      refuses('app', 'MU002', (s) => [
        waiver(s),
        decided(`state = 'declined', decided_by = 'two', decided_at = now()`),
        decided(`state = 'approved'`),
      ]),
    ),
  ),
  constraint(
    'cancellation_ladder',
    'cancellation_ladder_share_per_mille_check',
    money(
      'more back than was paid',
      refuses(
        'app',
        'cancellation_ladder_share_per_mille_check',
        (s) => `insert into cancellation_ladder values ('${s.museum.productId}', '2026-01-01', 24, 1001)`,
      ),
    ),
  ),
  trigger(
    'balance_line',
    'only_added_to',
    money('the provider’s account rewritten', async (s) => {
      await s.app(balanceLine);
      await refuses('owner', 'MU005', () => 'update balance_line set amount_minor = 1')(s);
    }),
  ),
  constraint(
    'balance_line',
    'balance_line_amount_minor_check',
    money(
      'a movement of nothing',
      refuses('app', 'balance_line_amount_minor_check', () => balanceLine.replace('1000', '0')),
    ),
  ),
  constraint(
    'money_task',
    'money_task_kind_subject_key',
    money(
      'one matter that two people put right',
      refuses('app', 'money_task_kind_subject_key', () => [task, task]),
    ),
  ),
  constraint(
    'money_task',
    'money_task_done',
    money(
      'a matter that is called done and was not',
      refuses('app', 'money_task_done', () => [task, `update money_task set state = 'done'`]),
    ),
  ),
];
