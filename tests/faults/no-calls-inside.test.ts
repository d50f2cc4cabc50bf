import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendMail } from '#lib/notifications/mailer.ts';
import { configuredGateways, gatewayOf } from '#lib/payments/gateways.ts';
import type { PaymentProvider } from '#lib/payments/provider.ts';
import { gateways } from '#lib/payments/values.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { openCheckout, type TestCheckout } from '#tests/support/checkout.ts';
import { systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

let database: TestDatabase;
let checkout: TestCheckout;
beforeAll(async () => {
  database = await createTestDatabase();
  checkout = await openCheckout();
  // Nobody is there: who is called at all fails otherwise than expected.
  Object.assign(process.env, {
    BANKPAGE_API_BASE: 'http://127.0.0.1:9',
    BANKPAGE_MERCHANT: 'museum',
    BANKPAGE_SECRET: 'secret',
  });
});
afterAll(async () => {
  await checkout.close();
  await database.close();
});

const now = new Date();
const calls: { [Name in keyof PaymentProvider]?: (provider: PaymentProvider) => Promise<unknown> } = {
  openCheckout: (provider) =>
    provider.openCheckout({
      idempotencyKey: 'co:1',
      paymentId: '00000000-0000-7000-8000-0000000000f1',
      orderId: '00000000-0000-7000-8000-0000000000f2',
      orderCode: 'ABCDEF',
      currency: 'AZN',
      lines: [{ name: 'Adult', quantity: 1, unitAmountMinor: 500 }],
      locale: 'az',
      email: null,
      expiresAt: now,
      successUrl: 'http://museum.test/',
      cancelUrl: 'http://museum.test/',
    }),
  readOutcome: (provider) => provider.readOutcome('one'),
  expireCheckout: (provider) => provider.expireCheckout('one'),
  submitRefund: (provider) =>
    provider.submitRefund({
      idempotencyKey: 'rf:1',
      refundId: '00000000-0000-7000-8000-0000000000f3',
      paymentIntentId: 'one',
      amountMinor: 500,
      reason: 'duplicate',
      isKeyOld: false,
    }),
  readRefund: (provider) => provider.readRefund('one'),
  listRefunds: (provider) => provider.listRefunds('one'),
  listRecentRefunds: (provider) => provider.listRecentRefunds({ since: now }),
  listBalanceTransactions: (provider) => provider.listBalanceTransactions({ from: now, to: now }),
};

it.each(Object.keys(calls) as (keyof typeof calls)[])(
  'refuses %s while locks are held, at every gateway',
  async (name) => {
    expect(configuredGateways()).toEqual([...gateways]);
    for (const gateway of gateways) {
      const asked = inTransaction(systemCtx(database.db), async () => calls[name]?.(gatewayOf(gateway)));
      await expect(asked, gateway).rejects.toThrow(/inside a transaction/);
    }
  },
);

it('refuses a mail while locks are held', async () => {
  const mail = {
    messageId: '<1@museum.test>',
    to: 'a@example.az',
    replyTo: null,
    subject: '',
    html: '',
    text: '',
    lang: 'az',
    attachments: [],
  };
  await expect(inTransaction(systemCtx(database.db), () => sendMail(mail))).rejects.toThrow(/inside a transaction/);
});
