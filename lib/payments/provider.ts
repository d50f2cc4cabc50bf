import type { Locale } from '#lib/platform/locales.ts';
import type { DisputeState, ledgerKinds, RefundState } from './values.ts';

/**
 * What every payment gateway must be able to do for us. A gateway that redirects, calls back and answers status queries fits
 * in one folder of this shape (README, "Adding a gateway"); a callback is only ever a hint, and `readOutcome` is what counts.
 * No method that asks the gateway may be called inside a transaction. Amounts are whole minor units of `currency`. Ids of
 * pages, payments and refunds are unique among all gateways.
 */
export type PaymentProvider = {
  /** Whether our account there moves real money. */
  isLive: boolean;
  /** How long a page is asked to take money. */
  pageMinutes: number;
  /** For how long the same request is sure to open the same page again. */
  keyLifeHours: number;
  /** Checks what the gateway tells us by itself, and says what it is about. Without a network. */
  readMessage(message: GatewayMessage): ReadMessage;
  /** Where an event that was taken in tells us to look. */
  lookAt(type: string, hint: EventHint): Look;
  /** Opens a page on which the sum can be paid. The same `idempotencyKey` with the same request gives the same page again. */
  openCheckout(request: CheckoutRequest): Promise<OpenedCheckout | ProviderFailure>;
  /** What has become of a page: the truth, whatever messages came or did not come. */
  readOutcome(sessionId: string): Promise<Outcome | ProviderFailure>;
  /** Closes a page so that it cannot be paid any more. Ok also when it was closed or paid before: read the outcome next. */
  expireCheckout(sessionId: string): Promise<{ ok: true } | ProviderFailure>;
  /** Sends money back. The same `idempotencyKey` sends it once. */
  submitRefund(request: RefundRequest): Promise<RefundOutcome | ProviderFailure>;
  readRefund(providerRefundId: string): Promise<RefundOutcome | ProviderFailure>;
  /** All refunds of a charge, also those made in the provider's own dashboard. */
  listRefunds(paymentIntentId: string): Promise<{ ok: true; refunds: RefundOutcome[] } | ProviderFailure>;
  /** All disputes that card holders have opened about a charge. */
  listDisputes(paymentIntentId: string): Promise<{ ok: true; disputes: DisputeOutcome[] } | ProviderFailure>;
  /** What began in our account since an instant, whoever began it, the newest first: `next` is asked for as `after` until null. */
  listRecentRefunds(request: Recent): Promise<RecentPage<RefundOutcome> | ProviderFailure>;
  listRecentDisputes(request: Recent): Promise<RecentPage<DisputeOutcome> | ProviderFailure>;
  /**
   * The provider's own account of its balance from an instant up to another (not itself), a page at a time: `next` is asked for
   * as `after` until it is null. What the daily comparison holds our ledger against.
   */
  listBalanceTransactions(request: {
    from: Date;
    to: Date;
    after?: string;
  }): Promise<{ ok: true; lines: BalanceLine[]; next: string | null } | ProviderFailure>;
};

export type Recent = { since: Date; after?: string };
/** `at`: when it began, by the provider's clock. */
export type RecentPage<What> = {
  ok: true;
  items: { what: What; paymentIntentId: string | null; at: Date }[];
  next: string | null;
};

/** A request that claims to come from a gateway, as it came: signatures cover bytes. */
export type GatewayMessage = { method: string; query: URLSearchParams; headers: Headers; rawBody: string };

export type ReadMessage =
  /** `eventId`: the same message again has the same, and no other gateway's message ever has it. */
  { ok: true; eventId: string; type: string; hint: EventHint } | { ok: false; code: 'bad_signature' | 'malformed' };

/** What we keep of an event: a hint where to look. Names and cards stay with the provider. */
export type EventHint = {
  objectKind: string;
  objectId: string;
  paymentIntentId: string | null;
  paymentId: string | null;
  isLive: boolean;
};

/** `sessionId`: the page that the event names, which we may not have heard of yet. */
export type Look = { at: 'payment'; sessionId: string | null } | { at: 'refunds' | 'disputes' | 'nothing' };

/** One movement on the provider's balance; a movement's fee is a line of its own under the same id. Never of amount zero. */
export type BalanceLine = {
  lineId: string;
  kind: (typeof ledgerKinds)[number];
  /** What the ledger calls the movement: payment intent, refund, dispute; for anything else the provider's id of it. */
  reference: string;
  /** Positive to the museum, negative back. */
  amountMinor: number;
  currency: string;
  at: Date;
  paymentIntentId: string | null;
  /** Our own attempt, where the provider was told of it. */
  paymentId: string | null;
};

export type CheckoutRequest = {
  idempotencyKey: string;
  paymentId: string;
  orderId: string;
  orderCode: string;
  currency: string;
  lines: { name: string; quantity: number; unitAmountMinor: number }[];
  locale: Locale;
  email: string | null;
  expiresAt: Date;
  successUrl: string;
  cancelUrl: string;
};

export type OpenedCheckout = { ok: true; sessionId: string; url: string | null; expiresAt: Date };

/** `provider_unavailable`: nobody knows whether it happened; ask again. `provider_refused`: it did not and will not happen. */
export type ProviderFailure =
  | { ok: false; code: 'provider_unavailable' }
  | { ok: false; code: 'provider_refused'; reason: string };

/** What a payment page says of itself; with whom it says it belongs, so that the caller can compare. */
export type Outcome = {
  ok: true;
  state: 'open' | 'processing' | 'succeeded' | 'failed' | 'expired';
  sessionId: string;
  paymentIntentId: string | null;
  amountMinor: number;
  currency: string;
  orderId: string | null;
  paymentId: string | null;
  /** Whether the money is of the same world (live or test) as our key. */
  isOurMode: boolean;
  /** Why the last try was refused, in the provider's word: "card_declined". */
  failureCode: string | null;
};

export type RefundRequest = {
  idempotencyKey: string;
  refundId: string;
  paymentIntentId: string;
  amountMinor: number;
  reason: 'duplicate' | 'requested_by_customer';
  /** Asked for so long ago that the gateway may have forgotten the key (`keyLifeHours`). */
  isKeyOld: boolean;
};

export type RefundOutcome = {
  ok: true;
  state: Extract<RefundState, 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled'>;
  providerRefundId: string;
  paymentIntentId: string | null;
  amountMinor: number;
  currency: string;
  /** Our own refund's id, when we made it. */
  refundId: string | null;
};

export type DisputeOutcome = {
  providerDisputeId: string;
  state: DisputeState;
  /** What the bank has taken from the account, and what it has put back, without fees. Both zero in a mere inquiry. */
  takenMinor: number;
  reinstatedMinor: number;
  currency: string;
};
