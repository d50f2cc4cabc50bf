import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
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

export type ApiAnswer = {
  status: number;
  body: string;
  headers: Record<string, string>;
  /** The fault "answer lost": the change is made, the connection breaks. */
  isLost?: boolean;
};
/** What a running API remembers between requests: keys in use, and the requests of the running second. */
export type ApiMemory = { keysInUse: Set<string>; second: number; requests: number };

const endpoints = [...sessionEndpoints, ...paymentEndpoints, ...accountEndpoints];
const keptForMs = 24 * 3_600_000;
const serverError = new ApiError(500, 'api_error', 'An unknown error occurred. The sandbox was asked to fail here.');

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
    if (key === null) {
      if (method === 'POST' && world.faults.strikes('serverError')) throw serverError;
      return finish(world, headers, method, { status: 200, body: JSON.stringify(world.store.atomically(work)) });
    }
    return await once(world, memory, { key, path: url.pathname, form, requestId }, headers, work);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: JSON.stringify(error.body()), headers };
  }
}

type Keyed = { key: string; path: string; form: string; requestId: string };

/** Does the work once for its idempotency key; the second time it answers what it answered the first time. */
async function once(
  world: World,
  memory: ApiMemory,
  keyed: Keyed,
  headers: Record<string, string>,
  work: () => object,
): Promise<ApiAnswer> {
  const { store, faults, clock } = world;
  const { key, requestId } = keyed;
  if (memory.keysInUse.has(key)) {
    throw new ApiError(
      409,
      'idempotency_error',
      `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      { code: 'idempotency_key_in_use' },
    );
  }
  memory.keysInUse.add(key);
  try {
    const { answerDelayMs } = faults.current();
    if (answerDelayMs > 0) await wait(answerDelayMs);
    const fingerprint = createHash('sha256').update(`${keyed.path}\n${keyed.form}`).digest('hex');
    const before = store.findAnswer(key, clock.now() - keptForMs);
    const echo = { ...headers, 'idempotency-key': key };
    if (before) {
      if (before.fingerprint !== fingerprint) {
        throw new ApiError(
          400,
          'idempotency_error',
          `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        );
      }
      return {
        status: before.status,
        body: before.body,
        headers: { ...echo, 'original-request': before.requestId, 'idempotent-replayed': 'true' },
      };
    }
    const answer = store.atomically(() => {
      const made = run(world, work);
      store.keepAnswer(key, { ...made, fingerprint, requestId }, clock.now());
      return made;
    });
    return finish(world, { ...echo, 'original-request': requestId }, 'POST', answer);
  } finally {
    memory.keysInUse.delete(key);
  }
}

/** The answer to keep: also a refusal, once the parameters were right. Wrong parameters are thrown and not kept. */
function run(world: World, work: () => object): { status: number; body: string } {
  try {
    if (world.faults.strikes('serverError')) throw serverError;
    const answer = { status: 200, body: JSON.stringify(work()) };
    return world.faults.strikes('serverErrorAfterChange')
      ? { status: 500, body: JSON.stringify(serverError.body()) }
      : answer;
  } catch (error) {
    if (!(error instanceof ApiError) || error.facts.isValidation) throw error;
    return { status: error.status, body: JSON.stringify(error.body()) };
  }
}

function finish(
  world: World,
  headers: Record<string, string>,
  method: string,
  answer: { status: number; body: string },
): ApiAnswer {
  return {
    ...answer,
    headers,
    isLost: method === 'POST' && answer.status === 200 && world.faults.strikes('answerLost'),
  };
}

function checkKey(world: World, request: IncomingMessage): void {
  const [scheme = '', value = ''] = (request.headers.authorization ?? '').split(' ');
  const given =
    scheme.toLowerCase() === 'basic' ? (Buffer.from(value, 'base64').toString().split(':')[0] ?? '') : value;
  if (!given) {
    throw new ApiError(
      401,
      'invalid_request_error',
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  const digest = (text: string) => createHash('sha256').update(text).digest();
  if (!timingSafeEqual(digest(given), digest(world.secretKey))) {
    throw new ApiError(
      401,
      'invalid_request_error',
      `Invalid API Key provided: ${given.slice(0, 8)}****${given.slice(-4)}`,
    );
  }
}

function checkRate(world: World, memory: ApiMemory): void {
  const second = Math.floor(world.clock.now() / 1000);
  if (memory.second !== second) Object.assign(memory, { second, requests: 0 });
  memory.requests += 1;
  const most = world.faults.current().requestsPerSecondMost;
  if (most !== null && memory.requests > most) {
    throw new ApiError(
      429,
      'invalid_request_error',
      'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
      { code: 'rate_limit' },
    );
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
