import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { findListTerms, type ListTerms } from './list-terms.ts';
import { peopleOf } from './plan-for-visit.ts';
import type { ListCounts } from './settle-list.ts';
import type { GroupVisit } from './visit-rows.ts';

/** How a visit's list stands, in numbers and dates; null where the visit is not agreed. No name is read. */
export async function findListStanding(
  db: Db,
  visit: GroupVisit,
  now: Date,
): Promise<(ListTerms & { counts: ListCounts }) | null> {
  const terms = await findListTerms(db, visit, now);
  if (!terms) return null;
  const { rows } = await db.execute<Omit<ListCounts, 'people'>>(sql`
    select count(*)::int as sent, count(*) filter (where state = 'cleared')::int as cleared,
           count(*) filter (where state = 'not_cleared')::int as "notCleared"
      from visit_name where visit_id = ${visit.id} and state <> 'replaced'`);
  return { ...terms, counts: { people: peopleOf(visit), ...(rows[0] ?? { sent: 0, cleared: 0, notCleared: 0 }) } };
}
