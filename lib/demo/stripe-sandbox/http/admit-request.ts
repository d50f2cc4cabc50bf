import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ApiError } from '../api-error.ts';
import type { World } from '../world.ts';
import type { ApiMemory } from './answer-once.ts';

/** Refuses a request without the right secret key, as bearer or as the name of basic authentication. */
export function checkKey(world: World, request: IncomingMessage): void {
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

/** Refuses what comes above the limit of requests in a second of the clock, while that fault is on. */
export function checkRate(world: World, memory: ApiMemory): void {
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
