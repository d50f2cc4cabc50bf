import { join } from 'node:path';
import { startMailbox } from '#lib/demo/mailbox/server.ts';
import { startStripeSandbox } from '#lib/demo/stripe-sandbox/server.ts';
import { createLogger } from '#lib/platform/log.ts';
import { endWith } from './part.ts';

const log = createLogger('stand-ins');
const { STAND_INS = '', DATA_DIR = '.data', PORT } = process.env;
const standIns = STAND_INS.split(',');
const running: { close(): Promise<void> }[] = [];
endWith(log, async () => {
  await Promise.all(running.map((standIn) => standIn.close()));
});

if (standIns.includes('mail')) {
  running.push(
    await startMailbox({
      smtpPort: Number(process.env.SMTP_PORT),
      httpPort: Number(process.env.MAILBOX_PORT),
      file: join(DATA_DIR, 'mailbox.sqlite'),
    }),
  );
}
if (standIns.includes('payments')) {
  running.push(
    await startStripeSandbox({
      port: Number(process.env.SANDBOX_PORT),
      file: join(DATA_DIR, 'stripe-sandbox.sqlite'),
      secretKey: process.env.STRIPE_SECRET_KEY ?? '',
      webhookUrl: `http://127.0.0.1:${PORT}/api/stripe/webhook`,
      webhookSecret: process.env.STRIPE_WEBHOOK_SECRET ?? '',
      publicUrl: process.env.STRIPE_CHECKOUT_ORIGIN ?? '',
    }),
  );
}
process.send?.({ kind: 'ready' });
