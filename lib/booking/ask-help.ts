import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { askHelpInput } from './input.ts';
import { lockOrder } from './lock-order.ts';

export const askHelpRefusals = ['forbidden', 'unknown_order', 'text_missing', 'too_long', 'too_often'] as const;
export type AskHelpResult = { ok: true; isRepeat: boolean } | Refusal<(typeof askHelpRefusals)[number]>;

/**
 * The visitor of an order writes to the museum (requirements 3.3): the text is kept with the order for staff, and goes once to the
 * museum's address, with the order's code; answers go to the visitor. At most `help_messages_a_day` in 24 hours. `requestKey` is the
 * form's own id: pressed twice, it is one message.
 */
export async function askHelp(
  ctx: Ctx,
  input: { orderId: string; text: string; requestKey: string },
): Promise<AskHelpResult> {
  if (ctx.actor.kind !== 'visitor' || ctx.actor.orderId !== input.orderId) return { ok: false, code: 'forbidden' };
  const parsed = askHelpInput.safeParse(input);
  if (!parsed.success) {
    const why = parsed.error.issues[0]?.message;
    return { ok: false, code: why === 'too_long' || why === 'text_missing' ? why : 'unknown_order' };
  }
  const { text, requestKey } = parsed.data;
  return inTransaction(
    ctx,
    async (tx): Promise<AskHelpResult> => {
      const order = await lockOrder(tx, input.orderId);
      if (!order) return { ok: false, code: 'unknown_order' };
      const { rows } = await tx.db.execute<{ isRepeat: boolean; asked: number; today: string }>(sql`
        select exists (select 1 from help_request where request_key = ${requestKey}) as "isRepeat", current_date::text as today,
               (select count(*)::int from help_request where order_id = ${order.id} and asked_at > now() - interval '24 hours') as asked`);
      if (rows[0]?.isRepeat) return { ok: true, isRepeat: true };
      const db = tx.db as unknown as Db;
      const most = (await getSettings(db, rows[0]?.today ?? '')).help_messages_a_day;
      if ((rows[0]?.asked ?? 0) >= most) return { ok: false, code: 'too_often' };
      const helpId = newId();
      await tx.db.execute(sql`
        insert into help_request (id, order_id, text, locale, request_key)
        values (${helpId}, ${order.id}, ${text}, ${ctx.locale}, ${requestKey})`);
      const museum = await getMuseum(db);
      await queueMessage(tx, {
        kind: 'help_asked',
        orderId: order.id,
        // The museum reads its own language.
        locale: 'az',
        recipient: museum.contactEmail,
        dedupeKey: `help:${helpId}`,
      });
      await writeAudit(tx, { action: 'help_asked', objectKind: 'order', objectId: order.id, after: { helpId } });
      return { ok: true, isRepeat: false };
    },
    'help asked',
  );
}
