import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Refuses a body past the limit with 413, whether its length was announced or not. Returns false when it was refused
 * already. The check sits where bytes arrive, so that whoever reads the body keeps reading it as ever.
 */
export function limitBody(request: IncomingMessage, response: ServerResponse, mostBytes: number): boolean {
  const refuse = () => {
    if (!response.headersSent)
      response.writeHead(413, { connection: 'close', 'content-type': 'text/plain' }).end('Too large.');
    // The rest is not waited for, but the answer is given a moment to leave.
    response.once('finish', () => setTimeout(() => request.socket.destroy(), 200).unref());
  };
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) {
    refuse();
    return false;
  }
  let seen = 0;
  const push = request.push.bind(request);
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (Buffer.isBuffer(chunk)) seen += chunk.length;
    if (seen <= mostBytes) return push(chunk, encoding);
    refuse();
    request.push = () => false;
    request.destroy(new Error('body too large'));
    return false;
  };
  return true;
}
