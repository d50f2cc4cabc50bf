import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { type AvailabilityFault, judgeSpan } from './judge-span.ts';
import { mayWriteLeave } from './take-leave.ts';

export type AvailabilityInput = {
  guideId: string;
  /** Monday is 1. Both times empty: not on that day. */
  days: readonly { weekday: number; fromTime: string; untilTime: string }[];
};
export type SaveAvailabilityResult =
  | { ok: true; days: number }
  | { ok: false; code: 'unknown_guide' }
  | { ok: false; code: 'bad_times'; faults: Partial<Record<number, AvailabilityFault>> };

/**
 * The weekly hours in which a guide can be asked (requirements 6.9). No hours at all: whenever the museum is open. Tours that are agreed
 * already stay. By the guide, or by whoever plans.
 */
export async function saveAvailability(ctx: Ctx, input: AvailabilityInput): Promise<SaveAvailabilityResult> {
  if (!mayWriteLeave(ctx, input.guideId)) return { ok: false, code: 'unknown_guide' };
  const faults: Partial<Record<number, AvailabilityFault>> = {};
  const spans = input.days.filter((day) => {
    const fault = judgeSpan(day);
    if (fault) faults[day.weekday] = fault;
    return !fault && day.fromTime !== '';
  });
  if (Object.keys(faults).length > 0) return { ok: false, code: 'bad_times', faults };
  return inTransaction(
    ctx,
    async (tx): Promise<SaveAvailabilityResult> => {
      const known = await tx.db.execute(sql`select 1 from guide where id = ${input.guideId} for no key update`);
      if (known.rowCount === 0) return { ok: false, code: 'unknown_guide' };
      await tx.db.execute(sql`delete from guide_availability where guide_id = ${input.guideId}`);
      await tx.db.execute(sql`
        insert into guide_availability (guide_id, weekday, from_time, until_time)
        select ${input.guideId}, s.weekday, s."fromTime", s."untilTime"
          from jsonb_to_recordset(${JSON.stringify(spans)}::jsonb) as s(weekday smallint, "fromTime" time, "untilTime" time)`);
      await writeAudit(tx, {
        action: 'guide_availability_changed',
        objectKind: 'guide',
        objectId: input.guideId,
        after: { days: spans },
      });
      return { ok: true, days: spans.length };
    },
    'availability',
  );
}
