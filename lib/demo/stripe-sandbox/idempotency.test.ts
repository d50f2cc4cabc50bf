import { expect, test } from 'vitest';
import { clientOf, control, openSandbox, paidCharge, refusal, secretKey, sessionParams } from './test-sandbox.ts';

const hour = 3_600_000;

test('the same key and parameters: the same answer, marked as replayed', async () => {
  const { stripe, clock } = await openSandbox();
  const first = await stripe.checkout.sessions.create(sessionParams(), { idempotencyKey: 'co:1' });
  await clock.advance(23 * hour);
  const again = await stripe.checkout.sessions.create(sessionParams(), { idempotencyKey: 'co:1' });
  expect(again.id).toBe(first.id);
  expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  expect(again.lastResponse.headers).toMatchObject({
    'idempotent-replayed': 'true',
    'idempotency-key': 'co:1',
    'original-request': first.lastResponse.requestId,
  });
  expect((await stripe.checkout.sessions.list()).data).toHaveLength(1);
});

test('a key is forgotten after 24 hours: a second object is made', async () => {
  const { stripe, clock } = await openSandbox();
  const first = await stripe.checkout.sessions.create(sessionParams(), { idempotencyKey: 'co:1' });
  await clock.advance(24 * hour + 1);
  expect((await stripe.checkout.sessions.create(sessionParams(), { idempotencyKey: 'co:1' })).id).not.toBe(first.id);
});

test('the same key with other parameters is refused', async () => {
  const { stripe } = await openSandbox();
  await stripe.checkout.sessions.create(sessionParams(), { idempotencyKey: 'co:1' });
  const other = stripe.checkout.sessions.create(sessionParams({ locale: 'en' }), { idempotencyKey: 'co:1' });
  expect(await refusal(other)).toMatchObject({ statusCode: 400, type: 'StripeIdempotencyError' });
});

test('the same key at another address is refused', async () => {
  const sandbox = await openSandbox();
  const { charge } = await paidCharge(sandbox);
  await sandbox.stripe.refunds.create({ charge: charge.id, amount: 100 }, { idempotencyKey: 'k' });
  const elsewhere = sandbox.stripe.checkout.sessions.create(sessionParams(), { idempotencyKey: 'k' });
  expect(await refusal(elsewhere)).toMatchObject({ statusCode: 400 });
});

test('parameters that were wrong do not use the key up', async () => {
  const { stripe } = await openSandbox();
  await refusal(stripe.checkout.sessions.create(sessionParams({ locale: 'xx' as 'en' }), { idempotencyKey: 'co:1' }));
  expect((await stripe.checkout.sessions.create(sessionParams(), { idempotencyKey: 'co:1' })).status).toBe('open');
});

test('a key in use is 409, and the SDK that waits gets the same object', async () => {
  const sandbox = await openSandbox();
  await control(sandbox, 'faults', { answerDelayMs: 300 });
  const create = (retries: number) =>
    clientOf(sandbox, secretKey, retries).checkout.sessions.create(sessionParams(), { idempotencyKey: 'co:1' });
  const [first, second] = await Promise.all([refusalOrId(create(0)), refusalOrId(create(0))]);
  const answers = [first, second];
  expect(answers.filter((answer) => answer === 409)).toHaveLength(1);
  const [one, two] = await Promise.all([create(5), create(5)]);
  expect(one.id).toBe(two.id);
  expect((await sandbox.stripe.checkout.sessions.list()).data).toHaveLength(1);
});

test('fifty requests with one key make one refund', async () => {
  const sandbox = await openSandbox();
  const { charge } = await paidCharge(sandbox);
  const refunds = await Promise.all(
    Array.from({ length: 50 }, () =>
      sandbox.stripe.refunds.create(
        { charge: charge.id, amount: 100 },
        { idempotencyKey: 'rf:1', maxNetworkRetries: 3 },
      ),
    ),
  );
  expect(new Set(refunds.map(({ id }) => id)).size).toBe(1);
  expect((await sandbox.stripe.charges.retrieve(charge.id)).amount_refunded).toBe(100);
});

async function refusalOrId(work: Promise<{ id: string }>): Promise<string | number> {
  try {
    return (await work).id;
  } catch (error) {
    return (error as { statusCode: number }).statusCode;
  }
}
