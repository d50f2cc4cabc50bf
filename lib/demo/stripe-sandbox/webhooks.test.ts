import { Stripe } from 'stripe';
import { expect, onTestFinished, test } from 'vitest';
import { startStripeSandbox } from './server.ts';
import {
  clientOf,
  control,
  nowSeconds,
  openEndpoint,
  openSandbox,
  paidCharge,
  secretKey,
  sessionParams,
  webhookSecret,
} from './test-sandbox.ts';

const hour = 3_600_000;

test('a payment is told by signed events that hold the objects as they were', async () => {
  const endpoint = await openEndpoint();
  const sandbox = await openSandbox({ webhookUrl: endpoint.url });
  const { session, intent, charge } = await paidCharge(sandbox);
  await sandbox.settled();
  expect(endpoint.types().toSorted()).toEqual([
    'charge.succeeded',
    'checkout.session.completed',
    'payment_intent.created',
    'payment_intent.succeeded',
  ]);
  const completed = endpoint.deliveries.find(({ event }) => event.type === 'checkout.session.completed');
  expect(completed?.event).toMatchObject({
    object: 'event',
    api_version: '2026-10-28.endive',
    livemode: false,
    data: { object: { id: session.id, status: 'complete', payment_status: 'paid', payment_intent: intent.id } },
  });
  expect(completed?.signature).toMatch(/^t=\d{10},v1=[0-9a-f]{64}$/);
  const forged = completed?.body.replace(charge.id, 'ch_forged').replace('1200', '1') ?? '';
  expect(() =>
    Stripe.webhooks.constructEvent(
      forged,
      completed?.signature ?? '',
      webhookSecret,
      300,
      undefined,
      nowSeconds * 1000,
    ),
  ).toThrow(Stripe.errors.StripeSignatureVerificationError);
  const { data } = await sandbox.stripe.events.list();
  expect(data).toHaveLength(4);
  expect(data.every(({ pending_webhooks }) => pending_webhooks === 0)).toBe(true);
});

test('every kind of thing that happens has its event', async () => {
  const endpoint = await openEndpoint();
  const sandbox = await openSandbox({ webhookUrl: endpoint.url });
  const { stripe, clock } = sandbox;
  const { id } = await stripe.checkout.sessions.create(sessionParams());
  await control(sandbox, 'pay', { session: id, number: '4000000000000002' });
  await stripe.checkout.sessions.expire(id);
  const asked = await stripe.checkout.sessions.create(sessionParams());
  await control(sandbox, 'pay', { session: asked.id, number: '4000000000003220' });
  await control(sandbox, 'authenticate', { session: asked.id, accept: true });
  const failing = await paidCharge(sandbox, '4000000000005126');
  await stripe.refunds.create({ charge: failing.charge.id });
  const disputed = await paidCharge(sandbox, '4000000000000259');
  await clock.advance(72 * hour);
  const [dispute] = (await stripe.disputes.list({ charge: disputed.charge.id })).data;
  await control(sandbox, 'close-dispute', { dispute: dispute?.id, outcome: 'won' });
  await sandbox.settled();
  const told = new Set(endpoint.types());
  for (const type of [
    'payment_intent.created',
    'payment_intent.payment_failed',
    'payment_intent.canceled',
    'payment_intent.requires_action',
    'payment_intent.succeeded',
    'charge.failed',
    'charge.succeeded',
    'charge.refunded',
    'charge.refund.updated',
    'checkout.session.expired',
    'checkout.session.completed',
    'refund.created',
    'refund.updated',
    'refund.failed',
    'charge.dispute.created',
    'charge.dispute.funds_withdrawn',
    'charge.dispute.funds_reinstated',
    'charge.dispute.closed',
  ] as const) {
    expect(told).toContain(type);
  }
});

test('what the API did says which request it was', async () => {
  const sandbox = await openSandbox();
  const { charge } = await paidCharge(sandbox);
  const refund = await sandbox.stripe.refunds.create({ charge: charge.id }, { idempotencyKey: 'rf:1' });
  const [event] = (await sandbox.stripe.events.list({ type: 'refund.created' })).data;
  expect(event?.request).toEqual({ id: refund.lastResponse.requestId, idempotency_key: 'rf:1' });
  const [paid] = (await sandbox.stripe.events.list({ type: 'charge.succeeded' })).data;
  expect(paid?.request).toMatchObject({ idempotency_key: null });
});

