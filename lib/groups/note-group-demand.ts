import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { GroupDemandRefusal } from '#lib/booking/values.ts';
import { findProductById } from '#lib/catalog/queries.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { createLogger, describeError } from '#lib/platform/log.ts';
import { getSettings } from '#lib/platform/settings.ts';
import type { PartyInput } from './input.ts';
import { demandCode, type LimitWord } from './limit-code.ts';
import { limitOfWish } from './limit-of-wish.ts';
import { peopleOf, planForVisit } from './plan-for-visit.ts';
import type { DeclineReason } from './values.ts';
import { asPlanWishes, findVisit, type GroupVisit, listWishes } from './visit-rows.ts';

let log: ReturnType<typeof createLogger> | undefined;

/**
 * Counts a group that asked in vain (2.7): what, when, in which language, how many, and which limit was in the way; never who. Declined
 * for a reason, or put on the waiting list (`reason` null), where the first wish cannot be met. One visit counts once. Whatever goes
 * wrong here is logged and changes nothing for the group.
 */
export function noteGroupDemand(ctx: Ctx, visitId: string, reason: DeclineReason | null): Promise<void> {
  return quietly(async () => {
    const visit = await findVisit(ctx.db as Db, visitId);
    const limit = visit && (await findLimit(ctx.db as Db, visit, 0));
    if (visit && (reason || limit)) await count(ctx.db as Db, visit, demandCode(reason, limit));
  });
}

/** Counts a request for which nothing can be planned near its wishes, the moment it comes; one that can is not counted. */
export function noteIfImpossible(ctx: Ctx, visitId: string): Promise<void> {
  return quietly(async () => {
    const visit = await findVisit(ctx.db as Db, visitId);
    const limit = visit && (await findLimit(ctx.db as Db, visit, visit.isFlexible ? nearDays : 0));
    if (visit && limit) await count(ctx.db as Db, visit, demandCode(null, limit));
  });
}

/** Counts a day that was asked for while the museum is closed: the form is refused, and nobody stays to be asked. Once a form. */
export function noteClosedDay(ctx: Ctx, asked: PartyInput): Promise<void> {
  return quietly(async () => {
    const [wish] = asked.wishes;
    const people = [asked.pupils, asked.teachers, asked.parents ?? 0, asked.aides ?? 0].reduce<number>(
      (sum, n) => sum + Number(n),
      0,
    );
    if (!wish) return;
    await ctx.db.execute(sql`
      insert into refused_demand (request_key, product_id, visit_date, start_time, people, locale, channel, why)
      select ${asked.requestKey}, id, ${wish.visitDate}, ${wish.startTime}, ${people}, ${asked.tourLanguage}, 'school', 'group_closed'
        from product where code = ${asked.product}
      on conflict (request_key) do nothing`);
  });
}

/** How far from its wishes a flexible group is looked for a plan, as in the queue. */
const nearDays = 7;

async function quietly(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log ??= createLogger('groups');
    log.warn({ err: describeError(error) }, 'refused demand of a group was not counted');
  }
}

async function count(db: Db, visit: GroupVisit, code: GroupDemandRefusal): Promise<void> {
  const [wish] = await listWishes(db, visit.id);
  if (!wish) return;
  await db.execute(sql`
    insert into refused_demand (request_key, product_id, visit_date, start_time, people, locale, channel, why)
    values (${visit.id}, ${visit.productId}, ${wish.visitDate}, ${wish.startTime}, ${peopleOf(visit)}, ${visit.tourLanguage}, 'school', ${code})
    on conflict (request_key) do nothing`);
}

/** What stands in the way of the first wish; null where there is a plan within so many days, or the party lacks adults. */
async function findLimit(db: Db, visit: GroupVisit, around: number): Promise<LimitWord | null> {
  const product = await findProductById(db, visit.productId);
  const [wish] = asPlanWishes(await listWishes(db, visit.id));
  if (!product || !wish) return null;
  const found = await planForVisit(db, {
    visit,
    product,
    wishes: [wish],
    settings: await getSettings(db, wish.date),
    around,
    most: 1,
  });
  // Whoever may come on another day, too, has asked in vain only where there is none.
  const isNearEnough = around > 0 && found.ok && found.plans.length > 0;
  const prevented = found.ok && !isNearEnough ? found.prevented[0] : null;
  return (await limitOfWish(db, { productId: product.id, wish, prevented }))?.why ?? null;
}
