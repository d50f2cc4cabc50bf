import type { PaymentProvider } from './provider.ts';
import { stripeProvider } from './stripe.ts';

let known: { key: string; provider: PaymentProvider } | undefined;

/** The card payments of this installation, from STRIPE_SECRET_KEY and (with the sandbox) STRIPE_API_BASE. */
export function cardProvider(): PaymentProvider {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_BASE: apiBase } = process.env;
  if (!secretKey) throw new Error('STRIPE_SECRET_KEY is not set');
  const key = `${secretKey} ${apiBase}`;
  if (known?.key !== key) known = { key, provider: stripeProvider({ secretKey, apiBase }) };
  return known.provider;
}
