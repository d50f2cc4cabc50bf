import { sql } from 'drizzle-orm';
import type { Locale } from '#lib/platform/locales.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { MessageKind } from './values.ts';

export type QueueMessageInput = {
  kind: MessageKind;
  /** Null where it is about no order, or about several. */
  orderId: string | null;
  locale: Locale;
  recipient: string;
  /** The group's visit that it is about. */
  visitId?: string;
  /** One message for each key, ever: "paid:{order}", "refund:{refund}". */
  dedupeKey: string;
};

/** Queues a message in the running transaction: it is its own job (send-waiting.ts). The same key again queues nothing. */
export async function queueMessage(ctx: TxCtx, input: QueueMessageInput): Promise<{ messageId: string | null }> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    insert into message (dedupe_key, kind, order_id, visit_id, locale, recipient)
    values (${input.dedupeKey}, ${input.kind}, ${input.orderId}, ${input.visitId ?? null}, ${input.locale}, ${input.recipient})
    on conflict (dedupe_key) do nothing returning id`);
  return { messageId: rows[0]?.id ?? null };
}
