import { sql } from 'drizzle-orm';
import type { NamesRequired } from '#lib/catalog/values.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
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
  'names_needed',
] as const;
export type ChangeNamesResult =
  | { ok: true }
  /** `field`: `contactName`, or the id of the ticket whose name it is about. */
  | { ok: false; code: (typeof changeNamesRefusals)[number]; field?: string };

type NamedTicket = { id: string; name: string | null; isUsed: boolean };

/**
 * Another name for whom the order is, or on its tickets (requirements 3.3): on each where the visit asks for everybody's name (4.4),
 * also on one that has none yet, else on those that have one. Until entry: a ticket on which somebody was let in keeps its name. An
 * empty name of the order takes it away, unless the visit asks for one; a ticket without a name may stay so, one with a name may not lose it.
 */
export async function changeNames(
  ctx: Ctx,
  input: { orderId: string; contactName: string; holders: readonly { ticketId: string; name: string }[] },
): Promise<ChangeNamesResult> {
  const isOwn = ctx.actor.kind === 'visitor' && ctx.actor.orderId === input.orderId;
  if (!isOwn && !can(ctx.actor, 'orders.change')) return { ok: false, code: 'forbidden' };
  const parsed = changeNamesInput.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const why = changeNamesRefusals.find((code) => code === issue?.message);
    const [first, which] = issue?.path ?? [];
    const field = first === 'holders' ? input.holders[Number(which)]?.ticketId : String(first);
    return { ok: false, code: why ?? 'unknown_ticket', field };
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
      const asked = await namesAskedFor(tx, order.id);
      if (asked === 'lead' && !contactName) return { ok: false, code: 'names_needed', field: 'contactName' };
      const { rows } = await tx.db.execute<NamedTicket>(sql`
        select id, holder_name as name, admitted_people > 0 as "isUsed" from ticket
         where order_id = ${order.id} and state <> 'revoked' order by id for no key update`);
      const judged = judgeNames(rows, holders, asked === 'each');
      if (!judged.ok) return judged;
      await tx.db.execute(sql`update orders set contact_name = ${contactName || null} where id = ${order.id}`);
      await tx.db.execute(sql`
        update ticket k set holder_name = w.name
          from jsonb_to_recordset(${JSON.stringify(judged.changed)}::jsonb) as w("ticketId" uuid, name text) where k.id = w."ticketId"`);
      // Names stay out of the audit log.
      await writeAudit(tx, {
        action: 'names_changed',
        objectKind: 'order',
        objectId: order.id,
        after: { tickets: judged.changed.map(({ ticketId }) => ticketId) },
      });
      return { ok: true };
    },
    'names changed',
  );
}

type Judged = { ok: true; changed: { ticketId: string; name: string }[] } | Extract<ChangeNamesResult, { ok: false }>;

/** Which tickets get which name; or the first about which it is refused. */
function judgeNames(
  tickets: readonly NamedTicket[],
  holders: readonly { ticketId: string; name: string }[],
  isEachNamed: boolean,
): Judged {
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const changed = holders.filter(({ ticketId, name }) => name !== (byId.get(ticketId)?.name ?? ''));
  const refuse = (code: (typeof changeNamesRefusals)[number], holder?: { ticketId: string }): Judged | null =>
    holder ? { ok: false, code, field: holder.ticketId } : null;
  return (
    refuse(
      'unknown_ticket',
      holders.find(({ ticketId }) => !(isEachNamed ? byId.has(ticketId) : byId.get(ticketId)?.name)),
    ) ??
    refuse(
      'already_used',
      changed.find(({ ticketId }) => byId.get(ticketId)?.isUsed),
    ) ??
    refuse(
      'names_needed',
      changed.find(({ name }) => name === ''),
    ) ?? { ok: true, changed }
  );
}

async function namesAskedFor(tx: TxCtx, orderId: string): Promise<NamesRequired> {
  const { rows } = await tx.db.execute<{ names: NamesRequired }>(sql`
    select p.names_required as names from order_line l join timeslot t on t.id = l.timeslot_id join product p on p.id = t.product_id
     where l.order_id = ${orderId} limit 1`);
  return rows[0]?.names ?? 'none';
}
