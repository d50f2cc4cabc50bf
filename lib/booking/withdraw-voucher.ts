import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { releaseReserved } from './release-reserved.ts';

export type WithdrawVoucherResult = { ok: true } | { ok: false; code: 'forbidden' | 'unknown_voucher' };

/**
 * Ends a voucher: from now on its code looks as if it had never been. Orders that hold it keep it and may still be paid; places that
 * it reserved and nobody took return to their time. Twice is once. Needs `vouchers.change`.
 */
export async function withdrawVoucher(ctx: Ctx, input: { voucherId: string }): Promise<WithdrawVoucherResult> {
  if (!can(ctx.actor, 'vouchers.change')) return { ok: false, code: 'forbidden' };
  const result = await inTransaction(ctx, async (tx): Promise<WithdrawVoucherResult> => {
    const { rows } = await tx.db.execute<{ state: string; uses: number }>(sql`
      select state, uses from voucher where id = ${input.voucherId} for no key update`);
    const before = rows[0];
    if (!before) return { ok: false, code: 'unknown_voucher' };
    if (before.state === 'withdrawn') return { ok: true };
    await tx.db.execute(sql`update voucher set state = 'withdrawn' where id = ${input.voucherId}`);
    await writeAudit(tx, { action: 'voucher_withdrawn', objectKind: 'voucher', objectId: input.voucherId, before });
    return { ok: true };
  });
  // Apart: the pools are locked before the voucher, never after it. Should this not come to pass, the sweeper does it.
  if (result.ok) await releaseReserved(ctx);
  return result;
}
