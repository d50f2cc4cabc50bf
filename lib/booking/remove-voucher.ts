import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { lockOrder } from './lock-order.ts';
import { repriceLines } from './reprice-lines.ts';

export type RemoveVoucherResult =
  | { ok: true }
  | { ok: false; code: 'unknown_order' | 'hold_run_out' | 'no_longer_open' | 'payment_is_open' | 'voucher_needed' };

/**
 * Takes the voucher off an order that is held: full prices again, the use is free for others, reserved places go back to it.
 * Refused where the voucher opened the order's lane: such an order is given back as a whole. Twice is once.
 */
export async function removeVoucher(ctx: Ctx, input: { orderId: string }): Promise<RemoveVoucherResult> {
  return inTransaction(
    ctx,
    async (tx): Promise<RemoveVoucherResult> => {
      const order = await lockOrder(tx, input.orderId);
      if (!order) return { ok: false, code: 'unknown_order' };
      if (!order.voucherId) return { ok: true };
      if (order.state === 'awaiting_payment') return { ok: false, code: 'payment_is_open' };
      if (order.isRunOut || order.state === 'expired') return { ok: false, code: 'hold_run_out' };
      if (order.state !== 'held') return { ok: false, code: 'no_longer_open' };
      const { rows } = await tx.db.execute<{ bound: boolean }>(sql`
        select channel = 'web' and lane <> 'public' as bound from orders where id = ${order.id}`);
      if (rows[0]?.bound) return { ok: false, code: 'voucher_needed' };
      await takeOff(tx, order.id, order.voucherId);
      crashPoint('voucher.after_off');
      return { ok: true };
    },
    'voucher taken off',
  );
}

/** The voucher comes off under the order's lock: prices first, for a lowered price needs its voucher. */
export async function takeOff(tx: TxCtx, orderId: string, voucherId: string): Promise<void> {
  await repriceLines(tx, orderId, null);
  await tx.db.execute(sql`
    update voucher_use set state = 'removed' where order_id = ${orderId} and voucher_id = ${voucherId} and state in ('held','released')`);
  await writeAudit(tx, { action: 'voucher_taken_off', objectKind: 'order', objectId: orderId, before: { voucherId } });
}
