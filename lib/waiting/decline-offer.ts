import { sql } from 'drizzle-orm';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';

export type DeclineOfferResult = { ok: true } | { ok: false; code: 'unknown_offer' | 'offer_over' };

/**
 * "Not these": the places go to the next, the party keeps its rank and is not asked again about this very time. Twice is once. The
 * offer must be the entry's own.
 */
export async function declineOffer(ctx: Ctx, input: { entryId: string; offerId: string }): Promise<DeclineOfferResult> {
  return inTransaction(
    ctx,
    async (tx): Promise<DeclineOfferResult> => {
      const { rows } = await tx.db.execute<{ state: string }>(
        sql`select state from waiting_offer where id = ${input.offerId} and entry_id = ${input.entryId}`,
      );
      if (!rows[0]) return { ok: false, code: 'unknown_offer' };
      const ended = await tx.db.execute<{ ended: boolean }>(
        sql`select end_offer(${input.offerId}, 'declined') as ended`,
      );
      crashPoint('waiting.declining');
      if (ended.rows[0]?.ended) return { ok: true };
      const after = await tx.db.execute<{ state: string }>(
        sql`select state from waiting_offer where id = ${input.offerId}`,
      );
      return after.rows[0]?.state === 'declined' ? { ok: true } : { ok: false, code: 'offer_over' };
    },
    'declined by the visitor',
  );
}
