import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import type { VisitState } from './values.ts';

export type VisitStateStep = { at: Date; state: VisitState; by: string; reason: string | null };

/** The steps of a visit, oldest first, as the database wrote them down; the last hundred. */
export async function listVisitStates(db: Db | Tx, visitId: string): Promise<VisitStateStep[]> {
  const { rows } = await db.execute<Omit<VisitStateStep, 'at'> & { at: string }>(sql`
    select at, to_state as state, actor_kind as by, reason from visit_event
     where visit_id = ${visitId} and machine = 'group_visit' order by id desc limit 100`);
  return rows.map((row) => ({ ...row, at: new Date(row.at) })).reverse();
}
