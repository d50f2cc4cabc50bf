import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { releaseRunOutAround, resizeHeldClaim, resizeWithVoucher } from '#lib/capacity/claims.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { constraintOf, inTransaction, sqlState, type TxCtx } from '#lib/platform/transaction.ts';
import { findVoucherOfOrder } from './find-voucher.ts';
import type { ChooseTicketsInput } from './input.ts';
import { lockOrder } from './lock-order.ts';
import { noteRefusedDemand } from './note-refused-demand.ts';
import { type PricedLines, priceLines } from './price-lines.ts';
import { findVisitTerms } from './quote.ts';
import type { DemandRefusal } from './values.ts';

export type ChooseTicketsResult =
  | { ok: true; totalMinor: number; people: number }
  | Extract<PricedLines, { ok: false }>
  | { ok: false; code: 'full'; room: number }
  | { ok: false; code: 'too_few_tickets'; minimum: number }
  | { ok: false; code: 'email_day_limit' }
  | { ok: false; code: 'unknown_order' | 'hold_run_out' | 'no_longer_open' | 'payment_is_open' | 'not_on_sale' };

type Priced = Extract<PricedLines, { ok: true }>;

/**
 * Says who comes with an order that is still held: replaces its lines, prices them anew, and holds as many places as there are
 * people, in all pools or in none. Refused once the hold has run out or payment has begun; nothing is changed then.
 */
export async function chooseTickets(
  ctx: Ctx,
  input: { orderId: string } & ChooseTicketsInput,
): Promise<ChooseTicketsResult> {
  const { rows } = await ctx.db.execute<{ timeslot_id: string }>(sql`
    select timeslot_id from order_line where order_id = ${input.orderId} order by line_no limit 1`);
  const timeslotId = rows[0]?.timeslot_id;
  const terms = timeslotId
    ? await findVisitTerms(ctx.db as Db, timeslotId, { onlineOnly: ctx.actor.kind === 'visitor' })
    : null;
  if (!terms) return { ok: false, code: 'unknown_order' };
  const voucher = await findVoucherOfOrder(ctx.db, input.orderId);
  const limit = voucher?.maximumTickets ?? terms.settings.order_ticket_limit;
  const priced = priceLines(input.lines, terms.ticketTypes, {
    ticketLimit: ctx.actor.kind === 'visitor' ? Math.min(limit, terms.product.partyMaximum) : 500,
    taxPerMille: terms.product.taxPerMille,
    change: voucher?.change,
  });
  const people = input.lines.reduce((sum, line) => sum + line.quantity, 0);
  const refused = async (code: DemandRefusal, room?: number) => {
    if (ctx.actor.kind !== 'visitor') return;
    await noteRefusedDemand(ctx, { timeslotId: terms.timeslot.id, people, channel: 'web' }, { code, room });
  };
  if (!priced.ok) {
    if (priced.code === 'too_many_tickets') await refused('order_limit');
    return priced;
  }
  if (voucher && priced.people < voucher.minimumTickets) {
    return { ok: false, code: 'too_few_tickets', minimum: voucher.minimumTickets };
  }

  const choice = { timeslotId: terms.timeslot.id, voucherId: voucher?.id ?? null, priced };
  const attempt = () => inTransaction(ctx, (tx) => writeChoice(tx, input.orderId, choice), 'tickets chosen');
  /** The refusal that an error of the database means; null for no room. */
  const refusalOf = async (error: unknown): Promise<ChooseTicketsResult | null> => {
    // The time is being cancelled: what is held is let go of soon.
    if (sqlState(error) === 'MU001') return { ok: false, code: 'not_on_sale' };
    if (isOverDay(error)) {
      await refused('email_day_limit');
      return { ok: false, code: 'email_day_limit' };
    }
    if (sqlState(error) !== '23514') throw error;
    return null;
  };
  try {
    const written = await attempt();
    // The voucher came or went while the prices were looked up: they are looked up again.
    return written === 'another_voucher' ? chooseTickets(ctx, input) : written;
  } catch (error) {
    const refusal = await refusalOf(error);
    if (refusal) return refusal;
  }
  // No room: run-out holds of others give way, then once more.
  try {
    const released = await inTransaction(ctx, (tx) => releaseRunOutAround(tx, input.orderId));
    const written = released > 0 ? await attempt() : null;
    if (written) return written === 'another_voucher' ? chooseTickets(ctx, input) : written;
  } catch (error) {
    const refusal = await refusalOf(error);
    if (refusal) return refusal;
  }
  const room = await roomFor(ctx, input.orderId);
  await refused('full', room);
  return { ok: false, code: 'full', room };
}

const isOverDay = (error: unknown) => constraintOf(error) === 'email_day_limit';

async function writeChoice(
  tx: TxCtx,
  orderId: string,
  { timeslotId, voucherId, priced }: { timeslotId: string; voucherId: string | null; priced: Priced },
): Promise<ChooseTicketsResult | 'another_voucher'> {
  const order = await lockOrder(tx, orderId);
  if (!order) return { ok: false, code: 'unknown_order' };
  if (order.state === 'awaiting_payment') return { ok: false, code: 'payment_is_open' };
  if (order.state === 'expired' || order.state === 'expiring' || (order.state === 'held' && order.isRunOut))
    return { ok: false, code: 'hold_run_out' };
  if (order.state !== 'held') return { ok: false, code: 'no_longer_open' };
  if (order.voucherId !== voucherId) return 'another_voucher';
  await (voucherId ? resizeWithVoucher : resizeHeldClaim)(tx, orderId, priced.people);
  crashPoint('choose.after_places');
  await tx.db.execute(sql`delete from order_line where order_id = ${orderId}`);
  await tx.db.execute(sql`
    insert into order_line (order_id, line_no, timeslot_id, ticket_type_id, quantity, unit_price_minor, tax_minor, total_minor, full_price_minor)
    select ${orderId}::uuid, l.no, ${timeslotId}::uuid, (l.line ->> 'ticketTypeId')::uuid, (l.line ->> 'quantity')::int,
           (l.line ->> 'unitPriceMinor')::int, (l.line ->> 'taxMinor')::int, (l.line ->> 'totalMinor')::int,
           (l.line ->> 'fullPriceMinor')::int
      from jsonb_array_elements(${JSON.stringify(priced.lines)}::jsonb) with ordinality l(line, no)`);
  const { rows } = await tx.db.execute<{ totalMinor: number }>(sql`
    update orders set total_minor = ${priced.totalMinor} + donation_minor, has_chosen_types = true where id = ${orderId}
    returning total_minor as "totalMinor"`);
  crashPoint('choose.before_commit');
  return { ok: true, totalMinor: rows[0]?.totalMinor ?? priced.totalMinor, people: priced.people };
}

async function roomFor(ctx: Ctx, orderId: string): Promise<number> {
  const { rows } = await ctx.db.execute<{ room: number }>(sql`
    select min(p.capacity + p.overbook - p.held - p.sold) + max(c.quantity) as room
      from claim c join pool_set_member m using (pool_set_id) join pool p on p.id = m.pool_id
     where c.order_id = ${orderId} and c.state = 'held'`);
  return Math.max(0, rows[0]?.room ?? 0);
}
