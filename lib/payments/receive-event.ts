import { sql } from 'drizzle-orm';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { enqueue } from '#lib/platform/jobs/enqueue.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { gatewayOf } from './gateways.ts';
import type { GatewayMessage } from './provider.ts';
import type { Gateway } from './values.ts';

export type ReceiveEventResult = { ok: true; isRepeat: boolean } | { ok: false; code: 'bad_signature' | 'malformed' };

/**
 * Takes in what a gateway tells us by itself: checks its signature, stores the event once, for ever, without personal data, and
 * queues its job; only then may it be answered.
 */
export async function receiveEvent(
  ctx: Ctx,
  input: { provider: Gateway; message: GatewayMessage },
): Promise<ReceiveEventResult> {
  const read = gatewayOf(input.provider).readMessage(input.message);
  if (!read.ok) return read;
  crashPoint('webhook.before_store');
  return inTransaction(ctx, async (tx) => {
    const { rowCount } = await tx.db.execute(sql`
      insert into provider_event (id, provider, type, object_id, payload)
      values (${read.eventId}, ${input.provider}, ${read.type}, ${read.hint.objectId}, ${JSON.stringify(read.hint)}::jsonb)
      on conflict (id) do nothing`);
    crashPoint('webhook.after_store');
    if (rowCount === 1) await enqueue(tx, 'provider_event', { eventId: read.eventId });
    crashPoint('webhook.before_commit');
    return { ok: true, isRepeat: rowCount === 0 };
  });
}
