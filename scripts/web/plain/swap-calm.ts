import type { ServerResponse } from 'node:http';

/**
 * Where the framework is about to answer that a page is not there or has failed, its page is held back and `sendCalm` answers
 * instead: what the framework sends in these cases is empty until its scripts have run. Everything else goes out as it comes.
 */
export function swapCalm(response: ServerResponse, sendCalm: (kind: 'not-here' | 'failed') => Promise<void>): void {
  const { writeHead, write, end } = response;
  const isHeldBack = (): boolean =>
    !response.headersSent &&
    (response.statusCode === 404 || response.statusCode >= 500) &&
    String(response.getHeader('content-type') ?? '').startsWith('text/html');

  response.writeHead = ((status: number, ...rest: unknown[]) => {
    response.statusCode = status;
    return isHeldBack() ? response : Reflect.apply(writeHead, response, [status, ...rest]);
  }) as typeof writeHead;
  response.write = ((...given: unknown[]) => {
    if (!isHeldBack()) return Reflect.apply(write, response, given);
    const done = given.at(-1);
    if (typeof done === 'function') done();
    return true;
  }) as typeof write;
  response.end = ((...given: unknown[]) => {
    if (!isHeldBack()) return Reflect.apply(end, response, given);
    const kind = response.statusCode === 404 ? 'not-here' : 'failed';
    Object.assign(response, { writeHead, write, end });
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'link', 'etag']) {
      response.removeHeader(name);
    }
    void sendCalm(kind);
    return response;
  }) as typeof end;
}
