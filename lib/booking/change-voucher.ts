import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { addDays, instantOf } from '#lib/platform/time.ts';
import { constraintOf, inTransaction } from '#lib/platform/transaction.ts';
import { type VoucherBounds, type VoucherInputRefusal, voucherBounds, voucherInputRefusal } from './voucher-input.ts';

export type ChangeVoucherResult =
  | { ok: true }
  | { ok: false; code: 'forbidden' | 'unknown_voucher' | 'below_used' | VoucherInputRefusal };

type Row = {
  max_uses: number;
  valid_from: string;
  valid_until: string;
  minimum_tickets: number;
  maximum_tickets: number;
};

/**
 * Changes the bounds of a voucher: how often, for how many, from when until when. What it does to prices and places stays as it was
 * made. Fewer uses than are taken already are refused by the database. Needs `vouchers.change`.
 */
export async function changeVoucher(
  ctx: Ctx,
  input: VoucherBounds & { voucherId: string },
): Promise<ChangeVoucherResult> {
  if (!can(ctx.actor, 'vouchers.change')) return { ok: false, code: 'forbidden' };
  const parsed = voucherBounds.safeParse(input);
  if (!parsed.success) return { ok: false, code: voucherInputRefusal(parsed.error) };
  const given = parsed.data;
  const { timeZone } = await getMuseum(ctx.db as Db);
  const from = instantOf(given.fromDate, '00:00', timeZone);
  const until = instantOf(addDays(given.untilDate, 1), '00:00', timeZone);
  try {
    return await inTransaction(ctx, async (tx): Promise<ChangeVoucherResult> => {
      const { rows } = await tx.db.execute<Row>(sql`
        select max_uses, max_uses_per_email, valid_from, valid_until, minimum_tickets, maximum_tickets, is_given_back
          from voucher where id = ${input.voucherId} and state = 'active' for no key update`);
      if (!rows[0]) return { ok: false, code: 'unknown_voucher' };
      await tx.db.execute(sql`
        update voucher set label = ${given.label}, max_uses = ${given.maxUses}, max_uses_per_email = ${given.maxUsesPerEmail},
               minimum_tickets = ${given.minimumTickets}, maximum_tickets = ${given.maximumTickets},
               valid_from = ${from.toISOString()}::timestamptz, valid_until = ${until.toISOString()}::timestamptz,
               is_given_back = ${given.isGivenBack}
         where id = ${input.voucherId}`);
      await writeAudit(tx, {
        action: 'voucher_changed',
        objectKind: 'voucher',
        objectId: input.voucherId,
        before: rows[0],
        after: { ...given, label: undefined },
      });
      return { ok: true };
    });
  } catch (error) {
    if (constraintOf(error) === 'voucher_uses') return { ok: false, code: 'below_used' };
    throw error;
  }
}
