import { createServer } from 'node:net';

/** A port of 127.0.0.1 that was free just now. */
export async function findFreePort(): Promise<number> {
  const port = await tryPort(0, '127.0.0.1');
  if (port === undefined) throw new Error('This machine has no free port left.');
  return port;
}

/** The wished port if it is free, else the next free one above it. */
export async function freePortFrom(wished: number): Promise<number> {
  for (let port = wished; port < Math.min(wished + 200, 65_536); port += 1) if (await isPortFree(port)) return port;
  return findFreePort();
}

/**
 * True when nobody serves on the port of `localhost`, whichever of its addresses is meant, nor on that of `host`. A server on
 * ::1 alone would otherwise answer the browser in our place.
 */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  for (const address of new Set([host, '127.0.0.1', '::1']))
    if ((await tryPort(port, address)) === undefined) return false;
  return true;
}

/** The port, if it can be listened on (0: any). A machine without IPv6 has every port of ::1 free. */
function tryPort(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(host === '::1' && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') ? port : undefined),
    );
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
