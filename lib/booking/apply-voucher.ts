import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { constraintOf, inTransaction, sqlState, type TxCtx } from '#lib/platform/transaction.ts';
import { judgeVoucher, type VoucherRefusal, type VoucherTerms } from './judge-voucher.ts';
import { lockOrder } from './lock-order.ts';
import { guardCode } from './look-up-code.ts';
import { noteRefusedDemand } from './note-refused-demand.ts';
import { takeOff } from './remove-voucher.ts';
import { repriceLines } from './reprice-lines.ts';

export type ApplyVoucherResult =
  | { ok: true; totalMinor: number; savedMinor: number }
  | { ok: false; code: 'voucher_refused'; why: VoucherRefusal }
  | { ok: false; code: 'unknown_order' | 'hold_run_out' | 'no_longer_open' | 'payment_is_open' };

type Visit = { productId: string; timeslotId: string; lane: 'public'; people: number; channel: 'web' };

/**
 * Gives a held order the voucher with a code as it was typed: one use is taken, reserved places are drawn, every line is priced
 * anew. A voucher that the order had before is given back. Who was refused for want of uses is counted among those who asked in
 * vain; whoever tries many codes that there are not must wait (`client`: the network address). The numbers of tickets that a
 * voucher asks for are judged when the tickets are chosen.
 */
export async function applyVoucher(
  ctx: Ctx,
  input: { orderId: string; code: string; client?: string },
): Promise<ApplyVoucherResult> {
  const { rows } = await ctx.db.execute<Visit>(sql`
    select t.product_id as "productId", t.id as "timeslotId", o.lane, o.channel, sum(l.quantity)::int as people
      from orders o join order_line l on l.order_id = o.id join timeslot t on t.id = l.timeslot_id
     where o.id = ${input.orderId} group by t.id, o.id limit 1`);
  const visit = rows[0];
  if (!visit) return { ok: false, code: 'unknown_order' };
  const found = await guardCode(ctx, input.client ?? input.orderId, input.code);
  if (!found.ok) return refused(ctx, visit, found.why);
  const { voucher } = found;
  const why = judgeVoucher(voucher, { now: ctx.now, ...visit });
  if (why && why !== 'used_up') return refused(ctx, visit, why);
  try {
    const taken = await inTransaction(ctx, (tx) => take(tx, input.orderId, voucher, why), 'voucher taken');
    return !taken.ok && taken.code === 'voucher_refused' ? refused(ctx, visit, taken.why) : taken;
  } catch (error) {
    const spent = spentOf(error);
    if (!spent) throw error;
    return refused(ctx, visit, spent);
  }
}

/** Why the database refused a use: spent meanwhile, spent by this address, or no longer standing. Null for any other error. */
export function spentOf(error: unknown): VoucherRefusal | null {
  if (constraintOf(error) === 'voucher_uses') return 'used_up';
  if (constraintOf(error) === 'voucher_uses_per_email') return 'email_used';
  return sqlState(error) === 'MU013' ? 'unknown' : null;
}

async function refused(ctx: Ctx, visit: Visit, why: VoucherRefusal): Promise<ApplyVoucherResult> {
  if (why === 'used_up') await noteRefusedDemand(ctx, visit, { code: 'voucher_used_up' });
  return { ok: false, code: 'voucher_refused', why };
}

async function take(
  tx: TxCtx,
  orderId: string,
  voucher: VoucherTerms,
  why: VoucherRefusal | null,
): Promise<ApplyVoucherResult> {
  const order = await lockOrder(tx, orderId);
  if (!order) return { ok: false, code: 'unknown_order' };
  if (order.state === 'awaiting_payment') return { ok: false, code: 'payment_is_open' };
  if (order.isRunOut || order.state === 'expired') return { ok: false, code: 'hold_run_out' };
  if (order.state !== 'held') return { ok: false, code: 'no_longer_open' };
  if (order.voucherId !== voucher.id) {
    // The last use may be this very order's: it was looked for under the lock.
    if (why) return { ok: false, code: 'voucher_refused', why };
    if (order.voucherId) await takeOff(tx, orderId, order.voucherId);
    await tx.db.execute(sql`select take_voucher(${orderId}, ${voucher.id})`);
    crashPoint('voucher.after_take');
    await writeAudit(tx, {
      action: 'voucher_taken',
      objectKind: 'order',
      objectId: orderId,
      after: { voucherId: voucher.id },
    });
  }
  return { ok: true, ...(await repriceLines(tx, orderId, voucher.change)) };
}
