import { sql } from 'drizzle-orm';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';

export type EndTimeslotsResult = { ok: true; ended: number } | { ok: false; code: 'forbidden' };

// After a long pause there are many: each run takes some, and the next one follows soon.
const atATime = 500;

/**
 * Marks timeslots that were on sale as done once their visit is over (their end is before the ctx's now). May run at any time and
 * side by side; one that sales were closed for, or that is being cancelled, stays as it is. Needs `schedule.change`.
 */
export async function endTimeslots(ctx: Ctx): Promise<EndTimeslotsResult> {
  if (!can(ctx.actor, 'schedule.change')) return { ok: false, code: 'forbidden' };
  return inTransaction(
    ctx,
    async (tx) => {
      // No audit row: nobody decided anything, time has passed.
      const { rowCount } = await tx.db.execute(sql`
        update timeslot set state = 'done'
         where id in (select id from timeslot where state = 'on_sale' and ends_at <= ${ctx.now.toISOString()}::timestamptz
                       order by id limit ${atATime} for update skip locked)`);
      return { ok: true as const, ended: rowCount ?? 0 };
    },
    'timeslots_ended',
  );
}
