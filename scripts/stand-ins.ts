import { join } from 'node:path';
import { startBankpageSandbox } from '#lib/demo/bankpage-sandbox/server.ts';
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
// A gateway with an account of its own keeps it: only one that points to our own ports is stood in for.
const isStoodIn = (base: string | undefined, port: string | undefined) =>
  standIns.includes('payments') && base === `http://127.0.0.1:${port}`;
if (isStoodIn(process.env.STRIPE_API_BASE, process.env.SANDBOX_PORT)) {
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
if (isStoodIn(process.env.BANKPAGE_API_BASE, process.env.BANK_PORT)) {
  running.push(
    await startBankpageSandbox({
      port: Number(process.env.BANK_PORT),
      file: join(DATA_DIR, 'bankpage-sandbox.sqlite'),
      merchant: process.env.BANKPAGE_MERCHANT ?? '',
      secret: process.env.BANKPAGE_SECRET ?? '',
      callbackUrl: `http://127.0.0.1:${PORT}/api/bankpage/callback`,
      publicUrl: process.env.BANKPAGE_PAGE_ORIGIN ?? '',
    }),
  );
}
process.send?.({ kind: 'ready' });
