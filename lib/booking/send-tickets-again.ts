import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { lockOrder } from './lock-order.ts';

export const sendAgainRefusals = ['forbidden', 'unknown_order', 'no_email', 'no_tickets', 'too_often'] as const;
export type SendAgainResult =
  | { ok: true; recipient: string; isRepeat: boolean }
  | Refusal<(typeof sendAgainRefusals)[number]>;

/**
 * Sends an order's tickets once more, to the address of the order and in its language: for staff with `orders.change`, and for the
 * visitor of the order `tickets_again_a_day` times in 24 hours. `requestKey` is the form's own id: pressed twice, one message goes out.
 */
export async function sendTicketsAgain(
  ctx: Ctx,
  input: { orderId: string; requestKey: string },
): Promise<SendAgainResult> {
  const { orderId, requestKey } = input;
  const isOwn = ctx.actor.kind === 'visitor' && ctx.actor.orderId === orderId;
  if (!isOwn && !can(ctx.actor, 'orders.change')) return { ok: false, code: 'forbidden' };
  if (!isUuid(orderId) || !isUuid(requestKey)) return { ok: false, code: 'unknown_order' };
  return inTransaction(ctx, async (tx): Promise<SendAgainResult> => {
    const order = await lockOrder(tx, orderId);
    if (!order) return { ok: false, code: 'unknown_order' };
    if (!order.email) return { ok: false, code: 'no_email' };
    const { rows } = await tx.db.execute<{ locale: Locale; tickets: number }>(sql`
      select o.locale, (select count(*) from ticket k where k.order_id = o.id and k.state = 'valid') as tickets
        from orders o where o.id = ${orderId}`);
    const locale = rows[0]?.locale;
    if (!locale || rows[0]?.tickets === 0) return { ok: false, code: 'no_tickets' };
    if (isOwn && (await isTooOften(tx, orderId, requestKey))) return { ok: false, code: 'too_often' };
    const { messageId } = await queueMessage(tx, {
      kind: 'tickets_again',
      orderId,
      dedupeKey: `again:${orderId}:${requestKey}`,
      locale,
      recipient: order.email,
    });
    if (messageId) {
      await writeAudit(tx, {
        action: 'tickets_sent_again',
        objectKind: 'order',
        objectId: orderId,
        after: { messageId },
      });
    }
    return { ok: true, recipient: order.email, isRepeat: messageId === null };
  });
}

async function isTooOften(tx: TxCtx, orderId: string, requestKey: string): Promise<boolean> {
  const { rows } = await tx.db.execute<{ sent: number; today: string }>(sql`
    select current_date::text as today, (select count(*)::int from message where order_id = ${orderId} and kind = 'tickets_again'
              and queued_at > now() - interval '24 hours' and dedupe_key <> ${`again:${orderId}:${requestKey}`}) as sent`);
  const { tickets_again_a_day: most } = await getSettings(tx.db as unknown as Db, rows[0]?.today ?? '');
  return (rows[0]?.sent ?? 0) >= most;
}
