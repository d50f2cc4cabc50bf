import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';

export const setAsideRefusals = ['forbidden', 'unknown_transfer', 'already_matched', 'reason_missing'] as const;
export type SetAsideResult = { ok: true } | Refusal<(typeof setAsideRefusals)[number]>;

/**
 * A transfer that pays none of our papers is set aside with the reason, or taken up again (`reason` null). Money that was matched stays
 * matched. Needs `payments.transfer`.
 */
export async function setAsideTransfer(
  ctx: Ctx,
  input: { transferId: string; reason: string | null },
): Promise<SetAsideResult> {
  if (!can(ctx.actor, 'payments.transfer')) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.transferId)) return { ok: false, code: 'unknown_transfer' };
  const reason =
    input.reason
      ?.normalize('NFC')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim()
      .slice(0, 300) ?? null;
  if (reason !== null && reason.length < 3) return { ok: false, code: 'reason_missing' };
  return inTransaction(
    ctx,
    async (tx): Promise<SetAsideResult> => {
      const { rows } = await tx.db.execute<{ matched: boolean }>(
        sql`select payment_id is not null as matched from bank_transfer where id = ${input.transferId} for update`,
      );
      if (!rows[0]) return { ok: false, code: 'unknown_transfer' };
      if (rows[0].matched) return { ok: false, code: 'already_matched' };
      await tx.db.execute(sql`update bank_transfer set set_aside = ${reason} where id = ${input.transferId}`);
      await writeAudit(tx, {
        action: reason === null ? 'transfer_taken_up' : 'transfer_set_aside',
        objectKind: 'bank_transfer',
        objectId: input.transferId,
        after: { reason },
      });
      return { ok: true };
    },
    'transfer set aside',
  );
}
