import { queueMessage } from '#lib/notifications/queue-message.ts';
import type { GroupMessageKind } from '#lib/notifications/values.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { GroupVisit } from './visit-rows.ts';

/** Queues a mail to whoever booked a visit, in the running transaction; `about` makes it one of its kind. None without an address. */
export async function tellVisit(
  tx: TxCtx,
  visit: Pick<GroupVisit, 'id' | 'email' | 'locale'>,
  kind: GroupMessageKind,
  about: string,
): Promise<void> {
  if (!visit.email) return;
  await queueMessage(tx, {
    kind,
    orderId: null,
    visitId: visit.id,
    locale: visit.locale,
    recipient: visit.email,
    dedupeKey: `${kind}:${visit.id}:${about}`,
  });
}
