import { missing } from '../api-error.ts';
import type { Charge } from '../objects/charge.ts';
import type { LineItem, Session } from '../objects/checkout-session.ts';
import type { Dispute } from '../objects/dispute.ts';
import type { PaymentIntent } from '../objects/payment-intent.ts';
import type { Refund } from '../objects/refund.ts';
import type { Facts, Stored } from '../store.ts';
import type { World } from '../world.ts';

type IntentParams = {
  capture_method?: 'automatic' | 'automatic_async';
  description?: string;
  metadata?: Record<string, string>;
  receipt_email?: string;
  statement_descriptor?: string;
  statement_descriptor_suffix?: string;
};
export type SessionFacts = { lines: LineItem[]; intentParams: IntentParams };
export type IntentFacts = {
  sessionId: string;
  /** What the bank's question is about, while it is open. */
  challenge: { number: string; name: string; email: string; expMonth: number; expYear: number } | null;
};
export type ChargeFacts = { later: 'dispute' | 'refund_pending' | 'refund_fails' | null };
type Kept<T, F> = { body: T; facts: F };

/** An object that the request names: Stripe's 404 when there is none. `param` is the name of the id in the request. */
export function getObject<T, F = Facts>(world: World, kind: string, id: string, param: string): Kept<T, F> {
  const found: Stored<T> | null = world.store.find<T>(kind, id);
  if (!found) throw missing(kind, id, param);
  return { body: found.body, facts: found.facts as F };
}

export const getSession = (world: World, id: string, param = 'session') =>
  getObject<Session, SessionFacts>(world, 'checkout.session', id, param);
export const getIntent = (world: World, id: string, param = 'intent') =>
  getObject<PaymentIntent, IntentFacts>(world, 'payment_intent', id, param);
export const getCharge = (world: World, id: string, param = 'charge') =>
  getObject<Charge, ChargeFacts>(world, 'charge', id, param);
export const getRefund = (world: World, id: string) => getObject<Refund>(world, 'refund', id, 'id');
export const getDispute = (world: World, id: string) => getObject<Dispute>(world, 'dispute', id, 'dispute');
/** The id of what may stand in an answer as an id or, expanded, whole. */
export function idOf(reference: string | { id: string } | null | undefined): string | null {
  if (!reference) return null;
  return typeof reference === 'string' ? reference : reference.id;
}
