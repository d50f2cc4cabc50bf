import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { reclaim, releaseRunOutAround } from '#lib/capacity/claims.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { constraintOf, inTransaction, sqlState } from '#lib/platform/transaction.ts';
import { lockOrder } from './lock-order.ts';
import { noteRefusedDemand } from './note-refused-demand.ts';
import { takeOff } from './remove-voucher.ts';
import type { Channel } from './values.ts';

export type HoldAgainResult =
  /** `hasLostVoucher`: the code was spent meanwhile, and the tickets cost their full price now. */
  | { ok: true; expiresAt: Date; hasLostVoucher?: boolean }
  | {
      ok: false;
      code: 'unknown_order' | 'full' | 'not_on_sale' | 'no_longer_open' | 'payment_is_open' | 'email_day_limit';
    };

/**
 * Holds an order's places once more after its time ran out: same link, same tickets, same details. Refused when the places are
 * gone or the visit has begun. A voucher that was spent meanwhile comes off, unless it had opened the lane. An order that still holds its places, even run out, simply gets a fresh hold.
 */
export async function holdAgain(ctx: Ctx, input: { orderId: string }): Promise<HoldAgainResult> {
  const settings = await getSettings(ctx.db as Db, dateAt(ctx.now, 'UTC'));
  // A run-out hold that nobody has tidied yet is tidied first, so that there is one way back: expired → held.
  await inTransaction(ctx, (tx) => releaseRunOutAround(tx, input.orderId));
  crashPoint('hold_again.after_release');
  try {
    return await inTransaction(
      ctx,
      async (tx): Promise<HoldAgainResult> => {
        const order = await lockOrder(tx, input.orderId);
        if (!order) return { ok: false, code: 'unknown_order' };
        if (order.state === 'awaiting_payment' || order.state === 'expiring')
          return { ok: false, code: 'payment_is_open' };
        const { rows } = await tx.db.execute<{ on_sale: boolean; expires_at: string }>(sql`
          select bool_and(t.state = 'on_sale' and t.starts_at - make_interval(mins => p.lead_time_minutes) > now()) as on_sale,
                 (select expires_at from orders where id = ${order.id}) as expires_at
            from order_line l join timeslot t on t.id = l.timeslot_id join product p on p.id = t.product_id where l.order_id = ${order.id}`);
        if (order.state === 'held' && !order.isRunOut)
          return { ok: true, expiresAt: new Date(rows[0]?.expires_at ?? 0) };
        if (order.state !== 'expired') return { ok: false, code: 'no_longer_open' };
        if (!rows[0]?.on_sale) return { ok: false, code: 'not_on_sale' };
        await reclaim(tx, order.id, 'held');
        crashPoint('hold_again.after_places');
        const held = await tx.db.execute<{ expires_at: string }>(sql`
          update orders set state = 'held', held_at = now(), extended_at = null,
                 expires_at = now() + make_interval(mins => ${settings.cart_hold_minutes})
           where id = ${order.id} returning expires_at`);
        return { ok: true, expiresAt: new Date(held.rows[0]?.expires_at ?? 0) };
      },
      'held again',
    );
  } catch (error) {
    if (constraintOf(error) === 'email_day_limit') return { ok: false, code: 'email_day_limit' };
    if (constraintOf(error) === 'voucher_uses' || sqlState(error) === 'MU013') return holdWithoutVoucher(ctx, input);
    if (sqlState(error) === '23514') {
      await noteFull(ctx, input.orderId);
      return { ok: false, code: 'full' };
    }
    if (sqlState(error) === 'MU001') return { ok: false, code: 'not_on_sale' };
    throw error;
  }
}

/** Who comes back and finds the time full has asked in vain, too (2.7). */
async function noteFull(ctx: Ctx, orderId: string): Promise<void> {
  const { rows } = await ctx.db.execute<{ timeslotId: string; people: number; channel: Channel }>(sql`
    select l.timeslot_id as "timeslotId", sum(l.quantity)::int as people, o.channel from order_line l join orders o on o.id = l.order_id
     where o.id = ${orderId} group by 1, 3 limit 1`);
  if (rows[0]) await noteRefusedDemand(ctx, rows[0], { code: 'full' });
}

async function holdWithoutVoucher(ctx: Ctx, input: { orderId: string }): Promise<HoldAgainResult> {
  const hasLost = await inTransaction(
    ctx,
    async (tx) => {
      const order = await lockOrder(tx, input.orderId);
      const { rows } = await tx.db.execute<{ voucherId: string }>(sql`
        select u.voucher_id as "voucherId" from voucher_use u join orders o on o.id = u.order_id
         where o.id = ${input.orderId} and o.lane = 'public' and u.state = 'released'`);
      if (order?.state !== 'expired' || !rows[0]) return false;
      await takeOff(tx, order.id, rows[0].voucherId);
      return true;
    },
    'voucher spent meanwhile',
  );
  if (!hasLost) return { ok: false, code: 'full' };
  const again = await holdAgain(ctx, input);
  return again.ok ? { ...again, hasLostVoucher: true } : again;
}
