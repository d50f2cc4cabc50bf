import { sql } from 'drizzle-orm';
import type { EventHint } from '#lib/payments/receive-event.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { importDisputes } from './import-disputes.ts';
import { importRefunds } from './import-refunds.ts';
import { settlePayment } from './settle-payment.ts';

export type ProcessEventResult = { ok: true; outcome: string } | { ok: false; code: 'unknown_event' | 'try_again' };

/**
 * Works off a stored event. It is only a hint where to look: the object is asked of the provider, so that order, repetition and
 * age of events change nothing. `try_again`: the provider is out of reach, or the object is said to be ours and not known yet.
 */
export async function processProviderEvent(ctx: Ctx, input: { eventId: string }): Promise<ProcessEventResult> {
  const { rows } = await ctx.db.execute<{
    type: string;
    payload: EventHint;
    processed: boolean;
    outcome: string | null;
  }>(sql`
    select type, payload, processed_at is not null as processed, outcome from provider_event where id = ${input.eventId}`);
  const event = rows[0];
  if (!event) return { ok: false, code: 'unknown_event' };
  if (event.processed) return { ok: true, outcome: event.outcome ?? '' };
  const outcome = await look(ctx, event.type, event.payload);
  if (outcome === 'try_again') return { ok: false, code: 'try_again' };
  await ctx.db.execute(sql`
    update provider_event set processed_at = now(), outcome = ${outcome} where id = ${input.eventId} and processed_at is null`);
  return { ok: true, outcome };
}

async function look(ctx: Ctx, type: string, hint: EventHint): Promise<string> {
  if (hint.isLive !== /^[sr]k_live_/.test(process.env.STRIPE_SECRET_KEY ?? '')) return 'other_mode';
  if (type.startsWith('checkout.session.') || type.startsWith('payment_intent.')) return lookAtPayment(ctx, hint);
  if (type.startsWith('refund.') || type.startsWith('charge.refund'))
    return takenIn(ctx, hint, importRefunds, 'refunds_read');
  if (type.startsWith('charge.dispute.')) return takenIn(ctx, hint, importDisputes, 'disputes_read');
  return 'ignored';
}

async function lookAtPayment(ctx: Ctx, hint: EventHint): Promise<string> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select id from payment where session_id = ${hint.objectId} or payment_intent_id = ${hint.objectId}`);
  const paymentId = rows[0]?.id ?? hint.paymentId;
  if (!isUuid(paymentId)) return 'not_ours';
  const isSession = hint.objectKind === 'checkout.session';
  const settled = await settlePayment(ctx, { paymentId, ...(isSession ? { sessionId: hint.objectId } : {}) });
  return settled.ok ? settled.state : 'try_again';
}

async function takenIn(ctx: Ctx, hint: EventHint, take: typeof importRefunds, outcome: string): Promise<string> {
  if (!hint.paymentIntentId) return 'not_ours';
  const imported = await take(ctx, { paymentIntentId: hint.paymentIntentId });
  if (imported.ok) return outcome;
  if (imported.code !== 'unknown_payment') return 'try_again';
  if (!isUuid(hint.paymentId)) return 'not_ours';
  // The news came before we knew of the money: settled first, then read again.
  await settlePayment(ctx, { paymentId: hint.paymentId });
  return 'try_again';
}
