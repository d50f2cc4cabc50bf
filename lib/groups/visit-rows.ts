import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { groupOffer, groupVisit, groupWish } from '#db/schema/groups.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import type { Wish } from './plan-visit.ts';

export type GroupVisit = typeof groupVisit.$inferSelect;
export type GroupWish = { rank: number; visitDate: IsoDate; startTime: WallTime };

export async function findVisit(db: Db | Tx, visitId: string): Promise<GroupVisit | null> {
  if (!isUuid(visitId)) return null;
  const rows = await db.select().from(groupVisit).where(eq(groupVisit.id, visitId));
  return rows[0] ?? null;
}

/** The visit, its row locked until the transaction ends: it comes first in the order of locks. */
export async function lockVisit(tx: Tx, visitId: string): Promise<GroupVisit | null> {
  if (!isUuid(visitId)) return null;
  const rows = await tx.select().from(groupVisit).where(eq(groupVisit.id, visitId)).for('update');
  return rows[0] ?? null;
}

export async function listWishes(db: Db | Tx, visitId: string): Promise<GroupWish[]> {
  return db
    .select({ rank: groupWish.rank, visitDate: groupWish.visitDate, startTime: groupWish.startTime })
    .from(groupWish)
    .where(eq(groupWish.visitId, visitId))
    .orderBy(asc(groupWish.rank));
}

/** Wishes as the planner takes them. */
export const asPlanWishes = (wishes: readonly GroupWish[]): Wish[] =>
  wishes.map(({ visitDate, startTime }) => ({ date: visitDate, startMinute: minuteOf(startTime) }));

/** "10:30" or "10:30:00" as minutes of the day. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The start of an agreed visit's first sub-group, or null. */
export async function findStart(
  db: Db | Tx,
  visitId: string,
): Promise<{ visitDate: IsoDate; startsAt: Date; endsAt: Date } | null> {
  const { rows } = await db.execute<{ visitDate: IsoDate; startsAt: string; endsAt: string }>(sql`
    select t.visit_date::text as "visitDate", min(t.starts_at) as "startsAt", max(t.ends_at) as "endsAt"
      from group_visit v join sub_group g on g.plan_id = v.plan_id join timeslot t on t.id = g.timeslot_id where v.id = ${visitId} group by 1`);
  const [row] = rows;
  return row ? { visitDate: row.visitDate, startsAt: new Date(row.startsAt), endsAt: new Date(row.endsAt) } : null;
}

/** The open offer of a visit, if there is one. */
export async function findOpenOffer(db: Db | Tx, visitId: string): Promise<{ id: string; expiresAt: Date } | null> {
  const rows = await db
    .select({ id: groupOffer.id, expiresAt: groupOffer.expiresAt })
    .from(groupOffer)
    .where(and(eq(groupOffer.visitId, visitId), eq(groupOffer.state, 'open')));
  return rows[0] ?? null;
}
