import type { IncomingMessage, ServerResponse } from 'node:http';
import { isCrawler, mayWait } from '#lib/rush/who-waits.ts';
import { lineCookie, type RushLine } from './rush-line.ts';
import { localeOf, standingInWords, waitingPage } from './waiting-page.ts';

/** The browser looks again after so many seconds, not all at once. */
const again = () => 8 + Math.floor(Math.random() * 7);

/**
 * Lets a request through, or answers it with the page of the line. True when it has been answered. A form that is sent while its
 * visitor must wait leads back to the page it stood on, which then waits: what was chosen there stands in its address.
 */
export function answerRush(
  request: IncomingMessage,
  response: ServerResponse,
  options: { line: RushLine; isSecure: boolean },
): boolean {
  const url = request.url ?? '/';
  const path = url.split(/[?#]/, 1)[0] ?? '/';
  const isQuestion = path === '/_line';
  if (!isQuestion && !mayWait(path)) return false;
  const { line } = options;
  if (!isQuestion && isCrawler(request.method, request.headers['user-agent'])) {
    if (line.mayCrawl()) return false;
    response.writeHead(503, { 'retry-after': '600', 'content-type': 'text/plain' }).end('Later, please.');
    return true;
  }
  const verdict = line.judge(cookieOf(request, lineCookie), !isQuestion);
  if (verdict.cookie) {
    const keep = line.keepMinutes() * 60;
    const cookie = `${lineCookie}=${verdict.cookie}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${keep}${options.isSecure ? '; Secure' : ''}`;
    response.appendHeader('set-cookie', cookie);
  }
  if (isQuestion) {
    const locale = localeOf(`/${new URLSearchParams(url.slice(path.length)).get('l') ?? ''}`);
    const told = verdict.isLetIn
      ? { turn: true }
      : { turn: false, ...standingInWords(locale, verdict.standing, line.zone()) };
    response.setHeader('cache-control', 'no-store');
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told));
    return true;
  }
  if (verdict.isLetIn) return false;
  response.setHeader('cache-control', 'no-store');
  if (request.method === 'POST') {
    request.resume();
    response.writeHead(303, { location: backTo(request, path) }).end();
    return true;
  }
  const locale = localeOf(path);
  const nonce = /'nonce-([^']+)'/.exec(String(request.headers['content-security-policy'] ?? ''))?.[1] ?? null;
  const told = standingInWords(locale, verdict.standing, line.zone());
  const page = waitingPage({ locale, told, keepMinutes: line.keepMinutes(), again: again(), nonce, url });
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'x-robots-tag': 'noindex' });
  response.end(request.method === 'HEAD' ? undefined : page);
  return true;
}

export function cookieOf(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

/** The page that a form stood on, if it was one of ours; else the museum's page in the form's language. */
function backTo(request: IncomingMessage, path: string): string {
  try {
    const from = new URL(request.headers.referer ?? '');
    if (from.host === request.headers.host && mayWait(from.pathname)) return `${from.pathname}${from.search}`;
  } catch {
    // No address, or none that can be read.
  }
  return `/${localeOf(path)}`;
}
