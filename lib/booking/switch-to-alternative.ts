import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { orderLinkToken } from '#lib/platform/ids.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { findAlternative } from './find-alternative.ts';
import { giveBackHold } from './give-back-hold.ts';
import { holdTickets } from './hold-tickets.ts';
import { lockOrder } from './lock-order.ts';

/** What the visitor has typed so far, where it is fit to be kept; everything may be empty. */
export type TypedContact = { email: string; contactName: string; phone: string; accessNeeds: string };

export type SwitchResult =
  | { ok: true; orderId: string; linkToken: string }
  | { ok: false; code: 'unknown_order' | 'no_alternative' };

/**
 * Changes a held visit for the route without steps at the same time (requirements 3.2): the same people there, with what was typed,
 * and the first places given back once the others are held. Whoever is stopped in between holds both for a while, never neither.
 * Pressed twice it is one order. Refused when nothing is offered any more, or the order is no longer held.
 */
export async function switchToAlternative(
  ctx: Ctx,
  input: { orderId: string; typed: TypedContact },
  linkSecret: string,
): Promise<SwitchResult> {
  const { orderId, typed } = input;
  const { rows } = await ctx.db.execute<{ isHeld: boolean; hasChosenTypes: boolean; lines: Line[] }>(sql`
    select state = 'held' and expires_at > now() as "isHeld", has_chosen_types as "hasChosenTypes",
           (select jsonb_agg(jsonb_build_object('ticketTypeId', ticket_type_id, 'quantity', quantity) order by line_no)
              from order_line where order_id = o.id) as lines
      from orders o where id = ${orderId}`);
  const [order] = rows;
  if (!order) return { ok: false, code: 'unknown_order' };
  const requestKey = keyOf(orderId);
  const before = await findChanged(ctx, requestKey, linkSecret);
  if (before) return before;
  const alternative = order.isHeld ? await findAlternative(ctx.db as Db, orderId) : null;
  if (!alternative) return { ok: false, code: 'no_alternative' };
  const held = await holdTickets(
    ctx,
    {
      timeslotId: alternative.timeslotId,
      lines: order.lines,
      channel: 'web',
      lane: 'public',
      requestKey,
      hasChosenTypes: order.hasChosenTypes,
    },
    linkSecret,
  );
  if (!held.ok) return { ok: false, code: 'no_alternative' };
  await inTransaction(
    ctx,
    async (tx) => {
      await lockOrder(tx, held.orderId);
      await tx.db.execute(sql`
        update orders set email = ${typed.email || null}, contact_name = ${typed.contactName || null},
               phone = ${typed.phone || null}, access_needs = ${typed.accessNeeds || null}
         where id = ${held.orderId} and state = 'held'`);
    },
    'details given',
  );
  await giveBackHold(ctx, { orderId });
  return { ok: true, orderId: held.orderId, linkToken: held.linkToken };
}

type Line = { ticketTypeId: string; quantity: number };

/** The order that an earlier press has made. */
async function findChanged(ctx: Ctx, requestKey: string, linkSecret: string): Promise<SwitchResult | null> {
  const { rows } = await ctx.db.execute<{ id: string; version: number }>(sql`
    select id, link_version as version from orders where request_key = ${requestKey} and state = 'held' and expires_at > now()`);
  return rows[0]
    ? { ok: true, orderId: rows[0].id, linkToken: orderLinkToken(linkSecret, rows[0].id, rows[0].version) }
    : null;
}

/** The same wish from the same order is one order, however often it is sent. */
function keyOf(orderId: string): string {
  const digest = createHash('sha256').update(`alternative ${orderId}`).digest('hex');
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}
