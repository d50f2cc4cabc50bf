import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openAgenda } from '../stripe-sandbox/agenda.ts';
import { type Clock, realClock } from '../stripe-sandbox/clock.ts';
import { readBody } from '../stripe-sandbox/http/read-body.ts';
import { answerRequest } from './answer.ts';
import { makeCall } from './callbacks.ts';
import { type FaultControl, faultControl } from './faults.ts';
import { endRefund } from './refunds.ts';
import { openStore } from './store.ts';
import type { World } from './world.ts';

export type BankpageSandbox = {
  url: string;
  port: number;
  close(): Promise<void>;
  faults: FaultControl;
  clock: Clock;
  /** Resolves when everything that is due now (callbacks above all) is done. */
  settled(): Promise<void>;
};

/**
 * A bank on loopback that speaks as acquiring banks do. `port` 0 takes any free one; `file` is a SQLite file, which survives
 * restarts, or ':memory:'. `publicUrl` is how a browser reaches the payment page, when that is not the address itself.
 */
export async function startBankpageSandbox(options: {
  port: number;
  file: string;
  merchant: string;
  secret: string;
  callbackUrl: string | null;
  publicUrl?: string;
  clock?: Clock;
}): Promise<BankpageSandbox> {
  if (!options.secret) throw new Error('the bank needs a secret');
  const clock = options.clock ?? realClock;
  const store = openStore(options.file);
  const closing = new AbortController();
  const http = createServer();
  const onBug = (error: unknown) => process.emitWarning(error instanceof Error ? error : String(error));
  const world: World = {
    store,
    clock,
    agenda: openAgenda(store, clock, onBug),
    faults: faultControl(),
    merchant: options.merchant,
    secret: options.secret,
    callbackUrl: options.callbackUrl,
    publicUrl: '',
    closing: closing.signal,
  };
  http.on('request', async (request, response) => {
    response.setHeader('cache-control', 'no-store');
    try {
      const url = URL.parse(request.url ?? '/', 'http://bank');
      const body = url ? await readBody(request) : null;
      const answer = url && body !== null ? await answerRequest(world, request, url.pathname, body) : null;
      if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
      else response.destroy();
    } catch (error) {
      onBug(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  });
  http.listen(options.port, '127.0.0.1');
  try {
    await once(http, 'listening');
  } catch (error) {
    store.close();
    throw error;
  }
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  world.publicUrl = (options.publicUrl || url).replace(/\/+$/, '');
  world.agenda.start({
    call: (body) => makeCall(world, body),
    end_refund: (body) => void endRefund(world, JSON.parse(body).refundId, JSON.parse(body).isDone),
  });
  return {
    url,
    port,
    faults: world.faults,
    clock,
    settled: () => world.agenda.settled(),
    async close() {
      closing.abort();
      const closed = once(http, 'close');
      http.close();
      http.closeAllConnections();
      await Promise.all([closed, world.agenda.stop()]);
      store.close();
    },
  };
}
