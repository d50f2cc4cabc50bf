import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { openingOf } from '#lib/schedule/opening-days.ts';
import { getOpeningCalendar } from '#lib/schedule/queries.ts';
import { type LimitWord, limitWord } from './limit-code.ts';
import { clockOf } from './plan-key.ts';
import type { PlanLimit, Wish } from './plan-visit.ts';

/**
 * What stands in the way of a wish, in one word: as the planner says, except that a day on which the museum is closed is called so, and a
 * start that another group has is one whose rooms are taken. Null where nothing does.
 */
export async function limitOfWish(
  db: Db,
  { productId, wish, prevented }: { productId: string; wish: Wish; prevented: readonly PlanLimit[] | null | undefined },
): Promise<{ why: LimitWord; labels: string[] } | null> {
  const found = limitWord(prevented);
  if (found?.why !== 'no_start') return found;
  const calendar = await getOpeningCalendar(db, { fromDate: wish.date, untilDate: wish.date });
  if (!openingOf(wish.date, calendar).isOpen) return { why: 'closed', labels: [] };
  const { rows } = await db.execute<{ taken: boolean }>(sql`
    select exists (select 1 from timeslot t join product p on p.id = t.product_id join sub_group g on g.timeslot_id = t.id and g.is_live
      where coalesce(p.variant_of_id, p.id) = ${productId} and t.visit_date = ${wish.date} and t.start_time = ${clockOf(wish.startMinute)}::time) as taken`);
  return rows[0]?.taken ? { why: 'rooms', labels: [] } : found;
}
