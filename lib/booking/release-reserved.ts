import { sql } from 'drizzle-orm';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';

/**
 * Gives places that vouchers reserved back to their times: of vouchers that have run out or were withdrawn, and of times that do not
 * take place. By the database's clock; may run anywhere, at any time, side by side. Returns how many vouchers that were.
 */
export async function releaseReserved(ctx: Ctx): Promise<{ returned: number }> {
  let returned = 0;
  for (;;) {
    const released = await inTransaction(
      ctx,
      async (tx) => {
        // One at a time: each locks the pools of its own time.
        const { rows } = await tx.db.execute<{ released: number }>(sql`select release_reserved(1) as released`);
        return rows[0]?.released ?? 0;
      },
      'reservation over',
    );
    returned += released;
    if (released < 1 || returned >= 500) return { returned };
  }
}
