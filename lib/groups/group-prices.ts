import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Product } from '#lib/catalog/queries.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { IsoDate } from '#lib/platform/time.ts';

type Sum = { amountMinor: number; currency: string };
export type GroupPrices = {
  /** On an ordinary day; null where it is not offered. */
  pupil: Sum | null;
  adult: Sum | null;
  /** What a guide costs each sub-group, by language; null: whichever. */
  fees: (Sum & { language: Locale | null })[];
};

/** What groups' products cost on an ordinary day: for a pupil, for an adult with them, for the guide of a sub-group (4.3). One round trip. */
export async function groupPricesOf(
  db: Db,
  products: readonly Product[],
  onDate: IsoDate,
): Promise<Map<string, GroupPrices>> {
  const ids = products.map(({ id }) => id);
  const { rows } = await db.execute<{ productId: string } & GroupPrices>(sql`
    select p.id as "productId",
           (select json_build_object('amountMinor', x.amount_minor, 'currency', x.currency) from price x
             where x.product_id = p.id and x.ticket_type_id = p.pupil_type_id and x.day_type is null and x.valid_from <= ${onDate}::date
               and (x.valid_until is null or x.valid_until >= ${onDate}::date) order by x.valid_from desc limit 1) as pupil,
           (select json_build_object('amountMinor', x.amount_minor, 'currency', x.currency) from price x
             where x.product_id = p.id and x.ticket_type_id = p.adult_type_id and x.day_type is null and x.valid_from <= ${onDate}::date
               and (x.valid_until is null or x.valid_until >= ${onDate}::date) order by x.valid_from desc limit 1) as adult,
           coalesce((select json_agg(json_build_object('language', f.language, 'amountMinor', f.amount_minor, 'currency', f.currency) order by f.language)
             from guide_fee f where f.product_id = p.id and f.day_type is null and f.valid_from <= ${onDate}::date
               and (f.valid_until is null or f.valid_until >= ${onDate}::date)), '[]') as fees
      from product p where p.id = any (${sql.param(ids)}::uuid[])`);
  return new Map(rows.map(({ productId, ...prices }) => [productId, prices]));
}
