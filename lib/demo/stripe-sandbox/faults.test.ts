import { expect, test } from 'vitest';
import type { Faults } from './faults.ts';
import {
  cardForm,
  clientOf,
  control,
  openEndpoint,
  openSandbox,
  paidCharge,
  post,
  refusal,
  secretKey,
  sessionParams,
} from './test-sandbox.ts';

const hour = 3_600_000;
const form =
  'mode=payment&success_url=http://localhost/&line_items[0][quantity]=1&line_items[0][price_data][currency]=azn&line_items[0][price_data][unit_amount]=500&line_items[0][price_data][product_data][name]=Adult';
const types = ['charge.succeeded', 'checkout.session.completed', 'payment_intent.created', 'payment_intent.succeeded'];

async function withEndpoint(faults: Partial<Faults>) {
  const endpoint = await openEndpoint();
  const sandbox = await openSandbox({ webhookUrl: endpoint.url });
  sandbox.faults.set(faults);
  return { ...sandbox, endpoint };
}

test('dropped: no webhook ever comes, and the events stay undelivered', async () => {
  const { endpoint, ...sandbox } = await withEndpoint({ webhookDropped: 1 });
  await paidCharge(sandbox);
  await sandbox.clock.advance(96 * hour);
  expect(endpoint.deliveries).toEqual([]);
  expect((await sandbox.stripe.events.list({ delivery_success: false })).data).toHaveLength(4);
});

test('doubled: each comes two to five times', async () => {
  const { endpoint, ...sandbox } = await withEndpoint({ webhookDoubled: 1 });
  await paidCharge(sandbox);
  await sandbox.clock.advance(hour);
  const times = Object.values(Object.groupBy(endpoint.deliveries, ({ event }) => event.id)).map((one) => one?.length);
  expect(times).toHaveLength(4);
  for (const count of times) expect(count).toSatisfy((value: number) => value >= 2 && value <= 5);
});

test('delayed: they come within 72 hours, each at its own time', async () => {
  const { endpoint, ...sandbox } = await withEndpoint({ webhookDelayed: 1 });
  await paidCharge(sandbox);
  await sandbox.settled();
  expect(endpoint.deliveries).toEqual([]);
  await sandbox.clock.advance(72 * hour);
  expect(endpoint.types().toSorted()).toEqual(types);
});

test('reordered: some row of chances brings them in another order than they were made', async () => {
  const orders = new Set<string>();
  for (const seed of [1, 2, 3, 4, 5]) {
    const { endpoint, ...sandbox } = await withEndpoint({ webhookReordered: 1 });
    sandbox.faults.seed(seed);
    await paidCharge(sandbox);
    await sandbox.clock.advance(hour);
    expect(endpoint.types().toSorted()).toEqual(types);
    orders.add(endpoint.types().join());
  }
  expect(orders.size).toBeGreaterThan(1);
});

test('an answer is lost after the object was made: the same key finds it', async () => {
  const sandbox = await openSandbox();
  const { stripe } = sandbox;
  sandbox.faults.set({ answerLost: 1 });
  const lost = fetch(`${sandbox.url}/v1/checkout/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'idempotency-key': 'co:1' },
    body: form,
  });
  await expect(lost).rejects.toThrow('fetch failed');
  sandbox.faults.clear();
  const made = (await stripe.checkout.sessions.list()).data;
  expect(made).toHaveLength(1);
  const found = await fetch(`${sandbox.url}/v1/checkout/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'idempotency-key': 'co:1' },
    body: form,
  });
  expect(found.headers.get('idempotent-replayed')).toBe('true');
  expect((await found.json()).id).toBe(made[0]?.id);
});

test.each([
  ['nothing was made', { serverError: 1 }, 0],
  ['the object was made', { serverErrorAfterChange: 1 }, 1],
])('a 500 (%s) is repeated for its key for ever', async (_, faults, count) => {
  const sandbox = await openSandbox();
  const { stripe } = sandbox;
  sandbox.faults.set(faults);
  const create = () => stripe.checkout.sessions.create(sessionParams(), { idempotencyKey: 'co:1' });
  expect(await refusal(create())).toMatchObject({ statusCode: 500, type: 'StripeAPIError' });
  sandbox.faults.clear();
  expect(await refusal(create())).toMatchObject({ statusCode: 500 });
  expect((await stripe.checkout.sessions.list()).data).toHaveLength(count);
  expect((await stripe.checkout.sessions.create(sessionParams(), { idempotencyKey: 'co:2' })).status).toBe('open');
});

