import { sql } from 'drizzle-orm';
import type { TxCtx } from '#lib/platform/transaction.ts';

/**
 * Issues the tickets of a paid order: one for each person of each line. A second call issues none, for (line, unit) is unique; a
 * short code that is taken already is drawn again. Needs sold claims and a paid order (MU003).
 */
export async function issueTickets(ctx: TxCtx, input: { orderId: string }): Promise<void> {
  await ctx.db.execute(sql`select issue_tickets(array[${input.orderId}]::uuid[])`);
}
