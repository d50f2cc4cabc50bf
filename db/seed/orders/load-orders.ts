import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { price, ticketType } from '#db/schema/catalog.ts';
import { priceLine, priceOn } from '#lib/catalog/price.ts';
import type { DayTypeCode } from '#lib/catalog/values.ts';
import { required } from '#lib/platform/result.ts';
import { addDays, dateAt, daysBetween } from '#lib/platform/time.ts';
import { type PlannedOrder, type PlanSlot, planDay } from './plan-orders.ts';
import { orderKeysOf } from './seeded.ts';
import { type PricedOrder, writeOrders } from './write-orders.ts';

// Orders are made for today and so many days after it.
const daysWithOrders = 14;

type DaySlot = PlanSlot & { visitDate: string; productId: string; taxPerMille: number; dayType: DayTypeCode | null };

/** Makes the orders of the days that have none of ours yet. Returns how many were made. */
export async function loadDemoOrders(
  db: Db,
  input: { now: Date; zone: string; linkSecret: string | undefined },
): Promise<number> {
  const today = dateAt(input.now, input.zone);
  const dates = Array.from({ length: daysWithOrders }, (_, day) => addDays(today, day));
  return db.transaction(async (tx) => {
    const fresh = await withoutOrders(tx, dates);
    if (fresh.length === 0) return 0;
    // What is planned against is what is there: nobody takes a place meanwhile.
    const free = await lockRoom(tx, fresh);
    const slots = await listSlots(tx, fresh);
    const showcase = fresh.find(
      (date) => date > today && daysBetween(today, date) <= 3 && slots.some((slot) => slot.visitDate === date),
    );
    const planned = fresh.flatMap((visitDate) =>
      planDay({
        visitDate,
        daysAhead: daysBetween(today, visitDate),
        isShowcase: visitDate === showcase,
        slots: slots.filter((slot) => slot.visitDate === visitDate),
        free,
        now: input.now,
      }),
    );
    const priced = await priceOrders(tx, planned);
    if (priced.length > 0) await writeOrders(tx, priced, input.linkSecret);
    return priced.length;
  });
}

async function withoutOrders(tx: Tx, dates: readonly string[]): Promise<string[]> {
  const keys = dates.flatMap((date) => orderKeysOf(date).map((key) => ({ date, key })));
  const { rows } = await tx.execute<{ date: string }>(sql`
    select distinct k.date from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(date text, key uuid)
      join orders o on o.request_key = k.key`);
  const known = new Set(rows.map((row) => row.date));
  return dates.filter((date) => !known.has(date));
}

async function lockRoom(tx: Tx, dates: readonly string[]): Promise<Map<number, number>> {
  const { rows } = await tx.execute<{ id: number; free: number }>(sql`
    select id, case when status = 'on_sale' then capacity + overbook - held - sold else 0 end as free
      from pool where visit_date = any (${sql.param(dates)}::date[]) order by id for update`);
  return new Map(rows.map((row) => [Number(row.id), row.free]));
}

async function listSlots(tx: Tx, dates: readonly string[]): Promise<DaySlot[]> {
  const { rows } = await tx.execute<Record<string, unknown>>(sql`
    select t.id, t.visit_date, to_char(t.start_time, 'HH24:MI') as start_time, t.starts_at, t.ends_at, p.code, p.id as product_id,
           p.tax_per_mille, d.code as day_type,
           jsonb_object_agg(s.lane, jsonb_build_object('poolSetId', s.id, 'poolIds',
             (select jsonb_agg(m.pool_id) from pool_set_member m where m.pool_set_id = s.id))) as lanes
      from timeslot t join product p on p.id = t.product_id
      join pool_set s on s.timeslot_id = t.id and s.is_current and s.lane <> 'guide'
      left join day_type d on d.visit_date = t.visit_date
     where t.visit_date = any (${sql.param(dates)}::date[]) and t.state in ('on_sale','done')
     group by t.id, p.id, d.code
     order by t.starts_at, p.position`);
  return rows.map((row) => ({
    timeslotId: String(row.id),
    visitDate: String(row.visit_date),
    startTime: String(row.start_time),
    startsAt: new Date(String(row.starts_at)),
    endsAt: new Date(String(row.ends_at)),
    product: String(row.code),
    productId: String(row.product_id),
    taxPerMille: Number(row.tax_per_mille),
    dayType: row.day_type as DayTypeCode | null,
    lanes: row.lanes as PlanSlot['lanes'],
  }));
}

/** Prices as the catalog has them; an order with a line that has no price is left out. */
async function priceOrders(tx: Tx, planned: readonly PlannedOrder[]): Promise<PricedOrder[]> {
  const types = new Map((await tx.select().from(ticketType)).map((type) => [type.code, type]));
  const prices = Map.groupBy(await tx.select().from(price), (row) => row.productId);
  return planned.flatMap((order) => {
    const slot = order.slot as DaySlot;
    const lines = order.lines.map(({ ticketType: code, quantity }) => {
      const type = required(types.get(code), code);
      const holding = priceOn({
        ticketType: type,
        prices: prices.get(slot.productId) ?? [],
        visitDate: slot.visitDate,
        dayType: slot.dayType,
      });
      if (!holding) return null;
      const line = priceLine({ unitPriceMinor: holding.amountMinor, quantity, taxPerMille: slot.taxPerMille });
      return { ...line, currency: holding.currency, ticketTypeId: type.id, quantity };
    });
    const priced = lines.filter((line) => line !== null);
    return priced.length === lines.length && priced[0] ? [{ ...order, priced, currency: priced[0].currency }] : [];
  });
}
