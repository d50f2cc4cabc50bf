import { sql } from 'drizzle-orm';
import { releaseClaims } from '#lib/capacity/claims.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { lockOrder } from './lock-order.ts';

export type GiveBackHoldResult =
  | { ok: true }
  | { ok: false; code: 'unknown_order' | 'no_longer_open' | 'payment_is_open' };

/** The visitor lets go of places that are held and not paid: they are free for others at once. Twice is once. */
export async function giveBackHold(ctx: Ctx, input: { orderId: string }): Promise<GiveBackHoldResult> {
  return inTransaction(
    ctx,
    async (tx): Promise<GiveBackHoldResult> => {
      const order = await lockOrder(tx, input.orderId);
      if (!order) return { ok: false, code: 'unknown_order' };
      if (order.state === 'cancelled' || order.state === 'expired') return { ok: true };
      if (order.state === 'awaiting_payment' || order.state === 'expiring')
        return { ok: false, code: 'payment_is_open' };
      if (order.state !== 'held') return { ok: false, code: 'no_longer_open' };
      await releaseClaims(tx, order.id);
      crashPoint('give_back.after_places');
      await tx.db.execute(sql`update orders set state = 'cancelled' where id = ${order.id}`);
      return { ok: true };
    },
    'given back by the visitor',
  );
}
