import type { IncomingMessage } from 'node:http';

const largest = 1_000_000;

/** The body as text; null when it is larger than anything the sandbox takes. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largest) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
