import { Breach, constraint, type Guard, inFunction, trigger, uniqueIndex } from './guard.ts';
import { refuses, type Scene } from './scene.ts';

const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });

const attempt = (order: string, values: string, columns = '') =>
  `insert into payment (order_id, provider, state, amount_minor, currency${columns}) values ('${order}', ${values})`;
const refund = (s: Scene, amountMinor: number, more: { columns?: string; values?: string } = {}) =>
  `insert into refund (payment_id, order_id, amount_minor, currency, reason${more.columns ?? ''})
   values ('${s.paid.payment}', '${s.paid.order}', ${amountMinor}, 'AZN', 'mistake'${more.values ?? ''})`;

/** Payments, refunds, the ledger, and what is told once. */
export const moneyGuards: Guard[] = [
  uniqueIndex(
    'payment',
    'payment_one_live',
    money(
      'two payment pages for one order',
      refuses('app', 'payment_one_live', (s) => {
        const open = attempt(s.held.order, `'stripe', 'created', 1000, 'AZN'`);
        return [open, open];
      }),
    ),
  ),
  constraint(
    'payment',
    'payment_captured_agreed',
    money(
      'more money taken than was asked for',
      refuses('app', 'payment_captured_agreed', (s) =>
        attempt(s.held.order, `'stripe', 'succeeded', 1000, 'AZN', 1001`, ', captured_minor'),
      ),
    ),
  ),
  trigger(
    'payment',
    'guard_captured',
    money(
      'money that was taken and is forgotten',
      refuses('app', 'MU008', (s) => `update payment set captured_minor = 1 where id = '${s.paid.payment}'`),
    ),
  ),
  constraint(
    'payment',
    'payment_captured_when_succeeded',
    money(
      'money of an attempt that did not succeed',
      refuses('app', 'payment_captured_when_succeeded', (s) =>
        attempt(s.held.order, `'stripe', 'open', 1000, 'AZN', 1000`, ', captured_minor'),
      ),
    ),
  ),
  constraint(
    'payment',
    'payment_none_is_free',
    money(
      'an order with a price that is paid by nobody',
      refuses('app', 'payment_none_is_free', (s) => attempt(s.held.order, `'none', 'succeeded', 1000, 'AZN'`)),
    ),
  ),
  constraint(
    'payment',
    'payment_refund_room',
    money(
      'more sent back than was taken',
      refuses('app', 'payment_refund_room', (s) => [refund(s, 600), refund(s, 600)]),
    ),
  ),
  constraint(
    'payment',
    'payment_refund_reserved_minor_check',
    money(
      'room for refunds from nowhere',
      refuses(
        'owner',
        'payment_refund_reserved_minor_check',
        (s) => `update payment set refund_reserved_minor = -1 where id = '${s.paid.payment}'`,
      ),
    ),
  ),
  constraint(
    'payment',
    'payment_session_id_key',
    money(
      'one payment page that pays two attempts',
      refuses('app', 'payment_session_id_key', (s) => [
        `update payment set session_id = 'cs_1' where id = '${s.paid.payment}'`,
        `update payment set session_id = 'cs_1' where id = '${s.bare.payment}'`,
      ]),
    ),
  ),
  constraint(
    'payment',
    'payment_payment_intent_id_key',
    money(
      'one charge that pays two attempts',
      refuses(
        'app',
        'payment_payment_intent_id_key',
        (s) => `update payment set payment_intent_id = 'pi_${s.paid.payment}' where id = '${s.bare.payment}'`,
      ),
    ),
  ),
  constraint(
    'payment',
    'payment_provider_check',
    money(
      'money from a provider that nobody asks',
      refuses('app', 'payment_provider_check', (s) => attempt(s.held.order, `'pocket', 'created', 1000, 'AZN'`)),
    ),
  ),
  constraint(
    'payment',
    'payment_currency_check',
    money(
      'money of no currency',
      refuses('app', 'payment_currency_check', (s) => attempt(s.held.order, `'stripe', 'created', 1000, 'azn'`)),
    ),
  ),
  trigger(
    'payment',
    'guard_transition',
    money(
      'money that was not what we asked for, taken all the same',
      refuses('app', 'MU002', (s) => [
        attempt(s.held.order, `'stripe', 'open', 1000, 'AZN'`),
        `update payment set state = 'mismatch' where order_id = '${s.held.order}'`,
        `update payment set state = 'succeeded' where order_id = '${s.held.order}'`,
      ]),
    ),
  ),
  trigger(
    'refund',
    'reserve_refund',
    money(
      'two refunds that together are more than was taken',
      refuses('app', 'payment_refund_room', (s) => [refund(s, 600), refund(s, 600)]),
    ),
  ),
  inFunction(
    'reserve_refund: what failed is free again',
    'reserve_refund()',
    "new.state in ('failed','canceled')",
    'false',
    money('money that can never be sent back because the bank failed once', async (s) => {
      await s.app(refund(s, 1000));
      for (const state of ['submitting', 'failed'])
        await s.app(`update refund set state = '${state}' where order_id = '${s.paid.order}'`);
      await s.app(refund(s, 1000)).catch(() => {
        throw new Breach('the sum stays reserved');
      });
    }),
  ),
  trigger(
    'refund',
    'guard_transition',
    money(
      'a refund that has succeeded and is sent again',
      refuses('app', 'MU002', (s) => [
        refund(s, 500, { columns: ', state', values: `, 'succeeded'` }),
        `update refund set state = 'requested' where order_id = '${s.paid.order}'`,
      ]),
    ),
  ),
  constraint(
    'refund',
    'refund_amount_minor_check',
    money(
      'a refund of nothing',
      refuses('app', 'refund_amount_minor_check', (s) => refund(s, 0)),
    ),
  ),
  constraint(
    'refund',
    'refund_provider_refund_id_key',
    money(
      'one refund counted twice',
      refuses('app', 'refund_provider_refund_id_key', (s) => {
        const same = refund(s, 100, { columns: ', provider_refund_id', values: `, 're_1'` });
        return [same, same];
      }),
    ),
  ),
  uniqueIndex(
    'refund',
    'refund_ticket_once',
    money(
      'one ticket refunded twice',
      refuses('app', 'refund_ticket_once', (s) => {
        const same = refund(s, 250, { columns: ', ticket_id', values: `, '${s.paid.tickets[0]}'` });
        return [same, same];
      }),
    ),
  ),
];
