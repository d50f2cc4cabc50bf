import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import next from 'next';
import { connect } from '#db/client.ts';
import { findAvailabilityVersion } from '#lib/capacity/availability-version.ts';
import { loadKeyringSync } from '#lib/platform/keyring.ts';
import { createLogger, describeError } from '#lib/platform/log.ts';
import { endWith } from './part.ts';
import { beginAnswer, refuse } from './web/begin-answer.ts';
import { checkFormParts, isFormInParts } from './web/check-form-parts.ts';
import { isUpload, mostBodyBytes } from './web/most-body.ts';
import { createPlainAnswers } from './web/plain/answer-plain.ts';
import { badRequest } from './web/refuse-early.ts';
import { answerRush } from './web/rush/answer-rush.ts';
import { markBrowser } from './web/rush/mark-browser.ts';
import { createRushLine } from './web/rush/rush-line.ts';

const drainMs = 5000;
const log = createLogger('web');
const host = process.env.HOST ?? '127.0.0.1';
const port = Number(process.env.PORT ?? 3000);
const appUrl = new URL(process.env.APP_URL ?? `http://localhost:${port}`);
const settings = {
  appUrl,
  isSecure: appUrl.protocol === 'https:',
  trustProxy: process.env.TRUST_PROXY === '1',
  checkoutOrigin:
    [process.env.STRIPE_CHECKOUT_ORIGIN, process.env.BANKPAGE_PAGE_ORIGIN].filter(Boolean).join(' ') || undefined,
};

const app = next({ dev: false, dir: process.cwd(), hostname: appUrl.hostname, port });
await app.prepare();
const handle = app.getRequestHandler();
// Connections of their own: whether a page still holds, and who is next in line, must not wait behind those who are buying.
const versions = connect(process.env.DATABASE_URL ?? '', { most: 2, name: 'museum-versions' });
const answerPlain = createPlainAnswers({
  handle,
  settings,
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  findVersion: (days) => findAvailabilityVersion(versions.db, days),
  log,
});
const secret = loadKeyringSync().linkSecret;
const line = createRushLine({ db: versions.db, secret, log });
// The bench compares with the same pages as the framework alone would answer them.
const isPlainOff = process.env.PLAIN_PAGES === 'off';
const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  // A body is watched from the first moment: nothing may be waited for before.
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (isFormInParts(request) && !isUpload(path) && !(await checkFormParts(request, mostBodyBytes)))
    refuse(response, badRequest);
  else if (isPlainOff || !(await answerPlain(request, response))) await handle(request, response);
};
let isDraining = false;

const server = createServer(
  {
    maxHeaderSize: 16 * 1024,
    headersTimeout: 15_000,
    requestTimeout: 60_000,
    // Longer than proxies keep theirs, so that it is never us who close while a request is on its way.
    keepAliveTimeout: 65_000,
    // An upgrade is treated as the plain request it also is; Next would pass it on.
    shouldUpgradeCallback: () => false,
  },
  (request, response) => {
    if (isDraining) response.setHeader('connection', 'close');
    if (!beginAnswer(request, response, settings, log)) return;
    if (answerRush(request, response, { line, isSecure: settings.isSecure })) return;
    markBrowser(request, response, { secret, isSecure: settings.isSecure });
    answer(request, response).catch((error: unknown) => {
      log.error({ err: describeError(error) }, 'request failed');
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end();
    });
  },
);

endWith(log, async () => {
  isDraining = true;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearTimeout(cut);
  line.close();
  await versions.close();
});

server.on('error', (error) => {
  log.fatal({ err: describeError(error) }, 'cannot listen');
  process.exit(1);
});
server.listen(port, host, () => {
  log.info({ host, port }, 'listening');
  process.send?.({ kind: 'ready' });
});
