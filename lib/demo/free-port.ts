import { createServer } from 'node:net';

/** A port of 127.0.0.1 that was free just now. */
export function findFreePort(): Promise<number> {
  return tryPort(0).then((port) => {
    if (port === undefined) throw new Error('This machine has no free port left.');
    return port;
  });
}

/** The wished port if it is free, else the next free one above it. */
export async function freePortFrom(wished: number): Promise<number> {
  for (let port = wished; port < Math.min(wished + 200, 65_536); port += 1) {
    if ((await tryPort(port)) !== undefined) return port;
  }
  return findFreePort();
}

/** The port if it can be listened on (0: any), else undefined. */
export function tryPort(port: number, host = '127.0.0.1'): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
