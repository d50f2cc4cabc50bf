import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { NamesRequired } from '#lib/catalog/values.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { constraintOf, inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import type { DetailsInput } from './input.ts';
import { lockOrder } from './lock-order.ts';
import { noteRefusedDemand } from './note-refused-demand.ts';

/** The text of the terms that visitors accept; kept with each order (10.1). */
export const termsVersion = '2026-11-25';

export type SaveDetailsResult =
  | { ok: true }
  | { ok: false; code: 'advisory_needed' | 'names_needed' }
  | { ok: false; code: 'email_day_limit'; limit: number }
  | { ok: false; code: 'voucher_email_used' }
  | { ok: false; code: 'unknown_order' | 'hold_run_out' | 'no_longer_open' | 'payment_is_open' };

/**
 * Keeps the visitor's details with the order. What was typed is kept even when the hold has run out meanwhile, so that
 * holding again loses nothing; the same where names are still missing that the product asks for. The tickets that one address takes in a day, and its uses of one voucher, are limited by the
 * database (2.4, 3.6), where two orders of one address wait for each other.
 */
export async function saveDetails(ctx: Ctx, input: { orderId: string } & DetailsInput): Promise<SaveDetailsResult> {
  const settings = await getSettings(ctx.db as Db, dateAt(ctx.now, 'UTC'));
  try {
    return await inTransaction(ctx, (tx) => write(tx, input), 'details given');
  } catch (error) {
    if (constraintOf(error) === 'voucher_uses_per_email') return { ok: false, code: 'voucher_email_used' };
    if (constraintOf(error) !== 'email_day_limit') throw error;
    await noteOverDay(ctx, input.orderId);
    return { ok: false, code: 'email_day_limit', limit: settings.email_day_ticket_limit };
  }
}

async function noteOverDay(ctx: Ctx, orderId: string): Promise<void> {
  const { rows } = await ctx.db.execute<{ timeslotId: string; people: number }>(sql`
    select timeslot_id as "timeslotId", sum(quantity)::int as people from order_line where order_id = ${orderId} group by 1`);
  if (rows[0]) await noteRefusedDemand(ctx, { ...rows[0], channel: 'web' }, { code: 'email_day_limit' });
}

async function write(tx: TxCtx, input: { orderId: string } & DetailsInput): Promise<SaveDetailsResult> {
  const order = await lockOrder(tx, input.orderId);
  if (!order) return { ok: false, code: 'unknown_order' };
  if (order.state === 'awaiting_payment') return { ok: false, code: 'payment_is_open' };
  if (!['held', 'expiring', 'expired'].includes(order.state)) return { ok: false, code: 'no_longer_open' };
  const { rows } = await tx.db.execute<{ advisory: boolean; names: NamesRequired }>(sql`
    select p.advisories is not null as advisory, p.names_required as names
      from order_line l join timeslot t on t.id = l.timeslot_id join product p on p.id = t.product_id where l.order_id = ${order.id} limit 1`);
  if (rows[0]?.advisory && !input.hasAcknowledgedAdvisory) return { ok: false, code: 'advisory_needed' };
  // Names that nobody asked for are not kept.
  if (rows[0]?.names === 'each') await keepNames(tx, order.id, input.visitorNames ?? []);
  await tx.db.execute(sql`
    update orders set email = ${input.email}, contact_name = ${input.contactName || null}, phone = ${input.phone || null},
           access_needs = ${input.accessNeeds || null}, locale = ${tx.locale}, terms_version = ${termsVersion}, terms_accepted_at = now(),
           advisory_acknowledged_at = case when ${input.hasAcknowledgedAdvisory} then now() end
     where id = ${order.id}`);
  crashPoint('details.before_commit');
  if (rows[0]?.names !== 'none' && (await areNamesMissing(tx, order.id))) return { ok: false, code: 'names_needed' };
  if (order.state !== 'held' || order.isRunOut) return { ok: false, code: 'hold_run_out' };
  return { ok: true };
}

/** The names in the order of the lines: the first of a type is its number one. Empty ones are left as they were. */
async function keepNames(tx: TxCtx, orderId: string, names: readonly string[]): Promise<void> {
  await tx.db.execute(sql`
    insert into visitor_name (order_id, ticket_type_id, unit_no, name)
    select ${orderId}::uuid, p.ticket_type_id, p.unit_no, g.name
      from (select l.ticket_type_id, row_number() over (partition by l.ticket_type_id order by l.line_no, n) as unit_no,
                   row_number() over (order by l.line_no, n) as position
              from order_line l cross join lateral generate_series(1, l.quantity) n where l.order_id = ${orderId}) p
      join jsonb_array_elements_text(${JSON.stringify(names)}::jsonb) with ordinality g(name, position) using (position)
     where g.name <> ''
    on conflict (order_id, ticket_type_id, unit_no) do update set name = excluded.name`);
}

async function areNamesMissing(tx: TxCtx, orderId: string): Promise<boolean> {
  const { rows } = await tx.db.execute<{ missing: boolean }>(sql`select names_missing(${orderId}) as missing`);
  return rows[0]?.missing ?? false;
}
