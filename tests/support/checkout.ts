import { sql } from 'drizzle-orm';
import { Stripe } from 'stripe';
import type { Db } from '#db/client.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { startStripeSandbox } from '#lib/demo/stripe-sandbox/server.ts';
import { stripeClient } from '#lib/payments/gateways/stripe/stripe.ts';
import { receiveEvent } from '#lib/payments/receive-event.ts';
import { newId } from '#lib/platform/ids.ts';
import { systemCtx, visitorCtx } from './contexts.ts';

export const testCards = { good: '4242424242424242', declined: '4000000000000002' } as const;
const secretKey = 'sk_test_checkout';
const webhookSecret = 'whsec_checkout';

export type TestCheckout = {
  url: string;
  stripe: Stripe;
  close(): Promise<void>;
};

/**
 * The sandbox with an account of its own, and the app's settings pointed at it. It sends its webhooks to `webhookUrl`; without
 * one it sends none, and tests `tell`.
 */
export async function openCheckout(webhookUrl: string | null = null): Promise<TestCheckout> {
  const sandbox = await startStripeSandbox({ port: 0, file: ':memory:', secretKey, webhookUrl, webhookSecret });
  Object.assign(process.env, {
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: sandbox.url,
  });
  return { url: sandbox.url, stripe: stripeClient({ secretKey, apiBase: sandbox.url }), close: () => sandbox.close() };
}

/** Begins the payment of an order and gives the payment page's address. */
export async function pageOf(db: Db, orderId: string): Promise<string> {
  const started = await startPayment(visitorCtx(db), { orderId });
  if (!started.ok || started.kind !== 'redirect') throw new Error(JSON.stringify(started));
  return started.url;
}

/** What a person does on the payment page. */
export async function payOn(page: string, card: string = testCards.good): Promise<number> {
  const form = new URLSearchParams({
    email: 'visitor@example.az',
    number: card,
    expiry: '12 / 40',
    cvc: '123',
    name: 'Aygün Əliyeva',
  });
  const answer = await fetch(page, { method: 'POST', body: form, redirect: 'manual' });
  await answer.text();
  return answer.status;
}

export async function sessionOf(db: Db, orderId: string): Promise<{ paymentId: string; sessionId: string }> {
  const { rows } = await db.execute<{ paymentId: string; sessionId: string }>(sql`
    select id as "paymentId", session_id as "sessionId" from payment where order_id = ${orderId} order by created_at desc, id desc limit 1`);
  if (!rows[0]) throw new Error('no attempt');
  return rows[0];
}

/** A signed event about an object, taken in as the webhook route does. Returns its id. */
export async function tell(db: Db, type: string, object: { id: string; object: string }): Promise<string> {
  const id = `evt_${newId()}`;
  const rawBody = JSON.stringify({ id, object: 'event', type, livemode: false, data: { object } });
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: rawBody, secret: webhookSecret });
  const headers = new Headers({ 'stripe-signature': signature });
  const message = { method: 'POST', query: new URLSearchParams(), headers, rawBody };
  const received = await receiveEvent(systemCtx(db), { provider: 'stripe', message });
  if (!received.ok) throw new Error(received.code);
  return id;
}
