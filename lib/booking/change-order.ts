import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { isUuid, newId } from '#lib/platform/ids.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { constraintOf, inTransaction, sqlState, type TxCtx } from '#lib/platform/transaction.ts';
import { applyChange } from './apply-change.ts';
import { lockOrder } from './lock-order.ts';
import { toPayKey } from './mail-changed.ts';
import type { ChangeWish } from './plan-change.ts';
import { type ChangeQuote, type ChangeRefusal, quoteChange } from './quote-change.ts';

export type ChangeOrderResult =
  /** `dueMinor` above 0: the places are held and the change waits for its money; else it is done. */
  | { ok: true; changeId: string; people: number; dueMinor: number; returnedMinor: number }
  | ChangeRefusal
  | { ok: false; code: 'full' | 'email_day_limit' | 'no_money' | 'payment_open' }
  | { ok: false; code: 'sum_changed'; beforeMinor: number; afterMinor: number };

/**
 * Changes a paid order: to another time of its product, to other ticket types, by more people (requirements 3.3). What costs nothing
 * more is done at once, and the difference goes back; what is dearer holds its places and waits for a payment of its own
 * (start-payment.ts, take-payment.ts), and is done with its money (decide-money.ts). Tickets keep their codes. `expectedMinor` is the
 * difference that was shown, negative where it goes back: another one is refused. `requestKey` is the form's own id: pressed twice,
 * it is one change. An earlier change that was not paid gives way, unless its payment page is open. One that staff make is held
 * `staff_change_hours` for a visitor who is not at a screen, and the visitor is sent the way to pay it.
 */
export async function changeOrder(
  ctx: Ctx,
  input: { orderId: string; wish: ChangeWish; expectedMinor: number; requestKey?: string },
): Promise<ChangeOrderResult> {
  if (!isUuid(input.orderId)) return { ok: false, code: 'unknown_order' };
  if (input.requestKey !== undefined && !isUuid(input.requestKey)) return { ok: false, code: 'unknown_order' };
  try {
    return await inTransaction(ctx, (tx) => change(tx, input), 'order changed');
  } catch (error) {
    if (error instanceof NotApplied) return { ok: false, code: error.code };
    if (constraintOf(error) === 'email_day_limit') return { ok: false, code: 'email_day_limit' };
    if (constraintOf(error) === 'order_ticket_limit') return { ok: false, code: 'too_many_tickets', limit: 0 };
    if (sqlState(error) === '23514') return { ok: false, code: 'full' };
    if (sqlState(error) === 'MU001') return { ok: false, code: 'not_on_sale' };
    throw error;
  }
}

/** What was written of the change is undone with the transaction. */
class NotApplied extends Error {
  code: 'full' | 'not_on_sale' | 'nothing_to_change' | 'no_money';
  constructor(code: NotApplied['code']) {
    super(code);
    this.code = code;
  }
}

async function change(
  tx: TxCtx,
  input: { orderId: string; wish: ChangeWish; expectedMinor: number; requestKey?: string },
): Promise<ChangeOrderResult> {
  const order = await lockOrder(tx, input.orderId);
  if (!order) return { ok: false, code: 'unknown_order' };
  const repeat = input.requestKey ? await findRepeat(tx, input.orderId, input.requestKey) : null;
  if (repeat) return repeat;
  // Who is at the door at this moment comes before or after, never in between.
  await tx.db.execute(sql`select 1 from ticket where order_id = ${input.orderId} order by id for no key update`);
  const quoted = await quoteChange(tx, input);
  if (!quoted.ok) return quoted;
  const { quote } = quoted;
  if (quote.dueMinor - quote.returnedMinor !== input.expectedMinor)
    return { ok: false, code: 'sum_changed', beforeMinor: quote.beforeMinor, afterMinor: quote.afterMinor };
  if (!(await dropUnpaid(tx, input.orderId))) return { ok: false, code: 'payment_open' };
  const changeId = await insertChange(tx, quote, input);
  crashPoint('change.after_made');
  const { dueMinor, returnedMinor } = quote;
  if (dueMinor === 0) {
    const applied = await applyChange(tx, changeId);
    if (!applied.ok) throw new NotApplied(applied.code === 'stale' ? 'nothing_to_change' : applied.code);
    crashPoint('change.before_made');
    return { ok: true, changeId, people: applied.people, dueMinor, returnedMinor };
  }
  await tx.db.execute(sql`select hold_change_places(${changeId})`);
  crashPoint('change.after_places');
  await writeAudit(tx, {
    action: 'change_held',
    objectKind: 'order',
    objectId: input.orderId,
    after: { changeId, kind: input.wish.kind, timeslotId: quote.toTimeslotId, dueMinor },
  });
  if (isByStaff(tx) && order.email) {
    await queueMessage(tx, {
      kind: 'change_to_pay',
      orderId: order.id,
      locale: order.locale,
      recipient: order.email,
      dedupeKey: toPayKey(changeId),
    });
  }
  crashPoint('change.before_commit');
  return {
    ok: true,
    changeId,
    people: quote.lines.reduce((sum, line) => sum + line.quantity, 0),
    dueMinor,
    returnedMinor,
  };
}

