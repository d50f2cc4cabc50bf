import { expect, test } from 'vitest';
import { cardForm, control, openSandbox, paidCharge, post, refusal, sessionParams } from './test-sandbox.ts';

test('a charge, its intent and its money on the balance', async () => {
  const sandbox = await openSandbox();
  const { stripe, clock } = sandbox;
  const { charge, intent } = await paidCharge(sandbox);
  expect(intent).toMatchObject({
    status: 'succeeded',
    amount: 1200,
    amount_received: 1200,
    metadata: { order: 'order-1' },
  });
  expect(charge).toMatchObject({
    status: 'succeeded',
    paid: true,
    amount: 1200,
    amount_refunded: 0,
    payment_intent: intent.id,
    billing_details: { email: 'leyla@example.az', name: 'Leyla Əliyeva' },
    payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242' } },
  });
  expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ id: charge.id });
  expect((await stripe.charges.list({ payment_intent: intent.id })).data).toHaveLength(1);
  expect((await stripe.paymentIntents.list()).data[0]?.id).toBe(intent.id);
  const [moved] = (await stripe.balanceTransactions.list({ source: charge.id })).data;
  expect(moved).toMatchObject({ type: 'charge', amount: 1200, currency: 'azn', status: 'pending' });
  expect((moved?.net ?? 0) + (moved?.fee ?? 0)).toBe(1200);
  expect((await stripe.balance.retrieve()).pending[0]).toMatchObject({ amount: moved?.net, currency: 'azn' });
  await clock.advance(3 * 86_400_000);
  expect((await stripe.balanceTransactions.retrieve(moved?.id ?? '')).status).toBe('available');
  expect((await stripe.balance.retrieve()).available[0]).toMatchObject({ amount: moved?.net, currency: 'azn' });
});

test('an intent of a session is cancelled with its session only', async () => {
  const sandbox = await openSandbox();
  const { intent } = await paidCharge(sandbox);
  expect(await refusal(sandbox.stripe.paymentIntents.cancel(intent.id))).toMatchObject({
    statusCode: 400,
    code: 'payment_intent_unexpected_state',
  });
  const session = await sandbox.stripe.checkout.sessions.create(sessionParams());
  await post(session.url ?? '', { ...cardForm, number: '4000000000000002' });
  const open = (await sandbox.stripe.checkout.sessions.retrieve(session.id)).payment_intent as string;
  expect((await refusal(sandbox.stripe.paymentIntents.cancel(open))).message).toMatch(/expire/i);
});

test('refunds in parts, never more than is left, and the ledger adds up', async () => {
  const sandbox = await openSandbox();
  const { stripe } = sandbox;
  const { charge, intent } = await paidCharge(sandbox);
  const part = await stripe.refunds.create({
    payment_intent: intent.id,
    amount: 500,
    reason: 'requested_by_customer',
    metadata: { refund: 'r1' },
  });
  expect(part).toMatchObject({ amount: 500, status: 'succeeded', charge: charge.id, metadata: { refund: 'r1' } });
  expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ amount_refunded: 500, refunded: false });
  expect(await refusal(stripe.refunds.create({ charge: charge.id, amount: 701 }))).toMatchObject({
    statusCode: 400,
    type: 'StripeInvalidRequestError',
    param: 'amount',
  });
  const rest = await stripe.refunds.create({ charge: charge.id });
  expect(rest.amount).toBe(700);
  expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ amount_refunded: 1200, refunded: true });
  expect(await refusal(stripe.refunds.create({ charge: charge.id }))).toMatchObject({
    code: 'charge_already_refunded',
  });
  expect((await stripe.refunds.list({ payment_intent: intent.id })).data.map(({ id }) => id)).toEqual([
    rest.id,
    part.id,
  ]);
  expect((await stripe.refunds.retrieve(part.id)).id).toBe(part.id);
  const moves = await stripe.balanceTransactions.list({ limit: 100 });
  expect(moves.data.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
});

