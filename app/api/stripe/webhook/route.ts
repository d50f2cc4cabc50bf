import { readMessage } from '#app/_http/read-message.ts';
import { receiveEvent } from '#lib/payments/receive-event.ts';
import { systemRequest } from '#lib/platform/request.ts';

/** What Stripe tells us: stored first, then answered, worked off by a job. 4xx for what is not from Stripe or not an event. */
export async function POST(request: Request): Promise<Response> {
  if (!request.headers.has('stripe-signature')) return new Response('no signature', { status: 400 });
  const message = await readMessage(request);
  if (message === null) return new Response('too large', { status: 413 });
  const received = await receiveEvent(systemRequest('stripe_webhook'), { provider: 'stripe', message });
  return received.ok ? Response.json({ received: true }) : new Response(received.code, { status: 400 });
}
