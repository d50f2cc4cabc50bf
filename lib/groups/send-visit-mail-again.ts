import { sql } from 'drizzle-orm';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import { type GroupMessageKind, groupMessageKinds } from '#lib/notifications/values.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { findOpenOffer, lockVisit } from './visit-rows.ts';

export type SendVisitMailAgainResult =
  | { ok: true; recipient: string; isRepeat: boolean }
  | { ok: false; code: 'forbidden' | 'unknown_visit' | 'unknown_message' | 'no_email' | 'offer_over' };

/**
 * Sends one of a visit's messages once more, to the address it has now and as the visit is now. An offer only while it stands.
 * `requestKey` is the form's own: pressed twice, one goes out. Needs `groups.change`.
 */
export async function sendVisitMailAgain(
  ctx: Ctx,
  input: { visitId: string; messageId: string; requestKey: string },
): Promise<SendVisitMailAgainResult> {
  if (!can(ctx.actor, 'groups.change')) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.messageId) || !isUuid(input.requestKey)) return { ok: false, code: 'unknown_message' };
  return inTransaction(
    ctx,
    async (tx): Promise<SendVisitMailAgainResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      const { rows } = await tx.db.execute<{ kind: GroupMessageKind; dedupeKey: string }>(
        sql`select kind, dedupe_key as "dedupeKey" from message where id = ${input.messageId} and visit_id = ${visit.id}`,
      );
      const kind = groupMessageKinds.find((one) => one === rows[0]?.kind);
      if (!kind) return { ok: false, code: 'unknown_message' };
      if (!visit.email) return { ok: false, code: 'no_email' };
      if (kind === 'group_offer' && !(await findOpenOffer(tx.db, visit.id))) return { ok: false, code: 'offer_over' };
      const { messageId } = await queueMessage(tx, {
        kind,
        orderId: null,
        visitId: visit.id,
        locale: visit.locale,
        recipient: visit.email,
        // What it is about stands in its key.
        dedupeKey: `${rows[0]?.dedupeKey.split(':again:')[0]}:again:${input.requestKey}`,
      });
      if (messageId) {
        await writeAudit(tx, {
          action: 'group_mail_again',
          objectKind: 'group_visit',
          objectId: visit.id,
          after: { messageId, kind },
        });
      }
      return { ok: true, recipient: visit.email, isRepeat: messageId === null };
    },
    'sent again',
  );
}
