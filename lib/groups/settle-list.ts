import { eq, sql } from 'drizzle-orm';
import { groupVisit } from '#db/schema/groups.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import { peopleOf } from './plan-for-visit.ts';
import type { VisitState } from './values.ts';
import type { GroupVisit } from './visit-rows.ts';

export type ListCounts = { people: number; sent: number; cleared: number; notCleared: number };

/** What has happened to the list: sent anew, a person on it changed or looked at, or the party has other numbers. */
export type ListCause = 'sent' | 'names' | 'resized';

/**
 * The states a visit goes through, one after the other, for its list to be as its names are: sent once there are any, cleared when
 * every person is, ready when nobody's name lacks. When more people come than are named, it is due again. Pure; what it returns are steps
 * of the machine.
 */
export function listSteps(state: VisitState, { people, sent, cleared }: ListCounts, cause: ListCause): VisitState[] {
  const steps: VisitState[] = [];
  let now = state;
  const go = (next: VisitState) => {
    steps.push(next);
    now = next;
  };
  const isListed = () => now === 'list_sent' || now === 'list_cleared' || now === 'ready';
  if (sent === 0) {
    if (isListed()) go('names_due');
    return steps;
  }
  if (cause === 'sent' && now === 'confirmed') go('names_due');
  if (cause === 'sent' && now === 'names_due') go('list_sent');
  if ((now === 'list_cleared' || now === 'ready') && cleared < sent) go('list_sent');
  if (cause === 'resized' && isListed() && sent < people) go('names_due');
  if (now === 'list_sent' && cleared === sent) go('list_cleared');
  if (now === 'list_cleared' && sent >= people) go('ready');
  return steps;
}

/** How many a visit has on its list, and how many of them are cleared. */
export async function countList(tx: TxCtx, visit: GroupVisit): Promise<ListCounts> {
  const { rows } = await tx.db.execute<Omit<ListCounts, 'people'>>(sql`
    select count(*)::int as sent, count(*) filter (where state = 'cleared')::int as cleared,
           count(*) filter (where state = 'not_cleared')::int as "notCleared"
      from visit_name where visit_id = ${visit.id} and state <> 'replaced'`);
  return { people: peopleOf(visit), ...(rows[0] ?? { sent: 0, cleared: 0, notCleared: 0 }) };
}

/** Brings a visit's state to what its list is, in the running transaction; the visit is locked. */
export async function settleList(tx: TxCtx, visit: GroupVisit, cause: ListCause): Promise<ListCounts> {
  const counts = await countList(tx, visit);
  for (const state of listSteps(visit.state, counts, cause))
    await tx.db.update(groupVisit).set({ state }).where(eq(groupVisit.id, visit.id));
  return counts;
}
