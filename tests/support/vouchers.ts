import { sql } from 'drizzle-orm';
import { makeVouchers } from '#lib/booking/make-vouchers.ts';
import type { VoucherInput } from '#lib/booking/voucher-input.ts';
import { addDays, dateAt } from '#lib/platform/time.ts';
import { staffCtx } from './contexts.ts';
import type { TestDatabase } from './database.ts';

/** A voucher's input with named differences: half price, once, for a year. */
export function voucherOf(changes: Partial<VoucherInput> = {}): VoucherInput {
  const today = dateAt(new Date(), 'UTC');
  return {
    label: 'Friends of the museum',
    code: null,
    count: 1,
    effect: 'per_cent_off',
    value: 50,
    lane: null,
    timeslotId: null,
    reservedPlaces: null,
    productIds: [],
    ticketTypeIds: [],
    maxUses: 1,
    maxUsesPerEmail: null,
    minimumTickets: 1,
    maximumTickets: null,
    fromDate: addDays(today, -2),
    untilDate: addDays(today, 365),
    isGivenBack: true,
    ...changes,
  };
}

/** Makes vouchers as a manager does, and gives the first one's id and code. */
export async function makeVoucher(
  database: TestDatabase,
  changes: Partial<VoucherInput> = {},
): Promise<{ id: string; code: string }> {
  const made = await makeVouchers(staffCtx(database.db, { permissions: ['vouchers.change'] }), voucherOf(changes));
  if (!made.ok) throw new Error(made.code);
  const { rows } = await database.owner.execute<{ id: string; code: string }>(
    sql`select id, code from voucher where id = ${made.ids[0]}`,
  );
  if (!rows[0]) throw new Error('no voucher');
  return rows[0];
}

/** How a voucher stands: its counter, and the states of its uses, each once. */
export async function usesOf(database: TestDatabase, voucherId: string): Promise<{ uses: number; states: string[] }> {
  const { rows } = await database.owner.execute<{ uses: number; states: string[] }>(sql`
    select uses, coalesce((select array_agg(state order by made_at, id) from voucher_use where voucher_id = v.id), '{}') as states
      from voucher v where id = ${voucherId}`);
  if (!rows[0]) throw new Error('no voucher');
  return rows[0];
}

/** Places that a voucher still reserves. */
export async function reserveOf(database: TestDatabase, voucherId: string): Promise<number> {
  const { rows } = await database.owner.execute<{ places: number }>(sql`
    select coalesce(sum(quantity), 0)::int as places from claim where voucher_id = ${voucherId} and state = 'held'`);
  return rows[0]?.places ?? 0;
}