test('429 above a rate, until the second is over', async () => {
  const sandbox = await openSandbox();
  const { stripe, clock } = sandbox;
  sandbox.faults.set({ requestsPerSecondMost: 2 });
  await stripe.checkout.sessions.list();
  await stripe.checkout.sessions.list();
  expect(await refusal(stripe.checkout.sessions.list())).toMatchObject({
    statusCode: 429,
    type: 'StripeRateLimitError',
    code: 'rate_limit',
  });
  await clock.advance(1000);
  expect((await stripe.checkout.sessions.list()).data).toEqual([]);
});

test('a payment without an event: the money is there, nobody says so', async () => {
  const { endpoint, ...sandbox } = await withEndpoint({ paymentWithoutEvent: 1 });
  const { charge } = await paidCharge(sandbox);
  await sandbox.clock.advance(96 * hour);
  expect(charge.paid).toBe(true);
  expect(endpoint.types()).not.toContain('charge.succeeded');
  expect((await sandbox.stripe.events.list({ type: 'checkout.session.completed' })).data).toEqual([]);
});

test.each([
  ['succeeds', { refundPending: 1 }, 'succeeded', 1200],
  ['fails', { refundPending: 1, refundFails: 1 }, 'failed', 0],
])('a refund stays pending and later %s', async (_, faults, status, refunded) => {
  const sandbox = await openSandbox();
  sandbox.faults.set({ ...faults, refundPendingMs: 5 * hour });
  const { charge } = await paidCharge(sandbox);
  const refund = await sandbox.stripe.refunds.create({ charge: charge.id });
  expect(refund.status).toBe('pending');
  await sandbox.clock.advance(5 * hour - 1000);
  expect((await sandbox.stripe.refunds.retrieve(refund.id)).status).toBe('pending');
  await sandbox.clock.advance(1000);
  expect((await sandbox.stripe.refunds.retrieve(refund.id)).status).toBe(status);
  expect((await sandbox.stripe.charges.retrieve(charge.id)).amount_refunded).toBe(refunded);
});

test('a payment is disputed later', async () => {
  const sandbox = await openSandbox();
  sandbox.faults.set({ paymentDisputed: 1, disputeAfterMs: hour });
  const { charge } = await paidCharge(sandbox);
  await sandbox.clock.advance(hour);
  expect((await sandbox.stripe.charges.retrieve(charge.id)).disputed).toBe(true);
});

test('the same seed gives the same faults', async () => {
  const runs: number[][] = [];
  for (const seed of [7, 7, 8]) {
    const sandbox = await openSandbox();
    sandbox.faults.set({ serverError: 0.5 });
    sandbox.faults.seed(seed);
    const statuses: number[] = [];
    for (let index = 0; index < 12; index += 1) {
      const answer = await fetch(`${sandbox.url}/v1/refunds`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secretKey}`, 'idempotency-key': `k${index}` },
        body: 'charge=ch_none',
      });
      statuses.push(answer.status);
    }
    runs.push(statuses);
  }
  expect(runs[0]).toEqual(runs[1]);
  expect(runs[0]).not.toEqual(runs[2]);
  expect(new Set(runs[0])).toEqual(new Set([404, 500]));
});

test('the SDK with its two retries gets through a lost answer by itself', async () => {
  const sandbox = await openSandbox();
  sandbox.faults.set({ answerLost: 0.4 });
  const patient = clientOf(sandbox, secretKey, 6);
  for (let index = 0; index < 5; index += 1) {
    await patient.checkout.sessions.create(sessionParams(), { idempotencyKey: `co:${index}` });
  }
  expect((await sandbox.stripe.checkout.sessions.list()).data).toHaveLength(5);
});

test('faults are set from outside, and nonsense is refused', async () => {
  const sandbox = await openSandbox();
  expect(await control(sandbox, 'faults', { webhookDropped: 0.5 })).toMatchObject({ body: { webhookDropped: 0.5 } });
  expect(sandbox.faults.current().webhookDropped).toBe(0.5);
  expect((await control(sandbox, 'faults', { webhookDropped: 2 })).status).toBe(400);
  expect((await control(sandbox, 'faults', { moonDropped: 1 })).status).toBe(400);
  expect((await control(sandbox, 'nonsense')).status).toBe(404);
  await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'DELETE' });
  expect(sandbox.faults.current().webhookDropped).toBe(0);
});

test('a web page from elsewhere cannot use the controls', async () => {
  const { url } = await openSandbox();
  const answer = await fetch(`${url}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site' },
    body: '{"webhookDropped": 1}',
  });
  expect(answer.status).toBeGreaterThanOrEqual(400);
});

test('what a payment page needs is not disturbed by faults of the API', async () => {
  const sandbox = await openSandbox();
  const session = await sandbox.stripe.checkout.sessions.create(sessionParams());
  sandbox.faults.set({ answerLost: 1, serverError: 1, requestsPerSecondMost: 1 });
  expect((await post(session.url ?? '', cardForm)).status).toBe(303);
});
