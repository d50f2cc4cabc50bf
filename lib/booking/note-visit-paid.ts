import { sql } from 'drizzle-orm';
import type { TxCtx } from '#lib/platform/transaction.ts';

/**
 * A visit that has taken place, whose account is closed and which owes nothing, is settled (requirements 6.5); under the visit's lock.
 * True where it is so by this step.
 */
export async function noteVisitPaid(tx: TxCtx, visitId: string): Promise<boolean> {
  const { rowCount } = await tx.db.execute(sql`
    update group_visit set state = 'settled' where id = ${visitId} and state in ('completed','evaluated','no_show')
       and account_closed_at is not null and (select billed <= received from visit_account(${visitId}))`);
  return rowCount === 1;
}
