import { sql } from 'drizzle-orm';
import { type PriceChange, reduceLine } from '#lib/catalog/voucher-price.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';

/**
 * Prices the lines of a held order anew, under its lock, from the price that each had before any voucher: with a voucher's change,
 * or without (null). Returns what the order costs and what the voucher takes off, in minor units.
 */
export async function repriceLines(
  tx: TxCtx,
  orderId: string,
  change: PriceChange | null,
): Promise<{ totalMinor: number; savedMinor: number }> {
  const { rows } = await tx.db.execute<{
    id: string;
    ticketTypeId: string;
    quantity: number;
    unitPriceMinor: number;
    currency: string;
    taxPerMille: number;
  }>(sql`
    select l.id, l.ticket_type_id as "ticketTypeId", l.quantity, coalesce(l.full_price_minor, l.unit_price_minor) as "unitPriceMinor",
           o.currency, p.tax_per_mille as "taxPerMille"
      from order_line l join orders o on o.id = l.order_id join timeslot t on t.id = l.timeslot_id join product p on p.id = t.product_id
     where l.order_id = ${orderId} order by l.line_no`);
  const lines = rows.map((row) => ({ id: row.id, quantity: row.quantity, ...reduceLine(row, change) }));
  await tx.db.execute(sql`
    update order_line l set unit_price_minor = w."unitPriceMinor", tax_minor = w."taxMinor", total_minor = w."totalMinor",
           full_price_minor = w."fullPriceMinor"
      from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
        as w(id uuid, "unitPriceMinor" integer, "taxMinor" integer, "totalMinor" integer, "fullPriceMinor" integer)
     where l.id = w.id`);
  const linesMinor = lines.reduce((sum, line) => sum + line.totalMinor, 0);
  const { rows: orders } = await tx.db.execute<{ totalMinor: number }>(sql`
    update orders set total_minor = ${linesMinor} + donation_minor where id = ${orderId} returning total_minor as "totalMinor"`);
  const totalMinor = orders[0]?.totalMinor ?? linesMinor;
  const savedMinor = lines.reduce((sum, line) => sum + savedOf(line), 0);
  return { totalMinor, savedMinor };
}

/** What a voucher takes off a line. */
export function savedOf(line: { quantity: number; unitPriceMinor: number; fullPriceMinor: number | null }): number {
  return line.fullPriceMinor === null ? 0 : (line.fullPriceMinor - line.unitPriceMinor) * line.quantity;
}
