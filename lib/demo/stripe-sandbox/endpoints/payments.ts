import type { Stripe } from 'stripe';
import { refused } from '../api-error.ts';
import { boolean, expand, list, oneOf, type TableFor, text } from '../fields.ts';
import { getCharge, getIntent, getObject } from '../money/find.ts';
import { endpoint } from './endpoint.ts';
import { created, listPage, paging } from './lists.ts';

const thirtyDays = 30 * 86_400;

export const paymentEndpoints = [
  endpoint(
    'GET',
    '/v1/payment_intents/:intent',
    { expand, client_secret: text() },
    ({ world, ids }) => getIntent(world, ids[0] ?? '').body,
  ),
  endpoint('GET', '/v1/payment_intents', { ...paging, created }, ({ world, params }) =>
    listPage(world, '/v1/payment_intents', params, { kind: 'payment_intent', created: params.created }),
  ),
  endpoint(
    'POST',
    '/v1/payment_intents/:intent/cancel',
    { expand, cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer') },
    ({ world, ids }) => {
      const { body: intent } = getIntent(world, ids[0] ?? '');
      if (intent.status === 'succeeded' || intent.status === 'canceled') {
        throw refused(
          `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.`,
          { code: 'payment_intent_unexpected_state' },
        );
      }
      // Every intent here belongs to a Checkout session, and Stripe leaves those to the session.
      throw refused('You cannot cancel the PaymentIntent of a Checkout Session. Expire the Checkout Session instead.');
    },
  ),
  endpoint('GET', '/v1/charges/:charge', { expand }, ({ world, ids }) => getCharge(world, ids[0] ?? '').body),
  endpoint(
    'GET',
    '/v1/charges',
    { ...paging, created, payment_intent: text() } satisfies TableFor<Stripe.ChargeListParams>,
    ({ world, params }) =>
      listPage(world, '/v1/charges', params, {
        kind: 'charge',
        created: params.created,
        where: { payment_intent: params.payment_intent },
      }),
  ),
  endpoint(
    'GET',
    '/v1/disputes/:dispute',
    { expand },
    ({ world, ids }) => getObject<object>(world, 'dispute', ids[0] ?? '', 'dispute').body,
  ),
  endpoint(
    'GET',
    '/v1/disputes',
    { ...paging, created, charge: text(), payment_intent: text() } satisfies TableFor<Stripe.DisputeListParams>,
    ({ world, params }) =>
      listPage(world, '/v1/disputes', params, {
        kind: 'dispute',
        created: params.created,
        where: { charge: params.charge, payment_intent: params.payment_intent },
      }),
  ),
  endpoint(
    'GET',
    '/v1/events/:id',
    { expand },
    ({ world, ids }) => getObject<object>(world, 'event', ids[0] ?? '', 'id').body,
  ),
  endpoint(
    'GET',
    '/v1/events',
    {
      ...paging,
      created,
      type: text(),
      types: list(text(), { most: 20 }),
      delivery_success: boolean,
    } satisfies TableFor<Stripe.EventListParams>,
    ({ world, params }) => {
      // Stripe lists events of the last 30 days.
      const oldest = Math.floor(world.clock.now() / 1000) - thirtyDays;
      return listPage(world, '/v1/events', params, {
        kind: 'event',
        created: { ...params.created, gte: Math.max(params.created?.gte ?? 0, oldest) },
        where: { type: params.type },
        types: params.types,
        isDelivered: params.delivery_success,
      });
    },
  ),
];
