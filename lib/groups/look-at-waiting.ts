import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { groupVisit } from '#db/schema/groups.ts';
import { findProductById, type Product } from '#lib/catalog/queries.ts';
import type { Settings } from '#lib/platform/settings.ts';
import { addDays, type IsoDate } from '#lib/platform/time.ts';
import { limitOfWish } from './limit-of-wish.ts';
import { planForVisit } from './plan-for-visit.ts';
import type { Plan } from './plan-visit.ts';
import type { GroupPassOverReason } from './values.ts';
import { asPlanWishes, type GroupVisit, listWishes } from './visit-rows.ts';

export type LookedAt = { visitId: string; plan: Plan | null; why: GroupPassOverReason | null; labels: string[] };

/** No more groups are looked at in one go. */
const mostWaiting = 100;

/**
 * The groups that wait, by rank, each with the best plan that it could be offered at this moment, or why there is none. All over one
 * snapshot: who fits is the same question for everybody.
 */
export async function lookAtWaiting(db: Db, settings: Settings, today: IsoDate): Promise<LookedAt[]> {
  return db.transaction(
    async (tx) => {
      const waiting = await tx
        .select()
        .from(groupVisit)
        .where(eq(groupVisit.state, 'waitlisted'))
        .orderBy(asc(groupVisit.waitlistedAt), asc(groupVisit.id))
        .limit(mostWaiting);
      const products = new Map<string, Product | null>();
      const looked: LookedAt[] = [];
      for (const visit of waiting) {
        if (!products.has(visit.productId)) products.set(visit.productId, await findProductById(tx, visit.productId));
        const product = products.get(visit.productId);
        if (product) looked.push(await lookAt(tx as unknown as Db, { visit, product, settings, today }));
      }
      return looked;
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

async function lookAt(
  db: Db,
  { visit, product, settings, today }: { visit: GroupVisit; product: Product; settings: Settings; today: IsoDate },
): Promise<LookedAt> {
  const visitId = visit.id;
  const tomorrow = addDays(today, 1);
  const wishes = asPlanWishes(await listWishes(db, visitId)).filter(({ date }) => date >= tomorrow);
  const [first] = wishes;
  if (!first) return { visitId, plan: null, why: 'no_start', labels: [] };
  const found = await planForVisit(db, {
    visit,
    product,
    wishes,
    settings,
    around: visit.isFlexible ? settings.group_waiting_days : 0,
    most: 40,
    notBefore: tomorrow,
  });
  if (!found.ok) return { visitId, plan: null, why: 'adults', labels: [] };
  // Whoever cannot come at another time is offered what was asked for, or nothing.
  const wanted = found.plans.filter(({ reasons }) => visit.isFlexible || reasons.daysAway + reasons.minutesAway === 0);
  const barred = wanted.length > 0 ? await listOfferedBefore(db, visitId) : new Set<string>();
  const plan = wanted.find(({ date, startMinute }) => !barred.has(`${date} ${startMinute}`)) ?? null;
  if (plan) return { visitId, plan, why: null, labels: [] };
  if (wanted.length > 0) return { visitId, plan: null, why: 'offered_before', labels: [] };
  const limit = await limitOfWish(db, { productId: product.id, wish: first, prevented: found.prevented[0] });
  return { visitId, plan: null, why: limit?.why ?? 'no_start', labels: limit?.labels ?? [] };
}

/** The starts that this group was offered and did not take: they are not offered to it again. */
async function listOfferedBefore(db: Db, visitId: string): Promise<Set<string>> {
  const { rows } = await db.execute<{ start: string }>(sql`
    select t.visit_date || ' ' || min(extract(epoch from t.start_time) / 60)::integer as start
      from group_offer o join group_plan p on p.offer_id = o.id join sub_group g on g.plan_id = p.id join timeslot t on t.id = g.timeslot_id
     where o.visit_id = ${visitId} and o.state in ('declined','lapsed') group by p.id, t.visit_date`);
  return new Set(rows.map(({ start }) => start));
}
