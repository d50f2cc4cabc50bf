import type { IncomingMessage } from 'node:http';
import { ApiError, refused } from '../api-error.ts';
import { accountEndpoints } from '../endpoints/account.ts';
import { expandAnswer } from '../endpoints/expand-answer.ts';
import { listPage } from '../endpoints/lists.ts';
import { paymentEndpoints } from '../endpoints/payments.ts';
import { linePage, sessionEndpoints } from '../endpoints/sessions.ts';
import { decodeForm } from '../form-decode.ts';
import { getSession } from '../money/find.ts';
import { newId } from '../random.ts';
import { apiVersion, type World } from '../world.ts';
import { checkKey, checkRate } from './admit-request.ts';
import { type ApiAnswer, type ApiMemory, answerOnce, change, finish } from './answer-once.ts';

const endpoints = [...sessionEndpoints, ...paymentEndpoints, ...accountEndpoints];
/** Answers one request under /v1 as Stripe does: key, limits, idempotency, parameters, work. */
export async function answerApi(
  world: World,
  memory: ApiMemory,
  request: IncomingMessage,
  url: URL,
  body: string,
): Promise<ApiAnswer> {
  const requestId = newId('req', 14);
  const headers = { 'request-id': requestId, 'stripe-version': versionOf(request) };
  try {
    checkKey(world, request);
    checkRate(world, memory);
    const method = request.method ?? '';
    const matching = endpoints.find((one) => one.method === method && one.pattern.test(url.pathname));
    if (!matching) {
      throw new ApiError(
        404,
        'invalid_request_error',
        `Unrecognized request URL (${method}: ${url.pathname}). Please see https://stripe.com/docs.`,
      );
    }
    const ids = (matching.pattern.exec(url.pathname)?.slice(1) ?? []).map(decodePart);
    const form = method === 'GET' ? url.search.slice(1) : body;
    const key = method === 'POST' ? keyOf(request) : null;
    const cause = { requestId, idempotencyKey: key };
    const work = () => {
      const prepared = matching.prepare(world, decodeForm(form), ids);
      return expandAnswer(world, prepared.answer(cause), prepared.expand, (object, field) =>
        special(world, object, field),
      );
    };
    if (method === 'GET') return { status: 200, body: JSON.stringify(work()), headers };
    if (key !== null)
      return await answerOnce(world, memory, { key, path: url.pathname, form, requestId }, headers, work);
    return finish(
      world,
      headers,
      world.store.atomically(() => change(world, work)),
    );
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: JSON.stringify(error.body()), headers };
  }
}

function versionOf(request: IncomingMessage): string {
  const asked = request.headers['stripe-version'];
  return typeof asked === 'string' ? asked.slice(0, 40) : apiVersion;
}

function keyOf(request: IncomingMessage): string | null {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '') return null;
  if (key.length > 255) throw refused('Idempotency keys must be at most 255 characters long.');
  return key;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Fields that appear only when they are asked for. */
function special(world: World, object: Record<string, unknown>, field: string): unknown {
  if (object.object === 'checkout.session' && field === 'line_items') {
    const id = String(object.id);
    return (
      object.line_items ?? linePage(getSession(world, id).facts.lines, `/v1/checkout/sessions/${id}/line_items`, {})
    );
  }
  if (object.object === 'charge' && field === 'refunds') {
    const id = String(object.id);
    return (
      object.refunds ?? listPage(world, `/v1/charges/${id}/refunds`, {}, { kind: 'refund', where: { charge: id } })
    );
  }
  return undefined;
}
