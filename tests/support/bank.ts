import type { Db } from '#db/client.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { type BankpageSandbox, startBankpageSandbox } from '#lib/demo/bankpage-sandbox/server.ts';
import { virtualClock } from '#lib/demo/stripe-sandbox/clock.ts';
import { visitorCtx } from './contexts.ts';

export const bankCards = { good: '4242424242424242', declined: '4000000000000002' } as const;

export type TestBank = BankpageSandbox & {
  /** Uses one of the sandbox's own controls, and gives its answer. */
  control(what: string, told?: object): Promise<Record<string, unknown>>;
};

/**
 * The bank with an account of its own, and the app's settings pointed at it as the gateway for new payments. It calls
 * `callbackUrl`; without one it calls nobody. Closed by `close`, which also lets the first gateway take new payments again.
 */
export async function openBank(callbackUrl: string | null = null): Promise<TestBank> {
  const settings = { merchant: 'TEST-MUSEUM', secret: 'secret-of-the-tests' };
  const bank = await startBankpageSandbox({
    port: 0,
    file: ':memory:',
    ...settings,
    callbackUrl,
    clock: virtualClock(Date.now()),
  });
  Object.assign(process.env, {
    CARD_GATEWAY: 'bankpage',
    BANKPAGE_MERCHANT: settings.merchant,
    BANKPAGE_SECRET: settings.secret,
    BANKPAGE_API_BASE: bank.url,
  });
  return {
    ...bank,
    async control(what, told = {}) {
      const answer = await fetch(`${bank.url}/_sandbox/${what}`, { method: 'POST', body: JSON.stringify(told) });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as Record<string, unknown>;
    },
    async close() {
      await bank.close();
      for (const name of ['CARD_GATEWAY', 'BANKPAGE_MERCHANT', 'BANKPAGE_SECRET', 'BANKPAGE_API_BASE'])
        delete process.env[name];
    },
  };
}

/** Begins the payment of an order and gives the address of the bank's page. */
export async function bankPageOf(db: Db, orderId: string): Promise<string> {
  const started = await startPayment(visitorCtx(db), { orderId });
  if (!started.ok || started.kind !== 'redirect') throw new Error(JSON.stringify(started));
  return started.url;
}

/** What a person does on the bank's page: the status, and where the browser is sent. */
export async function payAtBank(
  page: string,
  card: string = bankCards.good,
): Promise<{ status: number; to: string | null }> {
  const body = new URLSearchParams({ number: card, expiry: '12/40', cvc: '123' });
  const answer = await fetch(page, { method: 'POST', body, redirect: 'manual' });
  await answer.text();
  return { status: answer.status, to: answer.headers.get('location') };
}
