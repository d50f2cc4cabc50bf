import { sql } from 'drizzle-orm';
import { getMuseum } from '#lib/catalog/queries.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { actsFor } from './acts-for.ts';
import { comingStates } from './values.ts';
import { findStart, lockVisit } from './visit-rows.ts';

export type ReportLateResult =
  | { ok: true }
  | { ok: false; code: 'unknown_visit' | 'wrong_state' | 'not_today' | 'minutes_missing' };

/**
 * "The bus is late" (requirements 6.6): by how many minutes, 0 when it is on time after all. On the day of the visit only, until all are
 * here. Desk and guides see it; what it does to the visit are the late rules of the door.
 */
export async function reportLate(ctx: Ctx, input: { visitId: string; minutes: number }): Promise<ReportLateResult> {
  if (!actsFor(ctx.actor, input.visitId)) return { ok: false, code: 'unknown_visit' };
  const { minutes } = input;
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > 240) return { ok: false, code: 'minutes_missing' };
  return inTransaction(
    ctx,
    async (tx): Promise<ReportLateResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      const start = visit && (await findStart(tx.db, visit.id));
      if (!visit) return { ok: false, code: 'unknown_visit' };
      if (!start || ![...comingStates, 'rescheduled', 'part_arrived'].some((state) => state === visit.state))
        return { ok: false, code: 'wrong_state' };
      const { timeZone } = await getMuseum(tx.db);
      if (dateAt(ctx.now, timeZone) !== start.visitDate) return { ok: false, code: 'not_today' };
      await tx.db.execute(
        sql`update group_visit set late_minutes = nullif(${minutes}::smallint, 0) where id = ${visit.id}`,
      );
      await writeAudit(tx, {
        action: 'group_late',
        objectKind: 'group_visit',
        objectId: visit.id,
        before: { minutes: visit.lateMinutes },
        after: { minutes: minutes || null },
      });
      return { ok: true };
    },
    'late',
  );
}