test('an endpoint that refuses is tried again, later and later, for three days', async () => {
  const endpoint = await openEndpoint();
  endpoint.answer = 500;
  const sandbox = await openSandbox({ webhookUrl: endpoint.url });
  const { clock, stripe } = sandbox;
  const session = await stripe.checkout.sessions.create(sessionParams());
  await stripe.checkout.sessions.expire(session.id);
  await sandbox.settled();
  expect(endpoint.deliveries).toHaveLength(1);
  const undelivered = await stripe.events.list({ delivery_success: false });
  expect(undelivered.data.map(({ type, pending_webhooks }) => [type, pending_webhooks])).toEqual([
    ['checkout.session.expired', 1],
  ]);
  await clock.advance(hour);
  const afterAnHour = endpoint.deliveries.length;
  expect(afterAnHour).toBeGreaterThanOrEqual(3);
  expect(new Set(endpoint.deliveries.map(({ event }) => event.id)).size).toBe(1);
  endpoint.answer = 200;
  await clock.advance(72 * hour);
  expect(endpoint.deliveries).toHaveLength(afterAnHour + 1);
  expect((await stripe.events.list({ delivery_success: false })).data).toEqual([]);
  expect((await stripe.events.list({ delivery_success: true })).data[0]?.pending_webhooks).toBe(0);
});

test('an endpoint that never takes it is left alone in the end', async () => {
  const endpoint = await openEndpoint();
  endpoint.answer = 503;
  const sandbox = await openSandbox({ webhookUrl: endpoint.url });
  const session = await sandbox.stripe.checkout.sessions.create(sessionParams());
  await sandbox.stripe.checkout.sessions.expire(session.id);
  await sandbox.clock.advance(5 * 24 * hour);
  const tries = endpoint.deliveries.length;
  expect(tries).toBeGreaterThan(5);
  await sandbox.clock.advance(5 * 24 * hour);
  expect(endpoint.deliveries).toHaveLength(tries);
  expect((await sandbox.stripe.events.list({ delivery_success: false })).data).toHaveLength(1);
});

test('an endpoint that nobody answers at is the same as one that refuses', async () => {
  const sandbox = await openSandbox({ webhookUrl: 'http://127.0.0.1:9/hook' });
  const { session } = await paidCharge(sandbox);
  await sandbox.settled();
  expect(session.payment_status).toBe('paid');
  expect((await sandbox.stripe.events.list({ delivery_success: false })).data).toHaveLength(4);
});

test('events are listed for 30 days, by type and by time', async () => {
  const sandbox = await openSandbox();
  const { stripe, clock } = sandbox;
  await paidCharge(sandbox);
  await clock.advance(29 * 24 * hour);
  const types = ['charge.succeeded', 'payment_intent.succeeded'];
  const listed = await stripe.events.list({ types });
  expect(listed.data.map(({ type }) => type).toSorted()).toEqual(types);
  expect((await stripe.events.retrieve(listed.data[0]?.id ?? '')).id).toBe(listed.data[0]?.id);
  expect((await stripe.events.list({ created: { gt: nowSeconds } })).data).toEqual([]);
  await clock.advance(2 * 24 * hour);
  expect((await stripe.events.list()).data).toEqual([]);
});

test('on the real clock an event arrives by itself, fresh enough for the SDK as it comes', async () => {
  const endpoint = await openEndpoint();
  const sandbox = await startStripeSandbox({
    port: 0,
    file: ':memory:',
    secretKey,
    webhookUrl: endpoint.url,
    webhookSecret,
  });
  onTestFinished(() => sandbox.close());
  await paidCharge({ stripe: clientOf(sandbox) });
  await sandbox.settled();
  expect(endpoint.deliveries).toHaveLength(4);
  for (const { body, signature } of endpoint.deliveries) {
    expect(Stripe.webhooks.constructEvent(body, signature, webhookSecret).object).toBe('event');
  }
});
