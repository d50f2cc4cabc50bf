import { sql } from 'drizzle-orm';
import { gatewayOf } from '#lib/payments/gateways.ts';
import type { EventHint } from '#lib/payments/provider.ts';
import type { Gateway } from '#lib/payments/values.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
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
    provider: Gateway;
    type: string;
    payload: EventHint;
    processed: boolean;
    outcome: string | null;
  }>(sql`
    select provider, type, payload, processed_at is not null as processed, outcome from provider_event where id = ${input.eventId}`);
  const event = rows[0];
  if (!event) return { ok: false, code: 'unknown_event' };
  if (event.processed) return { ok: true, outcome: event.outcome ?? '' };
  crashPoint('event.before_look');
  const outcome = await look(ctx, event);
  if (outcome === 'try_again') return { ok: false, code: 'try_again' };
  crashPoint('event.after_look');
  await ctx.db.execute(sql`
    update provider_event set processed_at = now(), outcome = ${outcome} where id = ${input.eventId} and processed_at is null`);
  crashPoint('event.after_mark');
  return { ok: true, outcome };
}

async function look(ctx: Ctx, event: { provider: Gateway; type: string; payload: EventHint }): Promise<string> {
  const gateway = gatewayOf(event.provider);
  const hint = event.payload;
  if (hint.isLive !== gateway.isLive) return 'other_mode';
  const look = gateway.lookAt(event.type, hint);
  switch (look.at) {
    case 'payment':
      return lookAtPayment(ctx, hint, look.sessionId);
    case 'refunds':
      return takenIn(ctx, hint, importRefunds, 'refunds_read');
    case 'disputes':
      return takenIn(ctx, hint, importDisputes, 'disputes_read');
    case 'nothing':
      return 'ignored';
  }
}

async function lookAtPayment(ctx: Ctx, hint: EventHint, sessionId: string | null): Promise<string> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select id from payment where session_id = ${hint.objectId} or payment_intent_id = ${hint.objectId}`);
  const paymentId = rows[0]?.id ?? hint.paymentId;
  if (!isUuid(paymentId)) return 'not_ours';
  const settled = await settlePayment(ctx, { paymentId, ...(sessionId ? { sessionId } : {}) });
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
