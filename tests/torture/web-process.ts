import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { receiveEvent } from '#lib/payments/receive-event.ts';
import { systemRequest } from '#lib/platform/request.ts';
import { answerOrders } from './answer-orders.ts';
import { verbs } from './verbs.ts';

// A process of the web without its screens: the verbs with a pool of connections and a funnel of its own, and the webhook's route.
const http = createServer(async (request, response) => {
  try {
    const rawBody = await text(request);
    const headers = new Headers({ 'stripe-signature': String(request.headers['stripe-signature']) });
    const message = { method: 'POST', query: new URLSearchParams(), headers, rawBody };
    const received = await receiveEvent(systemRequest('stripe_webhook'), { provider: 'stripe', message });
    response.writeHead(received.ok ? 200 : 400).end();
  } catch {
    response.writeHead(500).end();
  }
});
// All web processes share the port, as behind a balancer.
http.listen({ port: Number(process.env.WEBHOOK_PORT), host: '127.0.0.1', reusePort: true }, () =>
  answerOrders((op, input) => {
    const verb = verbs[op as keyof typeof verbs];
    if (!verb) throw new Error(`no verb ${op}`);
    return verb(input);
  }),
);
