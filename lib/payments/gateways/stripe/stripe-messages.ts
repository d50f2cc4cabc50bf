import { Stripe } from 'stripe';
import type { EventHint, GatewayMessage, Look, ReadMessage } from '../../provider.ts';

/**
 * Checks a webhook of Stripe: the signature over the raw text (two secrets may be valid while they are exchanged; the signature
 * is at most five minutes old). `secrets` as STRIPE_WEBHOOK_SECRET has them, comma separated.
 */
export function readStripeMessage(message: GatewayMessage, secrets: string): ReadMessage {
  const signature = message.headers.get('stripe-signature') ?? '';
  const event = verify(message.rawBody, signature, secrets);
  if (event === 'bad_signature' || event === 'malformed') return { ok: false, code: event };
  const hint = hintOf(event);
  return hint ? { ok: true, eventId: event.id, type: event.type, hint } : { ok: false, code: 'malformed' };
}

/** Where an event tells us to look. */
export function lookOfStripe(type: string, hint: EventHint): Look {
  if (type.startsWith('checkout.session.') || type.startsWith('payment_intent.'))
    return { at: 'payment', sessionId: hint.objectKind === 'checkout.session' ? hint.objectId : null };
  if (type.startsWith('refund.') || type.startsWith('charge.refund')) return { at: 'refunds' };
  return type.startsWith('charge.dispute.') ? { at: 'disputes' } : { at: 'nothing' };
}

function verify(rawBody: string, signature: string, secrets: string): Stripe.Event | 'bad_signature' | 'malformed' {
  for (const secret of secrets.split(',').map((text) => text.trim())) {
    try {
      return Stripe.webhooks.constructEvent(rawBody, signature, secret);
    } catch (error) {
      if (error instanceof SyntaxError) return 'malformed';
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw error;
    }
  }
  return 'bad_signature';
}

// As the provider writes ids and types: printable, without spaces.
const plain = /^[\x21-\x7e]*$/;

function hintOf(event: Stripe.Event): EventHint | null {
  const object = (event as unknown as { data?: { object?: Record<string, unknown> } } | null)?.data?.object;
  const isText = (value: unknown, most: number): value is string =>
    typeof value === 'string' && value.length > 0 && value.length <= most && plain.test(value);
  if (!object || typeof object !== 'object' || !isText(event.id, 255) || !isText(event.type, 120)) return null;
  const metadata = (object.metadata ?? {}) as Record<string, unknown>;
  const intent = object.object === 'payment_intent' ? object.id : object.payment_intent;
  return {
    objectKind: isText(object.object, 120) ? object.object : '',
    objectId: isText(object.id, 255) ? object.id : '',
    paymentIntentId: isText(intent, 255) ? intent : null,
    paymentId: isText(metadata.payment, 36) ? metadata.payment : null,
    isLive: event.livemode === true,
  };
}
