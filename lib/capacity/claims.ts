import { sql } from 'drizzle-orm';
import type { TxCtx } from '#lib/platform/transaction.ts';

/** Claims whose places the order still has become sold. Returns how many claims that were. */
export async function sellHeldClaims(ctx: TxCtx, orderId: string): Promise<number> {
  const { rowCount } = await ctx.db.execute(
    sql`update claim set state = 'sold' where order_id = ${orderId} and state = 'held'`,
  );
  return rowCount ?? 0;
}

/**
 * Takes back places that were given up, as sold or as held, in every pool or in none. Throws 23514 (`pool_room`) when there
 * is no room: call it within a savepoint.
 */
export async function reclaim(ctx: TxCtx, orderId: string, state: 'held' | 'sold'): Promise<number> {
  const { rowCount } = await ctx.db.execute(
    sql`update claim set state = ${state} where order_id = ${orderId} and state = 'released'`,
  );
  return rowCount ?? 0;
}

/** Gives back what the order holds or has bought. A second call changes nothing: places come back once. */
export async function releaseClaims(ctx: TxCtx, orderId: string): Promise<number> {
  const { rowCount } = await ctx.db.execute(
    sql`update claim set state = 'released' where order_id = ${orderId} and state <> 'released'`,
  );
  return rowCount ?? 0;
}

/** Holds another number of places for an order that is still held. Throws 23514 (`pool_room`) when they do not fit. */
export async function resizeHeldClaim(ctx: TxCtx, orderId: string, people: number): Promise<void> {
  await ctx.db.execute(sql`
    update claim set quantity = ${people} where order_id = ${orderId} and state = 'held' and quantity <> ${people}`);
}

/**
 * The same for an order with a voucher: what the voucher still reserves at this time is drawn for more people, and goes back to it
 * from fewer.
 */
export async function resizeWithVoucher(ctx: TxCtx, orderId: string, people: number): Promise<void> {
  await ctx.db.execute(sql`select resize_with_voucher(${orderId}, ${people})`);
}

/** Gives back run-out holds that stand in the way of this order's pools. */
export async function releaseRunOutAround(ctx: TxCtx, orderId: string): Promise<number> {
  const { rows } = await ctx.db.execute<{ released: number }>(sql`
    select release_run_out(200, (select array_agg(m.pool_id) from claim c join pool_set_member m using (pool_set_id)
                                  where c.order_id = ${orderId})) as released`);
  return rows[0]?.released ?? 0;
}

/**
 * Gives back so many sold places of an order at each timeslot, in every pool they were taken from; the last of them releases the
 * claim. The tickets are revoked before: a ticket without its place is refused (MU003). Throws when they were not sold.
 */
export async function giveBackPlaces(ctx: TxCtx, orderId: string, places: ReadonlyMap<string, number>): Promise<void> {
  const wanted = [...places].map(([timeslotId, people]) => ({ timeslotId, people }));
  const { rowCount } = await ctx.db.execute(sql`
    update claim c set quantity = case when c.quantity > w.people then c.quantity - w.people else c.quantity end,
           state = case when c.quantity > w.people then c.state else 'released' end
      from pool_set s join jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w("timeslotId" uuid, people integer)
        on w."timeslotId" = s.timeslot_id
     where s.id = c.pool_set_id and c.order_id = ${orderId} and c.state = 'sold' and c.quantity >= w.people`);
  if (rowCount !== places.size) throw new Error(`order ${orderId} has not sold the places it gives back`);
}

/**
 * Moves an order's live tickets with their places to another timeslot, in every pool or in none; what both times draw on is
 * counted once. Throws 23514 (`pool_room`) without room and MU001 where the new time is not on sale: call it within a savepoint.
 * Returns the people moved.
 */
export async function movePlaces(
  ctx: TxCtx,
  input: { orderId: string; fromTimeslotId: string; toTimeslotId: string },
): Promise<number> {
  const { rows } = await ctx.db.execute<{ people: number }>(sql`
    select move_places(${input.orderId}, ${input.fromTimeslotId}, ${input.toTimeslotId}) as people`);
  return rows[0]?.people ?? 0;
}

/** The guides of a timeslot that does not take place count for nobody's occupancy any more. Returns how many claims that were. */
export async function releaseGuides(ctx: TxCtx, timeslotId: string): Promise<number> {
  const { rowCount } = await ctx.db.execute(sql`
    update claim set state = 'released' where order_id is null and state = 'sold'
       and pool_set_id in (select id from pool_set where timeslot_id = ${timeslotId} and lane = 'guide')`);
  return rowCount ?? 0;
}
