import type { IncomingMessage } from 'node:http';
import { ApiError, badParameter, refused } from '../api-error.ts';
import { isVirtual } from '../clock.ts';
import type { Faults } from '../faults.ts';
import { closeDispute, disputeCharge } from '../money/dispute-charge.ts';
import { getIntent, idOf } from '../money/find.ts';
import { answerChallenge, paySession } from '../money/pay-session.ts';
import { endRefund, refundCharge } from '../money/refund-charge.ts';
import type { World } from '../world.ts';

type Told = Record<string, unknown>;
type Answer = { status: number; body: string; headers: Record<string, string> };

/**
 * The sandbox's own controls under `/_sandbox`, with JSON bodies (or forms, from its overview): faults, clock, and what a person does in Stripe's dashboard.
 * A web page from elsewhere cannot use them: browsers say where a request comes from.
 */
export async function answerControl(
  world: World,
  request: IncomingMessage,
  path: string,
  body: string,
): Promise<Answer> {
  try {
    const from = request.headers['sec-fetch-site'];
    if (from && from !== 'same-origin' && from !== 'none') throw refused('Not from another web page.');
    const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
    const value = await control(
      world,
      `${request.method} ${path}`,
      isForm ? readForm(body) : body === '' ? {} : readJson(body),
    );
    if (isForm) return { status: 303, body: '', headers: { location: '/' } };
    return { status: 200, body: JSON.stringify(value ?? null), headers: {} };
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: JSON.stringify(error.body()), headers: {} };
    if (error instanceof RangeError)
      return { status: 400, body: JSON.stringify({ error: { message: error.message } }), headers: {} };
    throw error;
  }
}

async function control(world: World, what: string, told: Told): Promise<unknown> {
  const { faults, clock } = world;
  switch (what) {
    case 'GET /_sandbox/faults':
      return faults.current();
    case 'POST /_sandbox/faults': {
      const { seed, ...changes } = told;
      faults.set(changes as Partial<Faults>);
      if (typeof seed === 'number') faults.seed(seed);
      return faults.current();
    }
    case 'POST /_sandbox/clear-faults':
    case 'DELETE /_sandbox/faults':
      faults.clear();
      return faults.current();
    case 'GET /_sandbox/clock':
      return { now: clock.now(), isVirtual: isVirtual(clock) };
    case 'POST /_sandbox/clock':
      if (!isVirtual(clock))
        throw refused('The clock is the real one; start the sandbox with a virtual clock to move it.');
      await clock.advance(numberOf(told, 'advanceMs'));
      return { now: clock.now(), isVirtual: true };
    case 'POST /_sandbox/age': {
      if (isVirtual(clock)) throw refused('The clock is a virtual one: move it instead.');
      const seconds = Math.floor(numberOf(told, 'ms') / 1000);
      world.store.atomically(() => world.store.age(seconds * 1000));
      world.agenda.lookAgain();
      return {};
    }
    case 'POST /_sandbox/settled':
      await world.agenda.settled();
      return {};
    case 'POST /_sandbox/pay': {
      const payer = { name: 'Sandbox Payer', email: 'payer@example.com', expMonth: 12, expYear: 2060, ...told };
      return paySession(world, textOf(told, 'session'), { ...payer, number: textOf(told, 'number') });
    }
    case 'POST /_sandbox/authenticate':
      return answerChallenge(world, textOf(told, 'session'), told.accept === true || told.accept === 'true');
    case 'POST /_sandbox/refund':
      return refundCharge(world, { ...told, reason: 'requested_by_customer' }, null);
    case 'POST /_sandbox/end-refund':
      return endRefund(world, textOf(told, 'refund'), told.outcome === 'failed');
    case 'POST /_sandbox/dispute': {
      const charge = told.payment_intent
        ? idOf(getIntent(world, textOf(told, 'payment_intent')).body.latest_charge)
        : null;
      const dispute = disputeCharge(world, charge ?? textOf(told, 'charge'));
      if (!dispute) throw refused('Nothing of this charge is left to dispute.');
      return dispute;
    }
    case 'POST /_sandbox/close-dispute':
      return closeDispute(world, textOf(told, 'dispute'), told.outcome === 'won' ? 'won' : 'lost');
    default:
      throw new ApiError(404, 'invalid_request_error', 'The sandbox has no such control.');
  }
}

function readJson(body: string): Told {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Told;
  } catch {}
  throw badParameter('The body must be a JSON object.', undefined);
}

/** What the buttons of the overview send: numbers are numbers; an empty limit is none, other empty fields are not there. */
function readForm(body: string): Told {
  const told: Told = {};
  for (const [name, value] of new URLSearchParams(body)) {
    if (value === '' && name !== 'requestsPerSecondMost') continue;
    const read = /^\d+(\.\d+)?$/.test(value) ? Number(value) : value || null;
    Object.defineProperty(told, name, { value: read, enumerable: true, configurable: true });
  }
  return told;
}

function textOf(told: Told, name: string): string {
  const value = typeof told[name] === 'number' ? String(told[name]) : told[name];
  if (typeof value !== 'string' || value === '') throw badParameter(`${name} must be a text.`, name);
  return value;
}

function numberOf(told: Told, name: string): number {
  const value = told[name];
  if (typeof value !== 'number' || !(value >= 0)) throw badParameter(`${name} must be a number from 0.`, name);
  return value;
}
