import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { asVerdict, type HoldRequest, type HoldRow, type HoldVerdict } from './hold-places.ts';

/**
 * Holds places with a voucher, in one round trip: what the voucher reserves at this time is drawn first, the rest is held like any
 * other place, and one use is taken. Throws 23514 (`voucher_uses`) when it is spent, MU013 when it does not stand.
 */
export async function holdWithVoucher(db: Db, request: HoldRequest, voucherId: string): Promise<HoldVerdict> {
  const { rows } = await db.execute<HoldRow>(
    sql`select * from hold_with_voucher(${JSON.stringify(request)}::jsonb, ${voucherId})`,
  );
  const [row] = rows;
  if (!row) throw new Error('hold_with_voucher gave no verdict');
  return asVerdict(row);
}
