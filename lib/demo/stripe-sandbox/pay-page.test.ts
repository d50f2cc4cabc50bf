import type { Stripe } from 'stripe';
import { expect, test } from 'vitest';
import { cardForm, nowSeconds, openSandbox, post, sessionParams } from './test-sandbox.ts';

async function openPage(changes: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const sandbox = await openSandbox();
  const session = await sandbox.stripe.checkout.sessions.create(sessionParams(changes));
  const read = () => sandbox.stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
  const charges = async () => (await sandbox.stripe.charges.list({ limit: 100 })).data;
  return { ...sandbox, session, address: session.url ?? '', read, charges };
}
const successUrl = (id: string) => `http://localhost:3000/az/return?session=${id}`;

test('shows what is paid for, in the language of the shop, and leads back', async () => {
  const { address } = await openPage();
  const response = await fetch(address, { headers: { 'accept-language': 'ru' } });
  const html = await response.text();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(html).toContain('<html lang="az">');
  expect(html).toMatch(/2 × Adult[\s\S]*10,00[\s\S]*1 × Pupil[\s\S]*2,00[\s\S]*12,00/);
  expect(html).toContain('href="http://localhost:3000/az/leave"');
  expect(html).not.toMatch(/<script|src="http/);
});

test('a card that pays leads to the success address, and the session is complete', async () => {
  const { address, session, read } = await openPage();
  const answer = await post(address, cardForm);
  expect(answer).toMatchObject({ status: 303, location: successUrl(session.id) });
  expect(await read()).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    url: null,
    customer_details: { email: 'leyla@example.az', name: 'Leyla Əliyeva' },
    payment_intent: { status: 'succeeded', amount_received: 1200 },
  });
});

test('a double press, and twenty at once, charge once and all lead to the shop', async () => {
  const { address, session, charges } = await openPage();
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(address, cardForm)));
  answers.push(await post(address, cardForm));
  expect(new Set(answers.map(({ status, location }) => `${status} ${location}`))).toEqual(
    new Set([`303 ${successUrl(session.id)}`]),
  );
  expect(await charges()).toHaveLength(1);
});

test.each([
  ['4000000000000002', 'card_declined', 'generic_decline'],
  ['4000000000009995', 'card_declined', 'insufficient_funds'],
  ['4000000000009987', 'card_declined', 'lost_card'],
  ['4111111111111111', 'card_declined', 'test_mode_live_card'],
  ['4000000000000069', 'expired_card', undefined],
  ['4000000000000127', 'incorrect_cvc', undefined],
  ['4000000000000119', 'processing_error', undefined],
])('the card %s is refused with %s %s; what was typed stays, and another card pays', async (number, code, decline) => {
  const { address, session, read, charges } = await openPage();
  const answer = await post(address, { ...cardForm, number });
  expect(answer.status).toBe(402);
  expect(answer.html).toContain('role="alert"');
  expect(answer.html).toContain('value="leyla@example.az"');
  const refused = await read();
  const error = (refused.payment_intent as Stripe.PaymentIntent).last_payment_error;
  expect(refused).toMatchObject({ status: 'open', payment_status: 'unpaid' });
  expect(error).toMatchObject({ type: 'card_error', code });
  expect(error?.decline_code).toBe(decline);
  expect((await post(address, cardForm)).location).toBe(successUrl(session.id));
  expect((await read()).payment_intent).toMatchObject({ status: 'succeeded', last_payment_error: null });
  expect((await charges()).map(({ paid }) => paid)).toEqual([true, false]);
});

test('wrong fields are named, nothing is charged and nothing typed is lost', async () => {
  const { address, charges } = await openPage({ locale: 'en' });
  const answer = await post(address, { ...cardForm, number: '4242424242424241', expiry: '01/20', email: '' });
  expect(answer.status).toBe(422);
  expect(answer.html).toContain('<a href="#number">This is not a card number. Check the digits.</a>');
  expect(answer.html).toContain('<a href="#expiry">This card has expired. Use another card.</a>');
  expect(answer.html).toContain('<a href="#email">Enter your e-mail address.</a>');
  expect(answer.html).toContain('value="Leyla Əliyeva"');
  expect(await charges()).toEqual([]);
});

test('a test card that is tapped is filled in', async () => {
  const { address, charges } = await openPage();
  const answer = await post(address, { ...cardForm, number: '', fill: 'declined' });
  expect(answer.status).toBe(200);
  expect(answer.html).toContain('value="4000 0000 0000 0002"');
  expect(answer.html).toContain('value="leyla@example.az"');
  expect(await charges()).toEqual([]);
});

test.each(['4000000000003220', '4000002500003155'])('the card %s asks the bank: accepted, it pays', async (number) => {
  const { address, session, read } = await openPage();
  const asked = await post(address, { ...cardForm, number });
  expect(asked.status).toBe(303);
  const bank = new URL(asked.location ?? '', address).href;
  expect((await read()).payment_intent).toMatchObject({ status: 'requires_action' });
  expect(await (await fetch(bank)).text()).toContain(number.slice(-4));
  expect(await post(bank, { answer: 'accept' })).toMatchObject({ status: 303, location: successUrl(session.id) });
  expect(await read()).toMatchObject({ payment_status: 'paid', payment_intent: { next_action: null } });
  expect((await post(bank, { answer: 'accept' })).location).toBe(successUrl(session.id));
});

test('refused at the bank, nothing is charged and another card pays', async () => {
  const { address, session, read, charges } = await openPage({ locale: 'en' });
  const asked = await post(address, { ...cardForm, number: '4000000000003220' });
  const refused = await post(new URL(asked.location ?? '', address).href, { answer: 'refuse' });
  expect(refused.status).toBe(402);
  expect(refused.html).toContain('The payment was not confirmed with the bank.');
  expect(await read()).toMatchObject({
    status: 'open',
    payment_intent: {
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    },
  });
  expect(await charges()).toEqual([]);
  expect((await post(address, cardForm)).location).toBe(successUrl(session.id));
});

test('a paid, an expired and an unknown page each say what they are', async () => {
  const { address, session, stripe, url, clock, charges } = await openPage({
    locale: 'en',
    expires_at: nowSeconds + 1800,
  });
  const other = await stripe.checkout.sessions.create(sessionParams({ locale: 'en', expires_at: nowSeconds + 1800 }));
  await post(address, cardForm);
  const paid = await fetch(address);
  const paidPage = await paid.text();
  expect(paid.status).toBe(200);
  expect(paidPage).toContain('This is already paid');
  expect(paidPage).toContain(`href="${successUrl(session.id)}"`);
  await clock.advance(1_800_000);
  const expired = await fetch(other.url ?? '');
  expect(expired.status).toBe(410);
  expect(await expired.text()).toContain('This payment page is no longer valid');
  expect((await post(other.url ?? '', cardForm)).status).toBe(410);
  expect(await charges()).toHaveLength(1);
  const unknown = await fetch(`${url}/c/pay/cs_test_unknown`, { headers: { 'accept-language': 'ru' } });
  expect(unknown.status).toBe(404);
  expect(await unknown.text()).toContain('Такой страницы оплаты нет');
});

test('the address that the shop knows cannot be changed', async () => {
  const { address, read } = await openPage({ customer_email: 'shop@example.az' });
  expect(await (await fetch(address)).text()).toMatch(/value="shop@example.az"[^>]*readonly/);
  await post(address, { ...cardForm, email: 'other@example.az' });
  expect((await read()).customer_details?.email).toBe('shop@example.az');
});
