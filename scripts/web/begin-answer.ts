import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '#lib/platform/log.ts';
import { cleanRequest } from './clean-request.ts';
import { limitBody } from './limit-body.ts';
import { mostBodyOf } from './most-body.ts';
import { type EarlyRefusal, refuseEarly } from './refuse-early.ts';
import { loggedPath } from './request-log.ts';
import { type HeaderSettings, isPrivatePath, securityHeaders } from './security-headers.ts';

export type WebSettings = HeaderSettings & { appUrl: URL; trustProxy: boolean };

/**
 * Everything that holds for every request before the app sees it: cleaned headers, its id, the policy with its nonce, limits,
 * and the line in the log when it is over. Returns false when it has been answered already.
 */
export function beginAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  settings: WebSettings,
  log: Logger,
): boolean {
  const startedAt = performance.now();
  const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';
  const { requestId } = cleanRequest(request, settings);
  const nonce = randomBytes(16).toString('base64');
  const headers = securityHeaders(path, nonce, settings);
  // Next takes the nonce of its own scripts from the request.
  request.headers['content-security-policy'] = headers['content-security-policy'];
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('x-request-id', requestId);
  if (isPrivatePath(path)) keepPrivate(response);

  response.once('close', () => {
    const facts = {
      requestId,
      method: request.method,
      path: loggedPath(path),
      status: response.statusCode,
      ms: Math.round(performance.now() - startedAt),
      ...(response.writableFinished ? {} : { isCutOff: true }),
    };
    const isFile = path.startsWith('/_next/static/');
    log[response.statusCode >= 500 ? 'error' : isFile ? 'debug' : 'info'](facts, 'request');
  });
  if (request.headers.upgrade && /websocket/i.test(request.headers.upgrade)) {
    response.writeHead(400, { connection: 'close', 'content-type': 'text/plain' }).end('No upgrades here.');
    return false;
  }
  const early = refuseEarly({
    method: request.method ?? '',
    path,
    query: (request.url ?? '').slice(path.length),
    contentType: request.headers['content-type'] ?? '',
  });
  if (early) {
    refuse(response, early);
    return false;
  }
  return limitBody(request, response, mostBodyOf(path));
}

/** Answers in plain words, without the app. */
export function refuse(response: ServerResponse, refusal: NonNullable<EarlyRefusal>): void {
  if (response.headersSent) return;
  response
    .writeHead(refusal.status, {
      connection: 'close',
      'content-type': 'text/plain',
      ...(refusal.allow ? { allow: refusal.allow } : {}),
    })
    .end(refusal.say);
}

// Set at the last moment, so that no handler and no default of the framework can loosen it.
function keepPrivate(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (...args: unknown[]) => {
    response.setHeader('cache-control', 'private, no-store');
    const last = args.at(-1);
    if (last && typeof last === 'object' && !Array.isArray(last)) {
      for (const name of Object.keys(last)) {
        if (name.toLowerCase() === 'cache-control') delete (last as Record<string, unknown>)[name];
      }
    }
    return writeHead(...args);
  };
}
