import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { openMailStore } from './store.ts';
import { answerMailbox } from './web.ts';

export type Mailbox = { smtpUrl: string; url: string; close(): Promise<void> };

const largest = 25 * 1024 * 1024;

/**
 * A mail server that keeps what it gets and shows it: real SMTP on `smtpPort`, pages on `httpPort` (0: any free), loopback
 * only. `file` is a SQLite file or ':memory:'.
 */
export async function startMailbox(options: { smtpPort: number; httpPort: number; file: string }): Promise<Mailbox> {
  const store = openMailStore(options.file);
  const smtp = new SMTPServer({
    // A sender with a name and password is as welcome as one without: nobody else can reach this port.
    authOptional: true,
    onAuth: (_auth, _session, callback) => callback(null, { user: 'demonstration' }),
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    size: largest,
    closeTimeout: 500,
    onData(stream, session, callback) {
      buffer(stream)
        .then((raw) => {
          if (stream.sizeExceeded)
            return callback(Object.assign(new Error('Message too large'), { responseCode: 552 }));
          const { mailFrom, rcptTo } = session.envelope;
          store.add({
            receivedAt: new Date().toISOString(),
            sender: mailFrom ? mailFrom.address : '',
            recipients: rcptTo.map(({ address }) => address),
            raw,
          });
          callback(null);
        })
        .catch((error: Error) => callback(error));
    },
  });
  // A sender that hangs up in the middle is its own affair.
  smtp.on('error', () => undefined);
  const smtpServer = smtp.listen(options.smtpPort, '127.0.0.1');
  const http = createServer((request, response) => {
    answerMailbox(store, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('The mailbox failed to show this.');
    });
  });
  http.listen(options.httpPort, '127.0.0.1');
  try {
    await Promise.all([once(smtpServer, 'listening'), once(http, 'listening')]);
  } catch (error) {
    smtp.close();
    http.close();
    store.close();
    throw error;
  }
  return {
    smtpUrl: `smtp://127.0.0.1:${(smtpServer.address() as AddressInfo).port}`,
    url: `http://localhost:${(http.address() as AddressInfo).port}`,
    async close() {
      http.closeAllConnections();
      await Promise.all([
        new Promise((done) => http.close(done)),
        new Promise<void>((done) => smtp.close(() => done())),
      ]);
      store.close();
    },
  };
}
