import { queueMessage } from '#lib/notifications/queue-message.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';

/**
 * Queues the one mail about tickets that were taken back together: of the sum that returns, or that none does. Its key is that of
 * the first refund, else of the first ticket; either is taken back once.
 */
export async function tellGivenBack(
  tx: TxCtx,
  input: {
    order: { id: string; email: string | null; locale: Locale };
    refundIds: readonly string[];
    ticketIds: readonly string[];
  },
): Promise<void> {
  const { order, refundIds, ticketIds } = input;
  const first = refundIds[0] ?? [...ticketIds].sort()[0];
  if (!order.email || !first) return;
  const isMoney = refundIds.length > 0;
  await queueMessage(tx, {
    kind: isMoney ? 'order_refunded' : 'tickets_cancelled',
    orderId: order.id,
    locale: order.locale,
    recipient: order.email,
    dedupeKey: `${isMoney ? 'refund' : 'tickets_cancelled'}:${first}`,
  });
}
