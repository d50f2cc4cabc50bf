import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import type { Product } from '#lib/catalog/queries.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt, type IsoDate, type WallTime } from '#lib/platform/time.ts';
import { planForVisit } from './plan-for-visit.ts';
import type { Plan, Wish } from './plan-visit.ts';
import { asPlanWishes, type GroupVisit, type GroupWish } from './visit-rows.ts';
import { type WishAnswer, wishAnswers } from './wish-answers.ts';

/** The wall times at which a group's product begins, on whatever day, and the last day of which there are times. */
export async function findGroupStarts(
  db: Db | Tx,
  productId: string,
): Promise<{ times: WallTime[]; lastDate: IsoDate | null }> {
  const { rows } = await db.execute<{ times: WallTime[] | null; lastDate: IsoDate | null }>(sql`
    select array_agg(distinct to_char(t.start_time, 'HH24:MI') order by to_char(t.start_time, 'HH24:MI')) as times, max(t.visit_date)::text as "lastDate"
      from timeslot t join product r on r.id = t.product_id
     where (r.id = ${productId} or r.variant_of_id = ${productId}) and t.state = 'on_sale' and t.starts_at > now()`);
  return { times: rows[0]?.times ?? [], lastDate: rows[0]?.lastDate ?? null };
}

export type RequestAnswered =
  | { ok: true; answers: WishAnswer[]; plans: Plan[] }
  /** No day helps: each sub-group needs an adult. */
  | { ok: false; needed: number };

/** Whether a party's wishes can work as things stand at this moment, in all that they draw on. Holds nothing (requirements 6.2). */
export async function answerRequest(
  db: Db,
  input: { visit: GroupVisit; product: Product; wishes: readonly GroupWish[]; now: Date; zone: string },
): Promise<RequestAnswered> {
  const wishes: Wish[] = asPlanWishes(input.wishes);
  const today = dateAt(input.now, input.zone);
  const [settings, { lastDate }] = await Promise.all([getSettings(db, today), findGroupStarts(db, input.product.id)]);
  const found = await planForVisit(db, {
    visit: input.visit,
    product: input.product,
    wishes,
    settings,
    most: 400,
    notBefore: firstDateOf(input.product, input.now, input.zone),
  });
  if (!found.ok) return { ok: false, needed: found.code === 'too_few_adults' ? found.needed : 1 };
  return { ok: true, answers: wishAnswers(wishes, found, lastDate), plans: found.plans };
}

/** The first day that a product's lead time leaves. */
export const firstDateOf = (product: Pick<Product, 'leadTimeMinutes'>, now: Date, zone: string): IsoDate =>
  dateAt(new Date(now.getTime() + product.leadTimeMinutes * 60_000), zone);

/** The plan that begins at exactly this date and time, as things stand; null where there is none (any more). */
export async function findPlanAt(
  db: Db,
  input: { visit: GroupVisit; product: Product; at: Wish; now: Date; zone: string },
): Promise<Plan | null> {
  const settings = await getSettings(db, dateAt(input.now, input.zone));
  const { visit, product, at } = input;
  if (at.date < firstDateOf(product, input.now, input.zone)) return null;
  const found = await planForVisit(db, { visit, product, wishes: [at], settings, around: 0, most: 100 });
  if (!found.ok) return null;
  return found.plans.find((plan) => plan.date === at.date && plan.startMinute === at.startMinute) ?? null;
}
