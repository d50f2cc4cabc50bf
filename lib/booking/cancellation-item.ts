import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { CancelledOrder } from './next-cancellation-step.ts';
import type { CancellationItemState, CancellationWhy } from './values.ts';

export type CancellationItem = CancelledOrder & {
  id: string;
  orderId: string;
  timeslotId: string;
  answerUntil: Date;
  requestedBy: string;
  /** Refunds that are under way. */
  openRefundIds: string[];
};

type Row = Omit<CancellationItem, 'answerUntil'> & { answerUntil: string };

const itemOf = (where: ReturnType<typeof sql>) => sql`
  select i.id, i.order_id as "orderId", i.timeslot_id as "timeslotId", i.state, o.state as "orderState",
         c.answer_until as "answerUntil", c.answer_until > now() as "isOpenForAnswer", c.requested_by as "requestedBy",
         (select count(*)::int from ticket k where k.order_id = o.id and k.timeslot_id = i.timeslot_id and k.state <> 'revoked') as "liveTickets",
         r.refunds, r.open as "openRefundIds"
    from slot_cancellation_item i join slot_cancellation c on c.timeslot_id = i.timeslot_id join orders o on o.id = i.order_id
   cross join lateral (
     select coalesce(jsonb_agg(jsonb_build_object('state', r.state, 'isHandled', r.handled_at is not null,
                       'isByHand', p.provider in ('cash','terminal','transfer'),
                       'isFrozen', r.provider_refund_id is null and coalesce(p.dispute_state in ('open','lost'), false))), '[]') as refunds,
            coalesce(jsonb_agg(r.id order by r.id) filter (where r.state in ('requested','submitting','pending','requires_action')), '[]') as open
       from refund r join payment p on p.id = r.payment_id where r.order_id = o.id and r.reason <> 'outside') r
   where ${where}`;

const asItem = (row: Row | undefined): CancellationItem | null =>
  row ? { ...row, answerUntil: new Date(row.answerUntil) } : null;

export async function findCancellationItem(db: Db | Tx, itemId: string): Promise<CancellationItem | null> {
  const { rows } = await db.execute<Row>(itemOf(sql`i.id = ${itemId}`));
  return asItem(rows[0]);
}

/** The cancelled time that an order is still to be moved from or refunded for, locked under the order's lock; null without. */
export async function lockOpenCancellation(tx: TxCtx, orderId: string): Promise<CancellationItem | null> {
  const { rows } = await tx.db.execute<{ id: string }>(sql`
    select id from slot_cancellation_item where order_id = ${orderId} and state in ('listed','offered','needs_person')
     order by id limit 1 for no key update`);
  return rows[0] ? findCancellationItem(tx.db, rows[0].id) : null;
}

/** Lets an item become something, under its order's lock. False when it is so already or somebody else has moved it on. */
export async function moveItem(
  tx: TxCtx,
  item: Pick<CancellationItem, 'id' | 'state'>,
  to: { state: CancellationItemState; why?: CancellationWhy | null; movedTo?: string },
): Promise<boolean> {
  if (item.state === to.state && to.state !== 'needs_person') return false;
  const { rowCount } = await tx.db.execute(sql`
    update slot_cancellation_item i set state = ${to.state}, why = ${to.why ?? null}, moved_to = ${to.movedTo ?? null}, updated_at = now(),
           look_at = case ${to.state} when 'offered' then (select answer_until from slot_cancellation c where c.timeslot_id = i.timeslot_id)
                                      when 'needs_person' then now() + interval '1 minute' else now() end
     where id = ${item.id} and state = ${item.state}`);
  return rowCount === 1;
}
