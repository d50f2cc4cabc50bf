import { receiveEvent } from '#lib/payments/receive-event.ts';
import { systemRequest } from '#lib/platform/request.ts';

const mostBytes = 512 * 1024;

/** What Stripe tells us: stored first, then answered, worked off by a job. 4xx for what is not from Stripe or not an event. */
export async function POST(request: Request): Promise<Response> {
  const signature = request.headers.get('stripe-signature');
  if (!signature) return new Response('no signature', { status: 400 });
  const rawBody = await readText(request);
  if (rawBody === null) return new Response('too large', { status: 413 });
  const received = await receiveEvent(systemRequest('stripe_webhook'), {
    rawBody,
    signature,
    secrets: process.env.STRIPE_WEBHOOK_SECRET ?? '',
  });
  return received.ok ? Response.json({ received: true }) : new Response(received.code, { status: 400 });
}

// The raw text: the signature covers bytes, not what a parser made of them. What is past the limit is read but not kept, so that
// the connection's next request is not taken for the rest of this one; the server ends bodies past its own limit.
async function readText(request: Request): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size <= mostBytes) chunks.push(chunk);
  }
  if (size > mostBytes) return null;
  return Buffer.concat(chunks).toString('utf8');
}
