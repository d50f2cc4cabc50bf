import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Stripe } from 'stripe';
import { onTestFinished } from 'vitest';
import { virtualClock } from './clock.ts';
import { type StripeSandbox, startStripeSandbox } from './server.ts';

export const secretKey = 'sk_test_of_the_tests';
export const webhookSecret = 'whsec_of_the_tests';
export const startAt = Date.UTC(2026, 10, 24, 6, 0, 0);
export const nowSeconds = startAt / 1000;

/** A sandbox with a clock that stands at `startAt`, and the real SDK pointed at it. Closed when the test is over. */
export async function openSandbox(given: { file?: string; webhookUrl?: string | null } = {}) {
  const clock = virtualClock(startAt);
  const sandbox = await startStripeSandbox({
    port: 0,
    file: given.file ?? ':memory:',
    secretKey,
    webhookUrl: given.webhookUrl ?? null,
    webhookSecret,
    clock,
  });
  let isOpen = true;
  const close = async () => {
    if (isOpen) await sandbox.close();
    isOpen = false;
  };
  onTestFinished(close);
  return { ...sandbox, clock, close, stripe: clientOf(sandbox) };
}

export function clientOf(sandbox: Pick<StripeSandbox, 'port'>, key = secretKey, maxNetworkRetries = 0): Stripe {
  return new Stripe(key, {
    host: '127.0.0.1',
    port: sandbox.port,
    protocol: 'http',
    apiVersion: '2026-10-28.endive',
    maxNetworkRetries,
    telemetry: false,
  });
}

/** What a shop asks for two adults and a pupil: 12.00 in all. */
export function sessionParams(changes: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const line = (name: string, unit_amount: number, quantity: number) => ({
    quantity,
    price_data: { currency: 'azn', unit_amount, product_data: { name } },
  });
  return {
    mode: 'payment',
    line_items: [line('Adult', 500, 2), line('Pupil', 200, 1)],
    success_url: 'http://localhost:3000/az/return?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://localhost:3000/az/leave',
    client_reference_id: 'order-1',
    metadata: { order: 'order-1', locale: 'az' },
    payment_intent_data: { metadata: { order: 'order-1' } },
    ...changes,
  } satisfies Stripe.Checkout.SessionCreateParams;
}

export const cardForm = {
  email: 'leyla@example.az',
  number: '4242 4242 4242 4242',
  expiry: '12/34',
  cvc: '123',
  name: 'Leyla Əliyeva',
};

/** Posts the payment page's form as a browser without JavaScript does. */
export async function post(address: string, fields: Record<string, string>) {
  const response = await fetch(address, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  return { status: response.status, location: response.headers.get('location'), html: await response.text() };
}

/** Opens a session and pays it with a card that pays; gives back the objects as the API knows them. */
export async function paidCharge(sandbox: { stripe: Stripe }, number = cardForm.number) {
  const session = await sandbox.stripe.checkout.sessions.create(sessionParams());
  await post(session.url ?? '', { ...cardForm, number });
  const paid = await sandbox.stripe.checkout.sessions.retrieve(session.id, {
    expand: ['payment_intent.latest_charge'],
  });
  const intent = paid.payment_intent as Stripe.PaymentIntent;
  return { session: paid, intent, charge: intent.latest_charge as Stripe.Charge };
}

/** Uses one of the sandbox's own controls. */
export async function control(sandbox: { url: string }, path: string, body: object = {}) {
  const response = await fetch(`${sandbox.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

/** What an error of the SDK says, to compare with. */
export async function refusal(work: Promise<unknown>) {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const { statusCode, type, code, param, message } = error;
    return { statusCode, type, code, param, message };
  }
  throw new Error('it was not refused');
}

type Delivery = { event: Stripe.Event; signature: string; body: string };

/** An endpoint for webhooks that verifies every signature with the SDK; `answer` is the status it gives. */
export async function openEndpoint() {
  const deliveries: Delivery[] = [];
  const endpoint = { url: '', deliveries, answer: 200, types: () => deliveries.map(({ event }) => event.type) };
  const http = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const signature = String(request.headers['stripe-signature']);
    const stamp = Number(/t=(\d+)/.exec(signature)?.[1]) * 1000;
    const event = Stripe.webhooks.constructEvent(body, signature, webhookSecret, 300, undefined, stamp);
    deliveries.push({ event, signature, body });
    response.writeHead(endpoint.answer).end();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  endpoint.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/hook`;
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  return endpoint;
}
