import { sql } from 'drizzle-orm';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { tellVisit } from './tell-visit.ts';
import { lockVisit } from './visit-rows.ts';

/**
 * Reminds whoever booked of what a visit still owes on its invoices: the timeline's steps T+14 and T+30 (requirements 6.10), each mailed
 * once however often it is called. `not_needed`: nothing is owed, or nobody has an address any more.
 */
export async function remindPayment(
  ctx: Ctx,
  input: { visitId: string; step: 'payment_first' | 'payment_second' },
): Promise<'done' | 'not_needed'> {
  return inTransaction(
    ctx,
    async (tx) => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit?.email) return 'not_needed';
      const { rows } = await tx.db.execute<{ owed: number }>(
        sql`select billed - received as owed from visit_account(${visit.id})`,
      );
      if ((rows[0]?.owed ?? 0) <= 0) return 'not_needed';
      await tellVisit(tx, visit, 'group_payment_due', input.step);
      return 'done';
    },
    input.step,
  );
}