test('nothing is refunded of what was not paid, nor without saying of what', async () => {
  const { stripe } = await openSandbox();
  const session = await stripe.checkout.sessions.create(sessionParams());
  await post(session.url ?? '', { ...cardForm, number: '4000000000000002' });
  const intent = (await stripe.checkout.sessions.retrieve(session.id)).payment_intent as string;
  expect((await refusal(stripe.refunds.create({ payment_intent: intent }))).statusCode).toBe(400);
  expect((await refusal(stripe.refunds.create({}))).statusCode).toBe(400);
  expect(await refusal(stripe.refunds.create({ charge: 'ch_3unknown' }))).toMatchObject({ code: 'resource_missing' });
  const [failed] = (await stripe.charges.list({ payment_intent: intent })).data;
  expect(failed).toMatchObject({ paid: false, status: 'failed' });
  expect((await refusal(stripe.refunds.create({ charge: failed?.id }))).statusCode).toBe(400);
});

test('a refund to the card 5126 succeeds and fails later: the money is back on the account', async () => {
  const sandbox = await openSandbox();
  const { stripe, clock } = sandbox;
  const { charge } = await paidCharge(sandbox, '4000000000005126');
  const refund = await stripe.refunds.create({ charge: charge.id });
  expect(refund.status).toBe('succeeded');
  await clock.advance(72 * 3_600_000);
  const failed = await stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] });
  expect(failed).toMatchObject({ status: 'failed', failure_reason: expect.any(String) });
  expect(failed.failure_balance_transaction).toMatchObject({ type: 'refund_failure', amount: 1200 });
  expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ amount_refunded: 0, refunded: false });
});

test('the card 0259 is disputed after it paid: no refund any more', async () => {
  const sandbox = await openSandbox();
  const { stripe, clock } = sandbox;
  const { charge } = await paidCharge(sandbox, '4000000000000259');
  await clock.advance(24 * 3_600_000);
  expect((await stripe.charges.retrieve(charge.id)).disputed).toBe(true);
  const [dispute] = (await stripe.disputes.list({ charge: charge.id })).data;
  expect(dispute).toMatchObject({ amount: 1200, status: 'needs_response', is_charge_refundable: false });
  expect(await refusal(stripe.refunds.create({ charge: charge.id }))).toMatchObject({ code: 'charge_disputed' });
  const closed = await control(sandbox, 'close-dispute', { dispute: dispute?.id, outcome: 'won' });
  expect(closed).toMatchObject({ status: 200, body: { status: 'won' } });
  expect((await control(sandbox, 'close-dispute', { dispute: dispute?.id, outcome: 'lost' })).status).toBe(400);
  const moves = await stripe.balanceTransactions.list({ type: 'adjustment' });
  expect(moves.data.map(({ amount }) => amount)).toEqual([1200, -1200]);
});

test('refunds and disputes may be made beside the API, as in the dashboard', async () => {
  const sandbox = await openSandbox();
  const { charge } = await paidCharge(sandbox);
  expect(await control(sandbox, 'refund', { charge: charge.id, amount: 200 })).toMatchObject({ body: { amount: 200 } });
  expect(await control(sandbox, 'dispute', { charge: charge.id })).toMatchObject({ body: { amount: 1000 } });
  expect((await control(sandbox, 'refund', { charge: charge.id })).status).toBe(400);
});

test.each([
  ['jpy', 1200],
  ['kwd', 12_000],
  ['usd', 1200],
])('%s is charged and refunded to the last minor unit', async (currency, total) => {
  const sandbox = await openSandbox();
  const line = { quantity: 1, price_data: { currency, unit_amount: total, product_data: { name: 'Adult' } } };
  const session = await sandbox.stripe.checkout.sessions.create(sessionParams({ line_items: [line] }));
  expect(await control(sandbox, 'pay', { session: session.id, number: '4242424242424242' })).toMatchObject({
    body: { state: 'paid' },
  });
  const { payment_intent } = await sandbox.stripe.checkout.sessions.retrieve(session.id);
  const refund = await sandbox.stripe.refunds.create({ payment_intent: String(payment_intent) });
  expect(refund).toMatchObject({ amount: total, currency });
});