async function findRepeat(tx: TxCtx, orderId: string, requestKey: string): Promise<ChangeOrderResult | null> {
  const { rows } = await tx.db.execute<{ id: string; people: number; due: number; returned: number }>(sql`
    select c.id, (select sum((l ->> 'quantity')::int)::int from jsonb_array_elements(c.lines) l) as people,
           case when c.state = 'applied' then 0 else greatest(0, c.after_minor - c.before_minor) end as due, c.returned_minor as returned
      from order_change c where c.request_key = ${requestKey} and c.order_id = ${orderId}`);
  const found = rows[0];
  return found
    ? { ok: true, changeId: found.id, people: found.people, dueMinor: found.due, returnedMinor: found.returned }
    : null;
}

const isByStaff = ({ actor }: TxCtx): boolean => actor.kind === 'staff';

/** An open change gives way to another one; false where its payment page may still take money. */
async function dropUnpaid(tx: TxCtx, orderId: string): Promise<boolean> {
  const { rows } = await tx.db.execute(sql`
    select 1 from payment where order_id = ${orderId} and state in ('created','open','processing') limit 1`);
  if (rows.length > 0) return false;
  await tx.db.execute(sql`update order_change set state = 'dropped' where order_id = ${orderId} and state = 'open'`);
  return true;
}

async function insertChange(
  tx: TxCtx,
  quote: ChangeQuote,
  input: { wish: ChangeWish; requestKey?: string },
): Promise<string> {
  const id = newId();
  const byStaff = isByStaff(tx);
  const settings = await getSettings(tx.db as unknown as Db, quote.to.visitDate);
  const atOnce = sql`now() + make_interval(mins => ${Math.min(60, settings.cart_hold_minutes)})`;
  // Whoever is written to needs time to read; but nobody pays for a time that has begun, or may come to the one they have.
  const untilPaid = sql`greatest(${atOnce}, least(now() + make_interval(hours => ${Math.min(48, settings.staff_change_hours)}), (
    select min(starts_at) from timeslot where id in (${quote.fromTimeslotId}, ${quote.toTimeslotId}) and starts_at > now())))`;
  await tx.db.execute(sql`
    insert into order_change (id, order_id, kind, from_timeslot_id, to_timeslot_id, lines, before_minor, after_minor, returned_minor,
                              share_per_mille, added_people, currency, request_key, by_staff, expires_at)
    values (${id}, ${quote.orderId}, ${input.wish.kind}, ${quote.fromTimeslotId}, ${quote.toTimeslotId}, ${JSON.stringify(quote.lines)}::jsonb,
            ${quote.beforeMinor}, ${quote.afterMinor}, ${quote.returnedMinor}, ${quote.sharePerMille}, ${quote.addedPeople}, ${quote.currency},
            ${input.requestKey ?? null}, ${byStaff}, ${byStaff ? untilPaid : atOnce})`);
  return id;
}
