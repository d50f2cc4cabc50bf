import type { IncomingMessage, ServerResponse } from 'node:http';
import { pageHeaders } from '../page/frame.ts';
import type { World } from '../world.ts';
import { answerApi } from './answer-api.ts';
import { answerControl } from './answer-control.ts';
import { answerDashboard } from './answer-dashboard.ts';
import type { ApiMemory } from './answer-once.ts';
import { answerPayPage } from './answer-pay-page.ts';
import { readBody } from './read-body.ts';

/** Sends a request to the API, the payment page, the overview or the controls. */
export async function answerRequest(
  world: World,
  memory: ApiMemory,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  const url = URL.parse(request.url ?? '/', 'http://sandbox');
  const body = url ? await readBody(request) : null;
  if (!url || body === null) {
    const error = { type: 'invalid_request_error', message: 'The request is malformed or too large.' };
    response.writeHead(400, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify({ error }));
    return;
  }
  if (url.pathname.startsWith('/c/')) {
    const answer = answerPayPage(world, request, url.pathname, body);
    response.writeHead(answer.status, answer.headers).end(answer.body);
    return;
  }
  if (url.pathname === '/') {
    response.writeHead(200, pageHeaders).end(answerDashboard(world));
    return;
  }
  if (url.pathname.startsWith('/_sandbox/')) {
    const answer = await answerControl(world, request, url.pathname, body);
    response.writeHead(answer.status, { ...answer.headers, 'content-type': 'application/json' }).end(answer.body);
    return;
  }
  const answer = await answerApi(world, memory, request, url, body);
  if (answer.isLost) {
    response.destroy();
    return;
  }
  // Asking again with the same key brings the same failure; a key in use is worth waiting for.
  if (answer.status >= 500) response.setHeader('stripe-should-retry', 'false');
  if (answer.status === 409) response.setHeader('stripe-should-retry', 'true');
  response.writeHead(answer.status, { ...answer.headers, 'content-type': 'application/json' }).end(answer.body);
}
