import type { GatewayMessage } from '#lib/payments/provider.ts';

const mostBytes = 512 * 1024;

/**
 * A gateway's message with its body as raw text: the signature covers bytes, not what a parser made of them. Null when it is too
 * large: what is past the limit is read but not kept, so that the connection's next request is not taken for the rest of this
 * one; the server ends bodies past its own limit.
 */
export async function readMessage(request: Request): Promise<GatewayMessage | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size <= mostBytes) chunks.push(chunk);
  }
  if (size > mostBytes) return null;
  return {
    method: request.method,
    query: new URL(request.url).searchParams,
    headers: request.headers,
    rawBody: Buffer.concat(chunks).toString('utf8'),
  };
}
