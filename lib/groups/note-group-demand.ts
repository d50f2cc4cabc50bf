import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { findProductById } from '#lib/catalog/queries.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { createLogger, describeError } from '#lib/platform/log.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { demandCode, type LimitWord } from './limit-code.ts';
import { limitOfWish } from './limit-of-wish.ts';
import { peopleOf, planForVisit } from './plan-for-visit.ts';
import type { DeclineReason } from './values.ts';
import { asPlanWishes, findVisit, type GroupVisit, listWishes } from './visit-rows.ts';

let log: ReturnType<typeof createLogger> | undefined;

/**
 * Counts a group that asked in vain (2.7): what, when, in which language, how many, and which limit was in the way; never who. One
 * visit counts once. Whatever goes wrong here is logged and changes nothing for the group.
 */
export async function noteGroupDemand(ctx: Ctx, visitId: string, reason: DeclineReason | null): Promise<void> {
  try {
    const db = ctx.db as Db;
    const visit = await findVisit(db, visitId);
    const [wish] = visit ? await listWishes(db, visit.id) : [];
    if (!visit || !wish) return;
    const code = demandCode(reason, await findLimit(db, visit));
    await db.execute(sql`
      insert into refused_demand (request_key, product_id, visit_date, start_time, people, locale, channel, why)
      values (${visit.id}, ${visit.productId}, ${wish.visitDate}, ${wish.startTime}, ${peopleOf(visit)}, ${visit.tourLanguage}, 'school', ${code})
      on conflict (request_key) do nothing`);
  } catch (error) {
    log ??= createLogger('groups');
    log.warn({ err: describeError(error) }, 'refused demand of a group was not counted');
  }
}

async function findLimit(db: Db, visit: GroupVisit): Promise<LimitWord | null> {
  const product = await findProductById(db, visit.productId);
  const [wish] = asPlanWishes(await listWishes(db, visit.id));
  if (!product || !wish) return null;
  const found = await planForVisit(db, {
    visit,
    product,
    wishes: [wish],
    settings: await getSettings(db, wish.date),
    around: 0,
    most: 1,
  });
  const prevented = found.ok ? found.prevented[0] : null;
  return (await limitOfWish(db, { productId: product.id, wish, prevented }))?.why ?? null;
}
