import { readMessage } from '#app/_http/read-message.ts';
import { isGatewayConfigured } from '#lib/payments/gateways.ts';
import { receiveEvent } from '#lib/payments/receive-event.ts';
import { systemRequest } from '#lib/platform/request.ts';

type Context = { params: Promise<{ gateway: string }> };

/**
 * What a gateway tells us by itself, by GET or by POST of a form: stored first, then answered, worked off by a job. 400 for what is
 * not signed by it, 404 for a gateway that this museum has no account with.
 */
async function receive(request: Request, context: Context): Promise<Response> {
  const { gateway } = await context.params;
  if (!isGatewayConfigured(gateway)) return new Response('no such gateway', { status: 404 });
  const message = await readMessage(request);
  if (message === null) return new Response('too large', { status: 413 });
  const received = await receiveEvent(systemRequest(`${gateway}_callback`), { provider: gateway, message });
  return received.ok ? new Response('OK') : new Response(received.code, { status: 400 });
}

export { receive as GET, receive as POST };
