import type { Stripe } from 'stripe';
import { currency } from '../currencies.ts';
import { expand, integer, metadata, oneOf, type TableFor, text } from '../fields.ts';
import { getObject, getRefund } from '../money/find.ts';
import { refundCharge } from '../money/refund-charge.ts';
import type { BalanceTransaction } from '../objects/balance-transaction.ts';
import { seconds, type World } from '../world.ts';
import { endpoint } from './endpoint.ts';
import { created, listPage, paging } from './lists.ts';

export const accountEndpoints = [
  endpoint(
    'POST',
    '/v1/refunds',
    {
      charge: text(),
      payment_intent: text(),
      amount: integer({ least: 1, most: 99_999_999 }),
      reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
      metadata,
      expand,
    } satisfies TableFor<Stripe.RefundCreateParams>,
    ({ world, params, cause }) => refundCharge(world, params, cause),
  ),
  endpoint('GET', '/v1/refunds/:refund', { expand }, ({ world, ids }) => getRefund(world, ids[0] ?? '').body),
  endpoint(
    'GET',
    '/v1/refunds',
    {
      ...paging,
      created,
      charge: text(),
      payment_intent: text(),
    } satisfies TableFor<Stripe.RefundListParams>,
    ({ world, params }) =>
      listPage(world, '/v1/refunds', params, {
        kind: 'refund',
        created: params.created,
        where: { charge: params.charge, payment_intent: params.payment_intent },
      }),
  ),
  endpoint('GET', '/v1/balance_transactions/:id', { expand }, ({ world, ids }) =>
    ripe(world, getObject<BalanceTransaction>(world, 'balance_transaction', ids[0] ?? '', 'id').body),
  ),
  endpoint(
    'GET',
    '/v1/balance_transactions',
    {
      ...paging,
      created,
      currency,
      source: text(),
      type: text(),
    } satisfies TableFor<Stripe.BalanceTransactionListParams>,
    ({ world, params }) => {
      const page = listPage<BalanceTransaction>(world, '/v1/balance_transactions', params, {
        kind: 'balance_transaction',
        created: params.created,
        where: { currency: params.currency, source: params.source, type: params.type },
      });
      return { ...page, data: page.data.map((one) => ripe(world, one)) };
    },
  ),
  endpoint('GET', '/v1/balance', { expand }, ({ world }) => balance(world)),
];

/** Money of a charge becomes available by itself after two days. */
function ripe(world: World, moved: BalanceTransaction): BalanceTransaction {
  return { ...moved, status: moved.available_on <= seconds(world) ? 'available' : 'pending' };
}

function balance(world: World): Stripe.Balance {
  const sums = world.store.balances(seconds(world));
  const part = (isAvailable: boolean) =>
    sums
      .filter((sum) => sum.isAvailable === isAvailable)
      .map((sum) => ({ amount: sum.netMinor, currency: sum.currency, source_types: { card: sum.netMinor } }));
  return { object: 'balance', available: part(true), livemode: false, pending: part(false) };
}
