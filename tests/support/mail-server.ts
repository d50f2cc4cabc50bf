import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export type TestMailServer = { received: ParsedMail[]; close(): Promise<void> };

/** A real mail server that takes everything, for this process: SMTP_URL leads to it. */
export async function openMailServer(): Promise<TestMailServer> {
  const received: ParsedMail[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    // Our mailer keeps its connections: whoever closes does not wait for them.
    closeTimeout: 100,
    onData(stream, _session, callback) {
      buffer(stream)
        .then(async (raw) => received.push(await simpleParser(raw)))
        .then(() => callback(null), callback);
    },
  });
  const server = smtp.listen(0, '127.0.0.1');
  await once(server, 'listening');
  Object.assign(process.env, {
    SMTP_URL: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    MAIL_FROM: 'Muzey <biletler@museum.test>',
  });
  return { received, close: () => new Promise((resolve) => smtp.close(() => resolve())) };
}
