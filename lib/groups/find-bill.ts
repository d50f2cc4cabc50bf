import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { findProductById } from '#lib/catalog/queries.ts';
import { getSettings } from '#lib/platform/settings.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import { findDayType } from '#lib/schedule/queries.ts';
import { type Bill, billVisit } from './bill-visit.ts';
import { peopleOf } from './plan-for-visit.ts';
import { priceVisit } from './visit-order.ts';
import type { GroupVisit } from './visit-rows.ts';

export type FoundBill = Bill & { currency: string; visitDate: IsoDate };

type Facts = {
  visitDate: IsoDate | null;
  subGroups: number;
  currency: string | null;
  lines: { ticketTypeId: string; quantity: number; unitMinor: number }[] | null;
  /** As guides told of every sub-group; null while one of them has not. */
  toldHeads: number | null;
  admitted: number;
};

/**
 * What a visit costs: by its order's prices once it is agreed, before that by those of the day that it was offered, or wishes first. With
 * `isFinal` by the heads that came, as the guides told or the desk let in. Null where it has no day or is not offered then.
 */
export async function findBill(
  db: Db | Tx,
  visit: GroupVisit,
  options: { isFinal?: boolean } = {},
): Promise<FoundBill | null> {
  // One after the other: a transaction answers one question at a time.
  const facts = await findFacts(db, visit);
  const product = await findProductById(db as Db, visit.productId);
  if (!facts?.visitDate || !product) return null;
  const { visitDate } = facts;
  const priced = facts.lines ? null : await priceVisit(db as Db, visit, visitDate);
  const lines = facts.lines ?? priced?.lines.map((line) => ({ ...line, unitMinor: line.unitPriceMinor })) ?? null;
  const currency = facts.currency ?? priced?.currency;
  if (!lines || !currency) return null;
  const [first] = lines;
  const last = lines.at(-1);
  const adults = visit.teachers + visit.parents + visit.aides;
  const settings = await getSettings(db as Db, visitDate);
  const isNoShow = visit.state === 'no_show';
  const bill = billVisit(
    {
      pupils: visit.pupils,
      adults,
      // Pupils stand first on an order (priceVisit), where there are any.
      pupilMinor: visit.pupils > 0 ? (first?.unitMinor ?? 0) : 0,
      adultMinor: adults > 0 ? (last?.unitMinor ?? 0) : 0,
      taxPerMille: product.taxPerMille,
      subGroups: facts.subGroups || Math.ceil(peopleOf(visit) / product.subGroupMaximum),
      guideFee: visit.hasOwnGuide ? null : await findGuideFee(db, visit, visitDate),
      heads: options.isFinal ? (isNoShow ? 0 : (facts.toldHeads ?? facts.admitted)) : null,
    },
    { countsActual: settings.bill_actual_heads === 1, leastPerMille: settings.bill_least_per_mille },
  );
  return { ...bill, currency, visitDate };
}

async function findFacts(db: Db | Tx, visit: GroupVisit): Promise<Facts | null> {
  const { rows } = await db.execute<Facts>(sql`
    with plan as (select coalesce(${visit.planId}::uuid, (select p.id from group_plan p join group_offer o on o.id = p.offer_id
                    where p.visit_id = ${visit.id} and o.state = 'open' order by p.rank limit 1)) as id)
    select coalesce((select min(t.visit_date)::text from plan join sub_group g on g.plan_id = plan.id join timeslot t on t.id = g.timeslot_id),
                    (select visit_date::text from group_wish where visit_id = ${visit.id} order by rank limit 1)) as "visitDate",
           (select count(*)::int from plan join sub_group g on g.plan_id = plan.id) as "subGroups",
           (select currency from orders where id = ${visit.orderId}) as currency,
           (select json_agg(json_build_object('ticketTypeId', ticket_type_id, 'quantity', quantity, 'unitMinor', unit_price_minor) order by line_no)
              from order_line where order_id = ${visit.orderId}) as lines,
           (select case when count(*) = count(r.heads) and count(*) > 0 then sum(r.heads)::int end
              from plan join sub_group g on g.plan_id = plan.id left join tour_report r on r.timeslot_id = g.timeslot_id) as "toldHeads",
           (select coalesce(sum(admitted_people), 0)::int from ticket where order_id = ${visit.orderId}) as admitted`);
  return rows[0] ?? null;
}

/** What the guide of a sub-group costs: the fee of language and day type goes before one of the language, the day type, any (4.3). */
async function findGuideFee(
  db: Db | Tx,
  visit: GroupVisit,
  visitDate: IsoDate,
): Promise<{ amountMinor: number; taxPerMille: number } | null> {
  const dayType = await findDayType(db as Db, visitDate);
  const { rows } = await db.execute<{ amountMinor: number; taxPerMille: number }>(sql`
    select amount_minor as "amountMinor", tax_per_mille as "taxPerMille" from guide_fee
     where product_id = ${visit.productId} and valid_from <= ${visitDate}::date and coalesce(valid_until, 'infinity') >= ${visitDate}::date
       and coalesce(language, ${visit.tourLanguage}) = ${visit.tourLanguage} and (day_type is null or day_type = ${dayType}::text)
     order by language is null, day_type is null limit 1`);
  return rows[0] ?? null;
}
