import { eq } from 'drizzle-orm';
import { groupVisit } from '#db/schema/groups.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { mayArrange } from './acts-on-the-day.ts';
import { peopleOf } from './plan-for-visit.ts';
import { findStart, lockVisit } from './visit-rows.ts';

export type CompleteArrivalResult =
  | { ok: true; isRepeat: boolean }
  | { ok: false; code: 'unknown_visit' | 'wrong_state' };

/**
 * Fewer have come than were booked, and nobody more is to come: the party has arrived (requirements 6.7). How many are here is what was let
 * in; the booking stays for the bill. Needs `groups.change`, or on the day `tickets.admit`.
 */
export async function completeArrival(ctx: Ctx, input: { visitId: string }): Promise<CompleteArrivalResult> {
  return inTransaction(
    ctx,
    async (tx): Promise<CompleteArrivalResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      const start = visit && (await findStart(tx.db, visit.id));
      const today = dateAt(ctx.now, (await getMuseum(tx.db)).timeZone);
      if (!visit || !start || !mayArrange(ctx, start.visitDate, today)) return { ok: false, code: 'unknown_visit' };
      if (visit.state === 'arrived') return { ok: true, isRepeat: true };
      if (visit.state !== 'part_arrived') return { ok: false, code: 'wrong_state' };
      await tx.db.update(groupVisit).set({ state: 'arrived' }).where(eq(groupVisit.id, visit.id));
      await writeAudit(tx, {
        action: 'group_arrived',
        objectKind: 'group_visit',
        objectId: visit.id,
        before: { state: visit.state },
        after: { booked: peopleOf(visit) },
      });
      return { ok: true, isRepeat: false };
    },
    'all here',
  );
}
