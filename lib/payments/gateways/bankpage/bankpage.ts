import { z } from 'zod';
import type {
  CheckoutRequest,
  OpenedCheckout,
  PaymentProvider,
  ProviderFailure,
  RefundOutcome,
} from '../../provider.ts';
import { askBank, type BankSettings, bankError } from './bankpage-api.ts';
import { lookOfBank, readCallback } from './bankpage-callback.ts';
import { currencyNumber, numberOf, orderShape, outcomeOf, refundOutcomeOf, refundShape } from './bankpage-shapes.ts';
import { recentRefunds, statementLines } from './bankpage-statement.ts';

const pageMinutes = 20;

/** The bank's page from BANKPAGE_MERCHANT, BANKPAGE_SECRET and BANKPAGE_API_BASE; null without a secret. */
export function bankpageGateway(env: Record<string, string | undefined>): PaymentProvider | null {
  const { BANKPAGE_MERCHANT: merchant = '', BANKPAGE_SECRET: secret, BANKPAGE_API_BASE: apiBase = '' } = env;
  return secret ? bankpage({ merchant, secret, apiBase }) : null;
}

/**
 * A gateway as acquiring banks offer it: an order is registered and has a page, the browser is sent back, a signed callback may
 * come, the status query is the truth. It knows no idempotency keys. In their place stand our own numbers: it registers an order
 * number once, and answers a refund's request number with the refund it belongs to.
 */
function bankpage(settings: BankSettings): PaymentProvider {
  // The bank gives test accounts names of their own, and says of every order to which kind it belongs.
  const isTest = settings.merchant.startsWith('TEST');
  const ask = <Shape extends z.ZodType>(method: string, fields: Record<string, string>, shape: Shape) =>
    askBank(settings, method, fields, shape);
  const orderOf = (which: { orderId: string } | { orderNumber: string }) => ask('getOrderStatus', which, orderShape);
  const refundOf = async (method: string, fields: Record<string, string>): Promise<RefundOutcome | ProviderFailure> => {
    const asked = await ask(method, fields, refundShape);
    return asked.ok ? refundOutcomeOf(asked.answer) : asked;
  };
  return {
    isLive: !isTest,
    pageMinutes,
    keyLifeHours: Number.POSITIVE_INFINITY,
    readMessage: (message) => readCallback(message, settings.secret),
    lookAt: lookOfBank,
    async openCheckout(request) {
      const currency = currencyNumber(request.currency);
      if (!currency) return { ok: false, code: 'provider_refused', reason: 'currency_unknown' };
      const fields = registration(request, currency);
      const made = await ask('register', fields, z.object({ orderId: z.string() }));
      // Registered before, by a request whose answer was lost: it is the same order, for the number is our attempt's.
      if (!made.ok && (made.code !== 'provider_refused' || made.reason !== `bank_${bankError.numberUsed}`)) return made;
      const found = await orderOf({ orderNumber: fields.orderNumber });
      return found.ok ? openedOf(found.answer) : found;
    },
    async readOutcome(sessionId) {
      const found = await orderOf({ orderId: sessionId });
      return found.ok ? outcomeOf(found.answer, isTest) : found;
    },
    async expireCheckout(sessionId) {
      const closed = await ask('close', { orderId: sessionId }, z.object({}));
      // It was paid or over before, or was never there: what it is, its outcome tells.
      return closed.ok || closed.code === 'provider_refused' ? { ok: true } : closed;
    },
    submitRefund: (request) =>
      refundOf('refund', {
        orderId: request.paymentIntentId,
        amount: String(request.amountMinor),
        requestId: numberOf(request.refundId),
      }),
    readRefund: (refundId) => refundOf('getRefundStatus', { refundId }),
    async listRefunds(paymentIntentId) {
      const found = await orderOf({ orderId: paymentIntentId });
      return found.ok ? { ok: true, refunds: found.answer.refunds.map(refundOutcomeOf) } : found;
    },
    // Card holders' complaints come from this bank by letter, and leave its statement as a refund.
    listDisputes: async () => ({ ok: true, disputes: [] }),
    listRecentDisputes: async () => ({ ok: true, items: [], next: null }),
    listRecentRefunds: (request) => recentRefunds(settings, request),
    listBalanceTransactions: (request) => statementLines(settings, request),
  };
}

function registration(request: CheckoutRequest, currency: string): Record<string, string> & { orderNumber: string } {
  const sum = request.lines.reduce((total, line) => total + line.quantity * line.unitAmountMinor, 0);
  const seconds = Math.floor((request.expiresAt.getTime() - Date.now()) / 1000);
  return {
    orderNumber: numberOf(request.paymentId),
    amount: String(sum),
    currency,
    returnUrl: request.successUrl,
    failUrl: request.cancelUrl,
    description:
      `${request.orderCode}: ${request.lines.map((line) => `${line.quantity} × ${line.name}`).join(', ')}`.slice(
        0,
        500,
      ),
    language: request.locale,
    params: new URLSearchParams({ order: request.orderId }).toString(),
    sessionTimeoutSecs: String(Math.max(60, seconds)),
  };
}

function openedOf(order: z.output<typeof orderShape>): OpenedCheckout {
  return {
    ok: true,
    sessionId: order.orderId,
    url: order.orderStatus === 0 ? order.formUrl : null,
    expiresAt: new Date(order.expiresAt),
  };
}
