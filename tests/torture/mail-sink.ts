import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export type MailSink = {
  url: string;
  /** How often each message came, by its Message-ID. */
  copies: ReadonlyMap<string, number>;
  close(): Promise<void>;
};

/** A real mail server that only counts. */
export async function startMailSink(): Promise<MailSink> {
  const copies = new Map<string, number>();
  const smtp = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    closeTimeout: 500,
    onData(stream, _session, callback) {
      buffer(stream).then((raw) => {
        const id = /^message-id:\s*<([^@>]+)@/im.exec(raw.toString('utf8'))?.[1] ?? 'without';
        copies.set(id, (copies.get(id) ?? 0) + 1);
        callback(null);
      }, callback);
    },
  });
  // A sender that dies in the middle is what this is for.
  smtp.on('error', () => undefined);
  const server = smtp.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    copies,
    close: () => new Promise<void>((done) => smtp.close(() => done())),
  };
}
