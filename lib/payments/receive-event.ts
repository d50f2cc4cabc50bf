import { sql } from 'drizzle-orm';
import { Stripe } from 'stripe';
import type { Ctx } from '#lib/platform/ctx.ts';
import { enqueue } from '#lib/platform/jobs/enqueue.ts';
import { inTransaction } from '#lib/platform/transaction.ts';

export type ReceiveEventResult = { ok: true; isRepeat: boolean } | { ok: false; code: 'bad_signature' | 'malformed' };

/** What we keep of an event: a hint where to look. Names and cards stay with the provider. */
export type EventHint = {
  objectKind: string;
  objectId: string;
  paymentIntentId: string | null;
  paymentId: string | null;
  isLive: boolean;
};

/**
 * Takes in a webhook: checks the signature over the raw text (two secrets may be valid while they are exchanged; the signature
 * is at most five minutes old), stores the event once, for ever, and queues its job; only then may it be answered 2xx.
 * `secrets` as STRIPE_WEBHOOK_SECRET has them, comma separated.
 */
export async function receiveEvent(
  ctx: Ctx,
  input: { rawBody: string; signature: string; secrets: string },
): Promise<ReceiveEventResult> {
  const event = verify(input);
  if (event === 'bad_signature' || event === 'malformed') return { ok: false, code: event };
  const hint = hintOf(event);
  if (!hint) return { ok: false, code: 'malformed' };
  return inTransaction(ctx, async (tx) => {
    const { rowCount } = await tx.db.execute(sql`
      insert into provider_event (id, provider, type, object_id, payload)
      values (${event.id}, 'stripe', ${event.type}, ${hint.objectId}, ${JSON.stringify(hint)}::jsonb)
      on conflict (id) do nothing`);
    if (rowCount === 1) await enqueue(tx, 'provider_event', { eventId: event.id });
    return { ok: true, isRepeat: rowCount === 0 };
  });
}

function verify(input: {
  rawBody: string;
  signature: string;
  secrets: string;
}): Stripe.Event | 'bad_signature' | 'malformed' {
  for (const secret of input.secrets.split(',').map((text) => text.trim())) {
    try {
      return Stripe.webhooks.constructEvent(input.rawBody, input.signature, secret);
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
