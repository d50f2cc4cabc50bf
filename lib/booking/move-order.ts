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
import { type ChangeOrderResult, changeOrder } from './change-order.ts';
import { type LockedOrder, lockOrder } from './lock-order.ts';

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
  'type_not_offered',
  'payment_open',
  'no_money',
] as const;
type PlainRefusal = Exclude<(typeof moveRefusals)[number], 'price_differs'>;
export type MoveOrderResult =
  /** `dueMinor` above 0: the places are held, and the order moves with the difference's money (staff only). */
  | { ok: true; people: number; dueMinor: number; returnedMinor: number }
  | Refusal<PlainRefusal>
  | { ok: false; code: 'price_differs'; fromMinor: number; toMinor: number };

type Times = {
  fromTimeslotId: string;
  isUsed: boolean;
  isSameProduct: boolean;
  isOnSale: boolean;
};

/**
 * Moves an order to another time of the same product: new places taken, old ones given back, in one step; tickets keep their
 * codes. From a time that the museum cancels its visitor may do it, and staff: priority, without a fee, whatever it costs there.
 * Else this is staff's way (`orders.change`) to change-order.ts, as visitors have it on their page: `expectedMinor` is the difference
 * that was shown (negative where it goes back, 0 unless given); another one is `price_differs`, with both sums.
 */
export async function moveOrder(
  ctx: Ctx,
  input: { orderId: string; toTimeslotId: string; expectedMinor?: number; requestKey?: string },
): Promise<MoveOrderResult> {
  const isOwn = ctx.actor.kind === 'visitor' && ctx.actor.orderId === input.orderId;
  if (!isOwn && !can(ctx.actor, 'orders.change')) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.orderId)) return { ok: false, code: 'unknown_order' };
  if (!isUuid(input.toTimeslotId)) return { ok: false, code: 'unknown_timeslot' };
  try {
    const moved = await inTransaction(ctx, (tx) => move(tx, { ...input, isOwn }), 'moved');
    return moved === 'not_cancelled' ? change(ctx, input) : moved;
  } catch (error) {
    if (sqlState(error) === '23514') return { ok: false, code: 'full' };
    if (sqlState(error) === 'MU001') return { ok: false, code: 'not_on_sale' };
    throw error;
  }
}

async function move(
  tx: TxCtx,
  input: { orderId: string; toTimeslotId: string; isOwn: boolean },
): Promise<MoveOrderResult | 'not_cancelled'> {
  const order = await lockOrder(tx, input.orderId);
  if (!order) return { ok: false, code: 'unknown_order' };
  const cancelled = await lockOpenCancellation(tx, order.id);
  if (input.isOwn && cancelled?.state !== 'offered') return { ok: false, code: 'no_offer' };
  if (!cancelled) return 'not_cancelled';
  if (order.state === 'disputed' || order.state === 'lost') return { ok: false, code: 'disputed' };
  if (order.state !== 'paid' && order.state !== 'partially_refunded') return { ok: false, code: 'nothing_to_move' };
  const times = await findTimes(tx.db, order.id, input.toTimeslotId, cancelled.timeslotId);
  if (!times) return { ok: false, code: 'unknown_timeslot' };
  if (times.isUsed) return { ok: false, code: 'already_used' };
  if (!times.fromTimeslotId) return { ok: false, code: 'nothing_to_move' };
  if (times.fromTimeslotId === input.toTimeslotId) return { ok: false, code: 'same_time' };
  if (!times.isSameProduct) return { ok: false, code: 'other_product' };
  if (!times.isOnSale) return { ok: false, code: 'not_on_sale' };
  await tx.db.execute(sql`update order_change set state = 'dropped' where order_id = ${order.id} and state = 'open'`);
  const people = await movePlaces(tx, { ...input, fromTimeslotId: times.fromTimeslotId });
  crashPoint('move.after_places');
  await moveItem(tx, cancelled, { state: 'moved', movedTo: input.toTimeslotId });
  await writeAudit(tx, {
    action: 'order_moved',
    objectKind: 'order',
    objectId: order.id,
    before: { timeslotId: times.fromTimeslotId },
    after: { timeslotId: input.toTimeslotId, people, isCancelled: true },
  });
  await tell(tx, order);
  crashPoint('move.before_commit');
  return { ok: true, people, dueMinor: 0, returnedMinor: 0 };
}

async function change(
  ctx: Ctx,
  input: { orderId: string; toTimeslotId: string; expectedMinor?: number; requestKey?: string },
): Promise<MoveOrderResult> {
  const { orderId, toTimeslotId, expectedMinor = 0, requestKey } = input;
  const changed = await changeOrder(ctx, { orderId, wish: { kind: 'move', toTimeslotId }, expectedMinor, requestKey });
  if (changed.ok) {
    const { people, dueMinor, returnedMinor } = changed;
    return { ok: true, people, dueMinor, returnedMinor };
  }
  if (changed.code === 'sum_changed')
    return { ok: false, code: 'price_differs', fromMinor: changed.beforeMinor, toMinor: changed.afterMinor };
  return { ok: false, code: moveRefusal(changed.code) };
}

/** Why a change is refused, as it is said of a move. */
export function moveRefusal(code: Extract<ChangeOrderResult, { ok: false }>['code']): PlainRefusal {
  if (code === 'time_cancelled' || code === 'nothing_to_change') return 'nothing_to_move';
  const known = moveRefusals.find((one) => one === code);
  // What is left concerns limits and types, which a move does not touch.
  if (!known || known === 'price_differs') throw new Error(`a move was refused as ${code}`);
  return known;
}

async function findTimes(
  db: Db | Tx,
  orderId: string,
  toTimeslotId: string,
  cancelledId: string,
): Promise<Times | null> {
  const { rows } = await db.execute<Times>(sql`
    select f.id as "fromTimeslotId", coalesce(f.used, false) as "isUsed", coalesce(f.product_id = t.product_id, true) as "isSameProduct",
           t.state = 'on_sale' and t.starts_at > now() as "isOnSale"
      from timeslot t
      left join lateral (
        select s.id, s.product_id, bool_or(k.admitted_people > 0) as used
          from ticket k join timeslot s on s.id = k.timeslot_id
         where k.order_id = ${orderId} and k.state <> 'revoked' and s.id = ${cancelledId}
         group by s.id) f on true
     where t.id = ${toTimeslotId}`);
  return rows[0] ?? null;
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
