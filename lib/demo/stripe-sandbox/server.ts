import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openAgenda } from './agenda.ts';
import { type Clock, realClock } from './clock.ts';
import { deliver } from './events/send.ts';
import { type FaultControl, faultControl } from './faults.ts';
import { answerRequest } from './http/answer-request.ts';
import { disputeCharge } from './money/dispute-charge.ts';
import { runOut } from './money/expire-session.ts';
import { endRefund } from './money/refund-charge.ts';
import { openStore } from './store.ts';
import type { World } from './world.ts';

export type StripeSandbox = {
  url: string;
  port: number;
  close(): Promise<void>;
  faults: FaultControl;
  clock: Clock;
  /** Resolves when everything that is due now (deliveries of events above all) is done. */
  settled(): Promise<void>;
};

const day = 86_400_000;

/**
 * A server on loopback that the unmodified `stripe` SDK talks to (host, port and protocol "http" in its configuration).
 * `port` 0 takes any free one; `file` is a SQLite file, which survives restarts, or ':memory:'. `publicUrl` is how a browser
 * reaches the payment page, when that is not the address itself.
 */
export async function startStripeSandbox(options: {
  port: number;
  file: string;
  secretKey: string;
  webhookUrl: string | null;
  webhookSecret: string;
  publicUrl?: string;
  clock?: Clock;
}): Promise<StripeSandbox> {
  if (!options.secretKey) throw new Error('the sandbox needs a secret key');
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
    secretKey: options.secretKey,
    webhook: options.webhookUrl ? { url: options.webhookUrl, secret: options.webhookSecret } : null,
    publicUrl: '',
    closing: closing.signal,
  };
  const memory = { keysInUse: new Set<string>(), second: 0, requests: 0 };
  http.on('request', (request, response) => {
    answerRequest(world, memory, request, response).catch((error: unknown) => {
      onBug(error);
      if (!response.headersSent)
        response.writeHead(500, { 'content-type': 'application/json', 'stripe-should-retry': 'false' });
      response.end(JSON.stringify({ error: { type: 'api_error', message: 'The sandbox failed at this request.' } }));
    });
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
  store.forget(clock.now() - day, Math.floor((clock.now() - 30 * day) / 1000));
  world.agenda.start({
    deliver: (body) => deliver(world, body),
    run_out: (body) => runOut(world, JSON.parse(body).sessionId),
    end_refund: (body) => void endRefund(world, JSON.parse(body).refundId, JSON.parse(body).isFailed),
    dispute: (body) => void disputeCharge(world, JSON.parse(body).chargeId),
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
