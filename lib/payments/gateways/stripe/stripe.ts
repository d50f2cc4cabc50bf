import { Stripe } from 'stripe';
import { isInsideTransaction } from '#db/client.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { CheckoutRequest, PaymentProvider, ProviderFailure, Recent } from '../../provider.ts';

import { sendRefund } from './send-refund.ts';
import { balanceLinesOf } from './stripe-balance.ts';
import { lookOfStripe, readStripeMessage } from './stripe-messages.ts';
import { disputeOutcomeOf, outcomeOf, recentPageOf, refundOutcomeOf } from './stripe-outcome.ts';

/** `apiBase` only with the sandbox. */
export type StripeSettings = { secretKey: string; apiBase?: string };

let known: { key: string; provider: PaymentProvider } | undefined;

/** Stripe from STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET and (with the sandbox) STRIPE_API_BASE; null without a key. */
export function stripeGateway(env: Record<string, string | undefined>): PaymentProvider | null {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: secrets = '', STRIPE_API_BASE: apiBase } = env;
  if (!secretKey) return null;
  const key = JSON.stringify([secretKey, secrets, apiBase]);
  if (known?.key !== key) known = { key, provider: stripeProvider({ secretKey, apiBase }, secrets) };
  return known.provider;
}

/** A Stripe client as we use it everywhere: one API version, short time-outs, two retries with the same idempotency key. */
export function stripeClient(settings: StripeSettings): Stripe {
  const base = settings.apiBase ? new URL(settings.apiBase) : null;
  return new Stripe(settings.secretKey, {
    apiVersion: '2026-10-28.endive',
    maxNetworkRetries: 2,
    timeout: 10_000,
    telemetry: false,
    ...(base ? { host: base.hostname, port: base.port, protocol: base.protocol === 'https:' ? 'https' : 'http' } : {}),
  });
}

// Stripe Checkout speaks no Azerbaijani: there the visitor's browser decides. The sandbox reads the metadata.
const checkoutLocales: Record<Locale, 'auto' | 'en' | 'ru'> = { az: 'auto', en: 'en', ru: 'ru' };

/** Stripe behind our own types: hosted Checkout, cards and wallets only (delayed methods off). */
function stripeProvider(settings: StripeSettings, webhookSecrets: string): PaymentProvider {
  const stripe = stripeClient(settings);
  const isLiveKey = /^[sr]k_live_/.test(settings.secretKey);
  return {
    isLive: isLiveKey,
    // Stripe's shortest session is 30 minutes; one more covers clocks that differ.
    pageMinutes: 31,
    // Stripe forgets an idempotency key after 24 hours: then the same request would open a second page.
    keyLifeHours: 23,
    readMessage: (message) => readStripeMessage(message, webhookSecrets),
    lookAt: lookOfStripe,
    openCheckout: (request) =>
      call(async () => {
        const session = await stripe.checkout.sessions.create(sessionParams(request), {
          idempotencyKey: request.idempotencyKey,
        });
        return {
          ok: true,
          sessionId: session.id,
          url: session.url ?? null,
          expiresAt: new Date(session.expires_at * 1000),
        };
      }),
    readOutcome: (sessionId) =>
      call(async () =>
        outcomeOf(await stripe.checkout.sessions.retrieve(sessionId, { expand: ['payment_intent'] }), isLiveKey),
      ),
    expireCheckout: (sessionId) =>
      call(async () => {
        try {
          await stripe.checkout.sessions.expire(sessionId);
        } catch (error) {
          // It is not open any more, or never was: what it is, its outcome tells.
          if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
        }
        return { ok: true };
      }),
    submitRefund: (request) => call(() => sendRefund(stripe, request)),
    readRefund: (id) => call(async () => refundOutcomeOf(await stripe.refunds.retrieve(id))),
    listRefunds: (paymentIntentId) =>
      call(async () => {
        const list = await stripe.refunds.list({ payment_intent: paymentIntentId, limit: 100 });
        return { ok: true, refunds: list.data.map(refundOutcomeOf) };
      }),
    listDisputes: (paymentIntentId) =>
      call(async () => {
        const list = await stripe.disputes.list({ payment_intent: paymentIntentId, limit: 100 });
        return { ok: true, disputes: list.data.map(disputeOutcomeOf) };
      }),
    listRecentRefunds: (request) =>
      call(async () => recentPageOf(await stripe.refunds.list(recentParams(request)), refundOutcomeOf)),
    listRecentDisputes: (request) =>
      call(async () => recentPageOf(await stripe.disputes.list(recentParams(request)), disputeOutcomeOf)),
    listBalanceTransactions: ({ from, to, after }) =>
      call(async () => {
        const page = await stripe.balanceTransactions.list({
          created: { gte: Math.ceil(from.getTime() / 1000), lt: Math.ceil(to.getTime() / 1000) },
          expand: ['data.source'],
          limit: 100,
          ...(after ? { starting_after: after } : {}),
        });
        return {
          ok: true,
          lines: page.data.flatMap(balanceLinesOf),
          next: page.has_more ? (page.data.at(-1)?.id ?? null) : null,
        };
      }),
  };
}

const recentParams = ({ since, after }: Recent) => ({
  created: { gte: Math.floor(since.getTime() / 1000) },
  limit: 100,
  ...(after ? { starting_after: after } : {}),
});

function sessionParams(request: CheckoutRequest): Stripe.Checkout.SessionCreateParams {
  const metadata = {
    order: request.orderId,
    payment: request.paymentId,
    code: request.orderCode,
    locale: request.locale,
  };
  return {
    mode: 'payment',
    allowed_payment_method_types: ['card'],
    // The sum is asked for in the museum's currency, and compared with it afterwards.
    adaptive_pricing: { enabled: false },
    line_items: request.lines.map((line) => ({
      quantity: line.quantity,
      price_data: {
        currency: request.currency.toLowerCase(),
        unit_amount: line.unitAmountMinor,
        product_data: { name: line.name },
      },
    })),
    client_reference_id: request.orderId,
    metadata,
    payment_intent_data: { metadata },
    ...(request.email ? { customer_email: request.email } : {}),
    locale: checkoutLocales[request.locale],
    expires_at: Math.floor(request.expiresAt.getTime() / 1000),
    success_url: request.successUrl,
    cancel_url: request.cancelUrl,
  };
}

/**
 * Calls Stripe outside any transaction, and says what a failure means: a refusal is final, everything else (network, time-out,
 * rate, their own errors) leaves open whether it happened. A wrong key or a wrong parameter is our bug and throws.
 */
async function call<T>(work: () => Promise<T>): Promise<T | ProviderFailure> {
  if (isInsideTransaction()) throw new Error('no call to a payment provider inside a transaction');
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    if (
      error instanceof Stripe.errors.StripeAuthenticationError ||
      error instanceof Stripe.errors.StripePermissionError
    )
      throw error;
    if (error instanceof Stripe.errors.StripeInvalidRequestError || error instanceof Stripe.errors.StripeCardError) {
      return { ok: false, code: 'provider_refused', reason: error.code ?? error.type };
    }
    return { ok: false, code: 'provider_unavailable' };
  }
}
