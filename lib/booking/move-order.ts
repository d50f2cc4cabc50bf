import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { movePlaces } from '#lib/capacity/claims.ts';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid, newId } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction, sqlState, type TxCtx } from '#lib/platform/transaction.ts';
import { lockOpenCancellation, moveItem } from './cancellation-item.ts';
import { type LockedOrder, lockOrder } from './lock-order.ts';
import { findVisitTerms } from './quote.ts';

export const moveRefusals = [
  'forbidden',
  'unknown_order',
  'unknown_timeslot',
  'nothing_to_move',
  'no_offer',
  'already_used',
  'disputed',
  'same_time',
  'other_product',
  'not_on_sale',
  'full',
  'price_differs',
] as const;
export type MoveOrderResult =
  | { ok: true; people: number }
  | Refusal<Exclude<(typeof moveRefusals)[number], 'price_differs'>>
  | { ok: false; code: 'price_differs'; fromMinor: number; toMinor: number };

type Times = {
  fromTimeslotId: string;
  isUsed: boolean;
  isSameProduct: boolean;
  isOnSale: boolean;
};

/**
 * Moves an order to another time of the same product: new places taken, old ones given back, in one step; tickets keep their
 * codes. From a time that the museum cancels its visitor may do it (priority, without a fee, whatever it costs there), and staff;
 * else staff only (`orders.change`), and only where it costs the same: another price is not charged or returned by this verb.
 */
export async function moveOrder(ctx: Ctx, input: { orderId: string; toTimeslotId: string }): Promise<MoveOrderResult> {
  const isOwn = ctx.actor.kind === 'visitor' && ctx.actor.orderId === input.orderId;
  if (!isOwn && !can(ctx.actor, 'orders.change')) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.orderId)) return { ok: false, code: 'unknown_order' };
  if (!isUuid(input.toTimeslotId)) return { ok: false, code: 'unknown_timeslot' };
  try {
    return await inTransaction(ctx, (tx) => move(tx, { ...input, isOwn }), 'moved');
  } catch (error) {
    if (sqlState(error) === '23514') return { ok: false, code: 'full' };
    if (sqlState(error) === 'MU001') return { ok: false, code: 'not_on_sale' };
    throw error;
  }
}

async function move(
  tx: TxCtx,
  input: { orderId: string; toTimeslotId: string; isOwn: boolean },
): Promise<MoveOrderResult> {
  const order = await lockOrder(tx, input.orderId);
  if (!order) return { ok: false, code: 'unknown_order' };
  const cancelled = await lockOpenCancellation(tx, order.id);
  if (input.isOwn && cancelled?.state !== 'offered') return { ok: false, code: 'no_offer' };
  if (order.state === 'disputed' || order.state === 'lost') return { ok: false, code: 'disputed' };
  if (order.state !== 'paid' && order.state !== 'partially_refunded') return { ok: false, code: 'nothing_to_move' };
  const times = await findTimes(tx.db, order.id, input.toTimeslotId, cancelled?.timeslotId ?? null);
  if (!times) return { ok: false, code: 'unknown_timeslot' };
  if (times.isUsed) return { ok: false, code: 'already_used' };
  if (!times.fromTimeslotId) return { ok: false, code: 'nothing_to_move' };
  if (times.fromTimeslotId === input.toTimeslotId) return { ok: false, code: 'same_time' };
  if (!times.isSameProduct) return { ok: false, code: 'other_product' };
  if (!times.isOnSale) return { ok: false, code: 'not_on_sale' };
  const difference = cancelled ? null : await priceDifference(tx, order.id, times.fromTimeslotId, input.toTimeslotId);
  if (difference) return { ok: false, code: 'price_differs', ...difference };
  const people = await movePlaces(tx, { ...input, fromTimeslotId: times.fromTimeslotId });
  crashPoint('move.after_places');
  if (cancelled) await moveItem(tx, cancelled, { state: 'moved', movedTo: input.toTimeslotId });
  await writeAudit(tx, {
    action: 'order_moved',
    objectKind: 'order',
    objectId: order.id,
    before: { timeslotId: times.fromTimeslotId },
    after: { timeslotId: input.toTimeslotId, people, isCancelled: cancelled !== null },
  });
  await tell(tx, order);
  crashPoint('move.before_commit');
  return { ok: true, people };
}

async function findTimes(
  db: Db | Tx,
  orderId: string,
  toTimeslotId: string,
  cancelledId: string | null,
): Promise<Times | null> {
  const { rows } = await db.execute<Times>(sql`
    select f.id as "fromTimeslotId", coalesce(f.used, false) as "isUsed", coalesce(f.product_id = t.product_id, true) as "isSameProduct",
           t.state = 'on_sale' and t.starts_at > now() as "isOnSale"
      from timeslot t
      left join lateral (
        select s.id, s.product_id, bool_or(k.admitted_people > 0) as used
          from ticket k join timeslot s on s.id = k.timeslot_id
         where k.order_id = ${orderId} and k.state <> 'revoked' and s.id = coalesce(${cancelledId}::uuid, s.id)
         group by s.id order by s.starts_at limit 1) f on true
     where t.id = ${toTimeslotId}`);
  return rows[0] ?? null;
}

/** What the order's tickets cost at both times today, where that differs; null where it is the same. */
async function priceDifference(
  tx: TxCtx,
  orderId: string,
  fromTimeslotId: string,
  toTimeslotId: string,
): Promise<{ fromMinor: number; toMinor: number } | null> {
  const { rows } = await tx.db.execute<{ ticketTypeId: string; people: number }>(sql`
    select ticket_type_id as "ticketTypeId", sum(party_size)::int as people from ticket
     where order_id = ${orderId} and timeslot_id = ${fromTimeslotId} and state <> 'revoked' group by 1`);
  const sumAt = async (timeslotId: string): Promise<number> => {
    const terms = await findVisitTerms(tx.db as unknown as Db, timeslotId, { onlineOnly: false });
    return rows.reduce((sum, { ticketTypeId, people }) => {
      // A type that is not offered there has no price that could be the same.
      const price = terms?.ticketTypes.find(({ id }) => id === ticketTypeId)?.unitPriceMinor ?? Number.NaN;
      return sum + price * people;
    }, 0);
  };
  const [fromMinor, toMinor] = [await sumAt(fromTimeslotId), await sumAt(toTimeslotId)];
  return fromMinor === toMinor ? null : { fromMinor: fromMinor || 0, toMinor: toMinor || 0 };
}

async function tell(tx: TxCtx, order: LockedOrder): Promise<void> {
  if (!order.email) return;
  await queueMessage(tx, {
    kind: 'order_moved',
    orderId: order.id,
    locale: order.locale,
    recipient: order.email,
    dedupeKey: `moved:${newId()}`,
  });
}
