import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { browserCookie, browserCookieSeconds, readBrowserMark, writeBrowserMark } from '#lib/identity/browser-mark.ts';
import { cookieOf } from './answer-rush.ts';

const dayPath = /^\/(?:az|en|ru)\/visit\/[a-z0-9-]+\/\d{4}-\d\d-\d\d(?:\?|$)/;

/** Gives a browser its mark where a time is chosen, so that the limits of the next step can tell it from its neighbours. */
export function markBrowser(
  request: IncomingMessage,
  response: ServerResponse,
  options: { secret: string; isSecure: boolean },
): void {
  if (request.method !== 'GET' || !dayPath.test(request.url ?? '')) return;
  if (readBrowserMark(options.secret, cookieOf(request, browserCookie))) return;
  const mark = writeBrowserMark(options.secret, randomBytes(12).toString('hex'));
  response.appendHeader(
    'set-cookie',
    `${browserCookie}=${mark}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${browserCookieSeconds}${options.isSecure ? '; Secure' : ''}`,
  );
}
