import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { impatiently } from '#lib/platform/transaction.ts';
import type { Lane, PoolKind } from './values.ts';

/** One order's wish, priced by the caller. Amounts in whole minor units; `linkHash` as hex; ids and code are the caller's. */
export type HoldRequest = {
  actorKind: 'visitor' | 'staff' | 'guide' | 'system';
  actorId: string | null;
  orderId: string;
  code: string;
  linkHash: string;
  requestKey: string | null;
  channel: 'web' | 'desk' | 'staff' | 'school' | 'reseller';
  lane: Lane;
  locale: string;
  currency: string;
  timeslotId: string;
  holdMinutes: number;
  totalMinor: number;
  hasChosenTypes?: boolean;
  email?: string;
  contactName?: string;
  phone?: string;
  lines: {
    ticketTypeId: string;
    quantity: number;
    unitPriceMinor: number;
    taxMinor: number;
    /** The price before a voucher; null where nothing was taken off. */
    fullPriceMinor?: number | null;
  }[];
};

/** What became of a wish. `repeat`: the same form came again, and its order is given. `full`: with the room there is, and what is scarce. */
export type HoldVerdict =
  | { verdict: 'held'; orderId: string; expiresAt: Date }
  | { verdict: 'repeat'; orderId: string; expiresAt: Date | null }
  | { verdict: 'full'; room: number; scarce: PoolKind }
  | { verdict: 'not_on_sale' }
  | { verdict: 'unknown_timeslot' };

/** A verdict as the database's functions give it. */
export type HoldRow = {
  verdict: HoldVerdict['verdict'];
  order_id: string;
  room: number;
  scarce: PoolKind;
  expires_at: string | Date | null;
};

/**
 * Takes places in all pools of each order's timeslot, and makes the orders: one round trip for the whole list. Pools are
 * locked in ascending id and judged in the list's order; places of run-out holds are given back first where they stand in
 * the way. The database's clock decides. The CHECK of the pools refuses whatever this should ever get wrong.
 * `asynchronously`: the commit of this statement, a transaction of its own, is not waited for to reach the disk.
 * `isImpatient`: a lock that is not had within a moment is given up (55P03).
 */
export async function holdPlaces(
  db: Db,
  requests: readonly HoldRequest[],
  commit: 'asynchronously' | 'with the caller' = 'with the caller',
  isImpatient = false,
): Promise<HoldVerdict[]> {
  const lazily =
    commit === 'asynchronously' ? sql`set_config('synchronous_commit', 'off', true) lazily cross join ` : sql``;
  const { rows } = await db.execute<HoldRow>(sql`
    select verdict, order_id, room, scarce, expires_at
      from ${lazily}${impatiently(isImpatient)}hold_places(${JSON.stringify(requests)}::jsonb) order by ordinal`);
  return rows.map(asVerdict);
}

/** What a row of verdicts says. */
export function asVerdict(row: HoldRow): HoldVerdict {
  switch (row.verdict) {
    case 'held':
      return { verdict: 'held', orderId: row.order_id, expiresAt: new Date(row.expires_at ?? 0) };
    case 'repeat':
      return {
        verdict: 'repeat',
        orderId: row.order_id,
        expiresAt: row.expires_at === null ? null : new Date(row.expires_at),
      };
    case 'full':
      return { verdict: 'full', room: Math.max(0, row.room), scarce: row.scarce };
    default:
      return { verdict: row.verdict };
  }
}
