import { sql } from 'drizzle-orm';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { WishInput } from './input.ts';

/** Writes the days and starts that an entry would take. Throws 23P01 (`waiting_wish_once`) where its address waits for one already. */
export async function writeWishes(tx: TxCtx, entryId: string, wishes: readonly WishInput[]): Promise<void> {
  await tx.db.execute(sql`
    insert into waiting_wish (entry_id, visit_date, from_time, until_time)
    select ${entryId}, w.date, w."fromTime", w."untilTime"
      from jsonb_to_recordset(${JSON.stringify(wishes)}::jsonb) as w(date date, "fromTime" time, "untilTime" time)`);
}
