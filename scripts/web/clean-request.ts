import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

// Headers by which Next's own parts talk to each other, or by which a proxy tells whose request it is: from outside they are lies.
const forged =
  /^(x-middleware-.*|x-forwarded-.*|forwarded|x-real-ip|x-client-address|x-invoke-.*|x-matched-path|x-now-route-matches|x-nextjs-(?!html-request-id|request-id|postponed$).*|next-resume|x-nonce|content-security-policy(-report-only)?|x-rewrite-url|x-original-url|x-request-id)$/;

const plainId = /^[\w.-]{8,64}$/;

/** What is known about a request once its headers are cleaned. */
export type KnownRequest = { requestId: string; clientAddress: string };

/**
 * Takes out of a request what a client must not say, and puts in what is true: `x-request-id`, `x-client-address` and the
 * usual `x-forwarded-*`. With `trustProxy` the last address that our proxy appended, and its request id, are believed.
 */
export function cleanRequest(request: IncomingMessage, options: { trustProxy: boolean; appUrl: URL }): KnownRequest {
  const { headers } = request;
  const forwardedFor = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  const givenId = String(headers['x-request-id'] ?? '');
  for (const name of Object.keys(headers)) if (forged.test(name)) delete headers[name];
  const clientAddress = (options.trustProxy && forwardedFor) || request.socket.remoteAddress || 'unknown';
  const requestId = options.trustProxy && plainId.test(givenId) ? givenId : randomUUID();
  headers['x-request-id'] = requestId;
  headers['x-client-address'] = clientAddress;
  headers['x-forwarded-for'] = clientAddress;
  headers['x-forwarded-proto'] = options.appUrl.protocol.slice(0, -1);
  // A proxy may call us by an inner name; pages and the check of a post's origin go by the public one.
  if (options.trustProxy) headers.host = options.appUrl.host;
  headers['x-forwarded-host'] = headers.host ?? options.appUrl.host;
  return { requestId, clientAddress };
}
