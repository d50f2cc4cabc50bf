import type { Stripe } from 'stripe';
import { expect, test } from 'vitest';
import { clientOf, openSandbox, refusal, secretKey, sessionParams } from './test-sandbox.ts';

type Params = Stripe.Checkout.SessionCreateParams;
const line = (changes: object = {}, data: object = {}) => ({
  quantity: 1,
  price_data: { currency: 'azn', unit_amount: 500, product_data: { name: 'Adult' }, ...data },
  ...changes,
});

test.each<[string, object, { code?: string; param: string }]>([
  ['an unknown parameter', { colour: 'red' }, { code: 'parameter_unknown', param: 'colour' }],
  [
    'an unknown one deep inside',
    { line_items: [line({}, { colour: 'red' })] },
    { code: 'parameter_unknown', param: 'line_items[0][price_data][colour]' },
  ],
  ['no lines', { line_items: undefined }, { code: 'parameter_missing', param: 'line_items' }],
  ['no success_url', { success_url: undefined }, { code: 'parameter_missing', param: 'success_url' }],
  ['an empty one', { success_url: '' }, { code: 'parameter_invalid_empty', param: 'success_url' }],
  ['no name', { line_items: [line({}, { product_data: {} })] }, { param: 'line_items[0][price_data][product_data]' }],
  [
    'a quantity of half',
    { line_items: [line({ quantity: 0.5 })] },
    { code: 'parameter_invalid_integer', param: 'line_items[0][quantity]' },
  ],
  [
    'a quantity of none',
    { line_items: [line({ quantity: 0 })] },
    { code: 'parameter_invalid_integer', param: 'line_items[0][quantity]' },
  ],
  [
    'a price below nothing',
    { line_items: [line({}, { unit_amount: -1 })] },
    { code: 'parameter_invalid_integer', param: 'line_items[0][price_data][unit_amount]' },
  ],
  [
    'a price in words',
    { line_items: [line({}, { unit_amount: 'five' })] },
    { code: 'parameter_invalid_integer', param: 'line_items[0][price_data][unit_amount]' },
  ],
  [
    'a currency that is none',
    { line_items: [line({}, { currency: 'xyz' })] },
    { param: 'line_items[0][price_data][currency]' },
  ],
  ['lines that are a text', { line_items: 'many' }, { param: 'line_items' }],
  ['an address that is none', { success_url: 'javascript:alert(1)' }, { code: 'url_invalid', param: 'success_url' }],
  ['a relative address', { cancel_url: '/back' }, { code: 'url_invalid', param: 'cancel_url' }],
  ['an e-mail that is none', { customer_email: 'leyla' }, { code: 'email_invalid', param: 'customer_email' }],
  ['a language Checkout does not speak', { locale: 'az' }, { param: 'locale' }],
  ['a mode that does not exist', { mode: 'gift' }, { param: 'mode' }],
  [
    'a method that is no card',
    { payment_method_types: ['cash'] },
    { param: expect.stringContaining('payment_method_types') },
  ],
  ['an expiry in words', { expires_at: 'soon' }, { code: 'parameter_invalid_integer', param: 'expires_at' }],
  ['a reference too long', { client_reference_id: 'x'.repeat(201) }, { param: 'client_reference_id' }],
  ['metadata too long', { metadata: { note: 'x'.repeat(501) } }, { param: 'metadata[note]' }],
  ['metadata in a text', { metadata: 'note' }, { param: 'metadata' }],
])('refuses %s', async (_, changes, expected) => {
  const { stripe } = await openSandbox();
  const error = await refusal(stripe.checkout.sessions.create({ ...sessionParams(), ...changes } as Params));
  expect(error).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError', ...expected });
  expect((await stripe.checkout.sessions.list()).data).toEqual([]);
});

test('refuses a total below the least charge', async () => {
  const { stripe } = await openSandbox();
  const cheap = stripe.checkout.sessions.create(sessionParams({ line_items: [line({}, { unit_amount: 10 })] }));
  expect(await refusal(cheap)).toMatchObject({ statusCode: 400, code: 'amount_too_small' });
});

test('refuses two currencies in one session', async () => {
  const { stripe } = await openSandbox();
  const mixed = sessionParams({ line_items: [line(), line({}, { currency: 'usd' })] });
  expect((await refusal(stripe.checkout.sessions.create(mixed))).statusCode).toBe(400);
});

test('a wrong key, or none, is 401', async () => {
  const sandbox = await openSandbox();
  const stranger = clientOf(sandbox, 'sk_test_of_somebody_else');
  const error = await refusal(stranger.checkout.sessions.list());
  expect(error).toMatchObject({ statusCode: 401, type: 'StripeAuthenticationError' });
  expect(error.message).not.toContain('sk_test_of_somebody_else');
  expect((await fetch(`${sandbox.url}/v1/events`)).status).toBe(401);
  const basic = { authorization: `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}` };
  expect((await fetch(`${sandbox.url}/v1/events`, { headers: basic })).status).toBe(200);
});

test('what does not exist is 404 with resource_missing', async () => {
  const { stripe } = await openSandbox();
  const missing = { statusCode: 404, type: 'StripeInvalidRequestError', code: 'resource_missing' };
  expect(await refusal(stripe.checkout.sessions.retrieve('cs_test_none'))).toMatchObject(missing);
  expect(await refusal(stripe.checkout.sessions.expire('cs_test_none'))).toMatchObject(missing);
  expect(await refusal(stripe.checkout.sessions.listLineItems('cs_test_none'))).toMatchObject(missing);
  expect(await refusal(stripe.paymentIntents.retrieve('pi_none'))).toMatchObject(missing);
  expect(await refusal(stripe.charges.retrieve('ch_none'))).toMatchObject(missing);
  expect(await refusal(stripe.refunds.retrieve('re_none'))).toMatchObject(missing);
  expect(await refusal(stripe.balanceTransactions.retrieve('txn_none'))).toMatchObject(missing);
  expect(await refusal(stripe.events.retrieve('evt_none'))).toMatchObject(missing);
  expect((await refusal(stripe.customers.list())).statusCode).toBe(404);
});

test('pages: a limit out of range, a place that does not exist, and two places at once', async () => {
  const { stripe } = await openSandbox();
  expect(await refusal(stripe.refunds.list({ limit: 101 }))).toMatchObject({ statusCode: 400, param: 'limit' });
  expect(await refusal(stripe.refunds.list({ starting_after: 're_none' }))).toMatchObject({ param: 'starting_after' });
  const both = stripe.refunds.list({ starting_after: 're_1', ending_before: 're_2' });
  expect((await refusal(both)).statusCode).toBe(400);
});

test.each([
  '__proto__=1',
  '__proto__[x]=1',
  'a[b=1',
  'a=1&a[b]=2',
  `x=${'y'.repeat(1_200_000)}`,
  '%',
  'line_items[0][0][0][0][0][0][0][0][0][0]=1',
])('a malformed body is a clear refusal and nothing else', async (body) => {
  const { url } = await openSandbox();
  const answer = await fetch(`${url}/v1/checkout/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
});
