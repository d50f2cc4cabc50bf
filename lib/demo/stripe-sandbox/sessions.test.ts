import type { Stripe } from 'stripe';
import { expect, test } from 'vitest';
import { nowSeconds, openSandbox, paidCharge, post, refusal, sessionParams } from './test-sandbox.ts';

test('a session is made open and unpaid, without an intent until somebody pays', async () => {
  const { stripe, url } = await openSandbox();
  const session = await stripe.checkout.sessions.create(
    sessionParams({ customer_email: 'leyla@example.az', locale: 'ru', expires_at: nowSeconds + 1860 }),
  );
  expect(session).toMatchObject({
    object: 'checkout.session',
    amount_total: 1200,
    currency: 'azn',
    customer_email: 'leyla@example.az',
    client_reference_id: 'order-1',
    expires_at: nowSeconds + 1860,
    livemode: false,
    locale: 'ru',
    metadata: { order: 'order-1', locale: 'az' },
    mode: 'payment',
    payment_intent: null,
    payment_status: 'unpaid',
    status: 'open',
    ui_mode: 'hosted_page',
    url: `${url}/c/pay/${session.id}`,
  });
  expect(session.id).toMatch(/^cs_test_\w{58}$/);
  expect(session.lastResponse.requestId).toMatch(/^req_/);
  expect(session.lastResponse.apiVersion).toBe('2026-10-28.endive');
  expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ id: session.id, amount_total: 1200 });
});

test('its lines are listed page by page, and stand in it when they are asked for', async () => {
  const { stripe } = await openSandbox();
  const { id } = await stripe.checkout.sessions.create(sessionParams());
  const first = await stripe.checkout.sessions.listLineItems(id, { limit: 1 });
  expect(first).toMatchObject({ object: 'list', has_more: true });
  expect(first.data[0]).toMatchObject({ object: 'item', description: 'Adult', quantity: 2, amount_total: 1000 });
  const rest = await stripe.checkout.sessions.listLineItems(id, { starting_after: first.data[0]?.id });
  expect(rest.data.map(({ description }) => description)).toEqual(['Pupil']);
  const whole = await stripe.checkout.sessions.retrieve(id, { expand: ['line_items'] });
  expect(whole.line_items?.data).toHaveLength(2);
});

test('what is an id comes whole when it is expanded, however deep', async () => {
  const sandbox = await openSandbox();
  const { session } = await paidCharge(sandbox);
  const deep = await sandbox.stripe.checkout.sessions.retrieve(session.id, {
    expand: ['payment_intent.latest_charge.balance_transaction'],
  });
  const charge = (deep.payment_intent as Stripe.PaymentIntent).latest_charge as Stripe.Charge;
  expect(charge.balance_transaction).toMatchObject({ object: 'balance_transaction', amount: 1200, source: charge.id });
  expect((await sandbox.stripe.checkout.sessions.retrieve(session.id)).payment_intent).toMatch(/^pi_/);
  const listed = await sandbox.stripe.checkout.sessions.list({ expand: ['data.payment_intent'] });
  expect(listed.data[0]?.payment_intent).toMatchObject({ object: 'payment_intent', status: 'succeeded' });
  expect(await refusal(sandbox.stripe.checkout.sessions.retrieve(session.id, { expand: ['locale'] }))).toMatchObject({
    statusCode: 400,
    type: 'StripeInvalidRequestError',
  });
});

test('sessions are listed newest first, both ways, filtered, and by the SDK to the end', async () => {
  const sandbox = await openSandbox();
  const { stripe, clock } = sandbox;
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    ids.unshift((await stripe.checkout.sessions.create(sessionParams())).id);
    await clock.advance(1000);
  }
  const list = (params: Stripe.Checkout.SessionListParams) => stripe.checkout.sessions.list(params);
  const idsOf = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id);
  const first = await list({ limit: 2 });
  expect(idsOf(first)).toEqual(ids.slice(0, 2));
  expect(first).toMatchObject({ has_more: true, url: '/v1/checkout/sessions' });
  expect(idsOf(await list({ limit: 2, starting_after: ids[1] }))).toEqual(ids.slice(2, 4));
  const newer = await list({ limit: 2, ending_before: ids[3] });
  expect(idsOf(newer)).toEqual(ids.slice(1, 3));
  expect(newer.has_more).toBe(true);
  const all = await stripe.checkout.sessions.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
  expect(idsOf({ data: all })).toEqual(ids);
  expect(idsOf(await list({ created: { gte: nowSeconds + 3 } }))).toEqual(ids.slice(0, 2));
  expect(idsOf(await list({ created: { gt: nowSeconds, lt: nowSeconds + 2 } }))).toEqual([ids[3]]);
  await stripe.checkout.sessions.expire(ids[4] ?? '');
  expect(idsOf(await list({ status: 'expired' }))).toEqual([ids[4]]);
  const { session, intent } = await paidCharge(sandbox);
  expect(idsOf(await list({ payment_intent: intent.id }))).toEqual([session.id]);
});

test('a session is expired once, and only while it is open', async () => {
  const { stripe } = await openSandbox();
  const { id } = await stripe.checkout.sessions.create(sessionParams());
  expect(await stripe.checkout.sessions.expire(id)).toMatchObject({ status: 'expired', url: null });
  expect(await refusal(stripe.checkout.sessions.expire(id))).toMatchObject({
    statusCode: 400,
    type: 'StripeInvalidRequestError',
    message: expect.stringContaining('expired'),
  });
});

test('a session runs out by itself, and its intent is cancelled', async () => {
  const { stripe, clock } = await openSandbox();
  const session = await stripe.checkout.sessions.create(sessionParams({ expires_at: nowSeconds + 1800 }));
  await post(session.url ?? '', {
    email: 'a@b.az',
    number: '4000000000000002',
    expiry: '12/34',
    cvc: '123',
    name: 'A',
  });
  await clock.advance(1_799_000);
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open');
  await clock.advance(1_000);
  const expired = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
  expect(expired).toMatchObject({ status: 'expired', payment_status: 'unpaid', url: null });
  expect(expired.payment_intent).toMatchObject({ status: 'canceled' });
});

test.each([
  [29 * 60, false],
  [30 * 60, true],
  [24 * 3600, true],
  [24 * 3600 + 1, false],
])('a session may last %i seconds: %s', async (duration, isAllowed) => {
  const { stripe } = await openSandbox();
  const making = stripe.checkout.sessions.create(sessionParams({ expires_at: nowSeconds + duration }));
  if (isAllowed) expect((await making).expires_at).toBe(nowSeconds + duration);
  else expect(await refusal(making)).toMatchObject({ statusCode: 400, param: 'expires_at' });
});
