import { constraint, type Guard, trigger } from './guard.ts';
import { refuses } from './scene.ts';

const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });

const entry = (kind: string, amountMinor: number, reference: string) =>
  `insert into ledger_entry (kind, amount_minor, currency, provider, provider_reference)
   values ('${kind}', ${amountMinor}, 'AZN', 'stripe', '${reference}')`;
const event = (id: string) =>
  `insert into provider_event (id, provider, type, payload) values ('${id}', 'stripe', 'checkout.session.completed', '{}')`;
const message = (dedupeKey: string) =>
  `insert into message (dedupe_key, kind, locale, recipient) values ('${dedupeKey}', 'order_confirmed', 'az', 'visitor@example.az')`;

/** What is written once and for ever: the ledger, the audit, webhooks, mails. */
export const recordGuards: Guard[] = [
  constraint(
    'ledger_entry',
    'ledger_entry_provider_provider_reference_kind_key',
    money(
      'one movement of money written twice',
      refuses('app', 'ledger_entry_provider_provider_reference_kind_key', () => [
        entry('charge', 1000, 'pi_1'),
        entry('charge', 1000, 'pi_1'),
      ]),
    ),
  ),
  constraint(
    'ledger_entry',
    'ledger_entry_check',
    money(
      'a movement of nothing',
      refuses('app', 'ledger_entry_check', () => entry('refund', 0, 're_1')),
    ),
  ),
  constraint(
    'ledger_entry',
    'ledger_entry_kind_check',
    money(
      'a movement of no kind, in no sum',
      refuses('app', 'ledger_entry_kind_check', () => entry('gift', 1, 'x_1')),
    ),
  ),
  trigger(
    'ledger_entry',
    'only_added_to',
    money('a ledger that is rewritten', async (s) => {
      await s.app(entry('charge', 1000, 'pi_1'));
      await refuses('owner', 'MU005', () => `update ledger_entry set amount_minor = 1`)(s);
    }),
  ),
  trigger(
    'audit_log',
    'only_added_to',
    money('an audit that is rewritten', async (s) => {
      await s.app(`insert into audit_log (actor_kind, action, object_kind) values ('system', 'x', 'y')`);
      await refuses('owner', 'MU005', () => 'delete from audit_log')(s);
    }),
  ),
  {
    ...constraint(
      'provider_event',
      'provider_event_pkey',
      money(
        'a webhook that is taken in twice',
        refuses('app', 'provider_event_pkey', () => [event('evt_1'), event('evt_1')]),
      ),
    ),
    stands: [],
  },
  constraint('message', 'message_dedupe_key_key', {
    of: 'admission',
    against: 'the same mail twice',
    proof: refuses('app', 'message_dedupe_key_key', () => [message('paid:1'), message('paid:1')]),
  }),
  constraint('message', 'message_check', {
    of: 'admission',
    against: 'a mail that is called sent and was not',
    proof: refuses('app', 'message_check', () => [message('paid:1'), `update message set state = 'sent'`]),
  }),
];
