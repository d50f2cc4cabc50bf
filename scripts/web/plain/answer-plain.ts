import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeError, type Logger } from '#lib/platform/log.ts';
import { contentSecurityPolicy, type HeaderSettings } from '../security-headers.ts';
import { createOwnFiles } from './own-files.ts';
import { type PackedPage, packPage } from './pack-page.ts';
import { createPageMemory, type PageSource } from './page-memory.ts';
import { type PlainPage, plainPage } from './plain-page.ts';
import { type Handle, type RenderedPage, renderPage } from './render-page.ts';
import { NotWholeError, stripFramework } from './strip-framework.ts';
import { swapCalm } from './swap-calm.ts';

/** Pages, texts and headers of one answer take at most so much of the process's memory. */
const mostBytes = 48 * 1024 * 1024;

const visitorPath = /^\/(?:az|en|ru)\//;
/** Where the framework makes our pages for what is not there and for what failed. They are nobody's address. */
const calmPath = /^\/(?:az|en|ru)\/(?:not-here|failed)$/;

/** An answer of the framework that is no page to keep: a redirect, a page that is not there, a failure. */
class OtherAnswer extends Error {
  readonly rendered: RenderedPage;
  constructor(rendered: RenderedPage) {
    super(`answered ${rendered.status}`);
    this.rendered = rendered;
  }
}

/**
 * Answers the visitor's pages up to the choice of a time (decision 013): without the framework's scripts, and from memory as
 * long as what they show is the same. The returned function says false where the framework is to answer.
 */
export function createPlainAnswers(options: {
  handle: Handle;
  settings: HeaderSettings & { appUrl: URL };
  distDir: string;
  findVersion: PageSource['findVersion'];
  log: Logger;
}): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const { handle, settings, log } = options;
  const files = createOwnFiles({ distDir: options.distDir, modulePath: 'app/_ui/visit-module.js' });
  const memory = createPageMemory(
    { make: async (key) => packPage(await textOf(key, sameForAll(settings.appUrl))), findVersion: options.findVersion },
    { mostBytes },
  );
  const notHere = new Map<string, PackedPage>();

  async function textOf(url: string, headers: IncomingMessage['headers']): Promise<string> {
    const rendered = await renderPage(handle, url, headers);
    if (rendered.status !== 200 || !rendered.headers['content-type']?.startsWith('text/html')) {
      throw new OtherAnswer(rendered);
    }
    return await files.link(stripFramework(rendered.body.toString()));
  }

  async function findPage(request: IncomingMessage, page: PlainPage, isKnown: boolean): Promise<PackedPage> {
    if (page.key === null) return packPage(await textOf(request.url ?? '/', ofThisVisitor(request)));
    // Whoever has just taken places sees a page that knows of them.
    return memory.find(page.key, page.watches, isKnown ? memory.now() : undefined);
  }

  async function sendCalm(request: IncomingMessage, response: ServerResponse, kind: 'not-here' | 'failed') {
    const url = `/${(request.url ?? '').slice(1, 3)}/${kind}`;
    const status = kind === 'failed' ? 500 : 404;
    try {
      const found = notHere.get(url) ?? packPage(await textOf(url, ofThisVisitor(request)));
      if (kind === 'not-here') notHere.set(url, found);
      await sendPage(request, response, found, { status, isShared: false });
    } catch (error) {
      log.error({ err: describeError(error) }, 'no calm page');
      if (!response.headersSent) response.writeHead(status, { 'content-type': 'text/plain' });
      response.end();
    }
  }

  async function sendPage(
    request: IncomingMessage,
    response: ServerResponse,
    page: PackedPage,
    how: { status: number; isShared: boolean },
  ): Promise<void> {
    const etag = how.isShared ? page.etag : null;
    response.setHeader('content-security-policy', contentSecurityPolicy('/', null, settings));
    response.setHeader('content-type', 'text/html; charset=utf-8');
    // Asked for again each time; where the very same page comes back, the browser need not be sent it.
    response.setHeader('cache-control', etag ? 'private, no-cache' : 'private, no-store');
    response.setHeader('vary', 'accept-encoding, cookie');
    await send(request, response, page, { status: how.status, etag });
  }

  return async (request, response) => {
    const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    if (path.startsWith('/_museum/')) {
      const file = await files.find(path);
      if (!file) return false;
      response.setHeader('content-type', file.type);
      response.setHeader('cache-control', 'public, max-age=31536000, immutable');
      response.setHeader('vary', 'accept-encoding');
      await send(request, response, file.packed, { status: 200, etag: file.packed.etag });
      return true;
    }
    const isKnown = /(?:^|;\s*)visit=/.test(request.headers.cookie ?? '');
    const page = plainPage(path, (request.url ?? '').slice(path.length), isKnown);
    if (request.headers.rsc !== undefined) return false;
    if (!page) {
      if (calmPath.test(path)) await sendCalm(request, response, 'not-here');
      else if (visitorPath.test(path)) swapCalm(response, (kind) => sendCalm(request, response, kind));
      return response.headersSent;
    }
    try {
      const found = await findPage(request, page, isKnown);
      await sendPage(request, response, found, { status: 200, isShared: page.key !== null });
      return true;
    } catch (error) {
      if (error instanceof NotWholeError) {
        log.error({ err: describeError(error), path }, 'page sent with its scripts');
        return false;
      }
      if (error instanceof OtherAnswer) {
        const { rendered } = error;
        if (rendered.status < 400) {
          for (const [name, value] of Object.entries(rendered.headers)) response.setHeader(name, value);
          response.writeHead(rendered.status).end(request.method === 'HEAD' ? undefined : rendered.body);
        } else await sendCalm(request, response, rendered.status < 500 ? 'not-here' : 'failed');
        return true;
      }
      log.error({ err: describeError(error), path }, 'no page');
      await sendCalm(request, response, 'failed');
      return true;
    }
  };
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  page: PackedPage,
  how: { status: number; etag: string | null },
): Promise<void> {
  if (how.etag) {
    response.setHeader('etag', how.etag);
    const has = request.headers['if-none-match'] ?? '';
    if (has.includes(how.etag)) {
      response.writeHead(304).end();
      return;
    }
  }
  const { encoding, body } = await page.bodyFor(String(request.headers['accept-encoding'] ?? ''));
  if (encoding !== 'identity') response.setHeader('content-encoding', encoding);
  response.setHeader('content-length', body.length);
  response.writeHead(how.status).end(request.method === 'HEAD' ? undefined : body);
}

/** What the framework is told of a request that stands for everybody's: nothing of anybody. */
function sameForAll(appUrl: URL): IncomingMessage['headers'] {
  return {
    host: appUrl.host,
    'x-forwarded-host': appUrl.host,
    'x-forwarded-proto': appUrl.protocol.slice(0, -1),
    'x-client-address': 'everybody',
  };
}

// Without what would shorten the answer, and without the policy whose nonce the framework would write into it.
const notPassedOn = ['accept-encoding', 'if-none-match', 'if-modified-since', 'range', 'content-security-policy'];

function ofThisVisitor(request: IncomingMessage): IncomingMessage['headers'] {
  return Object.fromEntries(Object.entries(request.headers).filter(([name]) => !notPassedOn.includes(name)));
}
