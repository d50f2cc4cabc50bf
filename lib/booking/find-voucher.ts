import { type SQL, sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import type { Lane } from '#lib/capacity/values.ts';
import type { VoucherEffect } from '#lib/catalog/values.ts';
import type { VoucherTerms } from './judge-voucher.ts';
import type { VoucherState } from './values.ts';
import { normaliseVoucherCode } from './voucher-code.ts';

type Row = {
  id: string;
  code: string;
  state: VoucherState;
  effect: VoucherEffect | null;
  effect_value: number | null;
  currency: string | null;
  lane: Lane | null;
  timeslot_id: string | null;
  places_left: number;
  product_ids: string[] | null;
  ticket_type_ids: string[] | null;
  uses_left: number;
  minimum_tickets: number;
  maximum_tickets: number | null;
  valid_from: string;
  valid_until: string;
};

async function find(db: Db | Tx, where: SQL): Promise<VoucherTerms | null> {
  const { rows } = await db.execute<Row>(sql`
    select v.id, v.code, v.state, v.effect, v.effect_value, v.currency, v.lane, v.timeslot_id, v.max_uses - v.uses as uses_left,
           v.minimum_tickets, v.maximum_tickets, v.valid_from, v.valid_until,
           coalesce((select c.quantity from claim c where c.voucher_id = v.id and c.state = 'held'), 0) as places_left,
           (select array_agg(p.product_id) from voucher_product p where p.voucher_id = v.id) as product_ids,
           (select array_agg(t.ticket_type_id) from voucher_ticket_type t where t.voucher_id = v.id) as ticket_type_ids
      from voucher v where ${where}`);
  const row = rows[0];
  if (!row) return null;
  const { effect, effect_value: value, currency } = row;
  return {
    id: row.id,
    code: row.code,
    state: row.state,
    change: effect && value !== null ? { effect, value, currency, ticketTypeIds: row.ticket_type_ids } : null,
    lane: row.lane,
    timeslotId: row.timeslot_id,
    placesLeft: row.places_left,
    productIds: row.product_ids,
    usesLeft: row.uses_left,
    minimumTickets: row.minimum_tickets,
    maximumTickets: row.maximum_tickets,
    validFrom: new Date(row.valid_from),
    validUntil: new Date(row.valid_until),
  };
}

/** The voucher with a code as somebody typed it; null when there is none, or it cannot be a code. */
export async function findVoucherByCode(db: Db | Tx, typed: string): Promise<VoucherTerms | null> {
  const code = normaliseVoucherCode(typed);
  return code ? find(db, sql`v.code = ${code}`) : null;
}

/** The voucher that an order has now; null when it has none. */
export async function findVoucherOfOrder(db: Db | Tx, orderId: string): Promise<VoucherTerms | null> {
  return find(db, sql`v.id = (select voucher_id from orders where id = ${orderId})`);
}
