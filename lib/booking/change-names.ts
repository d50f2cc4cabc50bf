import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { changeNamesInput } from './input.ts';
import { lockOrder } from './lock-order.ts';

export const changeNamesRefusals = [
  'forbidden',
  'unknown_order',
  'nothing_to_change',
  'disputed',
  'too_long',
  'no_line_breaks',
  'already_used',
  'unknown_ticket',
] as const;
export type ChangeNamesResult = { ok: true } | Refusal<(typeof changeNamesRefusals)[number]>;

/**
 * Another name for whom the order is, or on a ticket that has one (requirements 3.3). Until entry: a ticket on which somebody was let
 * in keeps its name. An empty name of the order takes it away; of a ticket it is refused as nothing to change.
 */
export async function changeNames(
  ctx: Ctx,
  input: { orderId: string; contactName: string; holders: readonly { ticketId: string; name: string }[] },
): Promise<ChangeNamesResult> {
  const isOwn = ctx.actor.kind === 'visitor' && ctx.actor.orderId === input.orderId;
  if (!isOwn && !can(ctx.actor, 'orders.change')) return { ok: false, code: 'forbidden' };
  const parsed = changeNamesInput.safeParse(input);
  if (!parsed.success) {
    const why = changeNamesRefusals.find((code) => code === parsed.error.issues[0]?.message);
    return { ok: false, code: why ?? 'unknown_ticket' };
  }
  const { contactName, holders } = parsed.data;
  return inTransaction(
    ctx,
    async (tx): Promise<ChangeNamesResult> => {
      const order = await lockOrder(tx, input.orderId);
      if (!order) return { ok: false, code: 'unknown_order' };
      if (order.state === 'disputed' || order.state === 'lost') return { ok: false, code: 'disputed' };
      if (order.state !== 'paid' && order.state !== 'partially_refunded')
        return { ok: false, code: 'nothing_to_change' };
      const { rows } = await tx.db.execute<{ id: string; name: string | null; isUsed: boolean }>(sql`
        select id, holder_name as name, admitted_people > 0 as "isUsed" from ticket
         where order_id = ${order.id} and state <> 'revoked' order by id for no key update`);
      const tickets = new Map(rows.map((row) => [row.id, row]));
      if (holders.some(({ ticketId }) => !tickets.get(ticketId)?.name)) return { ok: false, code: 'unknown_ticket' };
      const changed = holders.filter(({ ticketId, name }) => tickets.get(ticketId)?.name !== name);
      if (changed.some(({ ticketId }) => tickets.get(ticketId)?.isUsed)) return { ok: false, code: 'already_used' };
      await tx.db.execute(sql`update orders set contact_name = ${contactName || null} where id = ${order.id}`);
      await tx.db.execute(sql`
        update ticket k set holder_name = w.name
          from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as w("ticketId" uuid, name text) where k.id = w."ticketId"`);
      // Names stay out of the audit log.
      await writeAudit(tx, {
        action: 'names_changed',
        objectKind: 'order',
        objectId: order.id,
        after: { tickets: changed.map(({ ticketId }) => ticketId) },
      });
      return { ok: true };
    },
    'names changed',
  );
}
