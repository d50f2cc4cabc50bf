import { sql } from 'drizzle-orm';
import { noteVisitPaid } from '#lib/booking/note-visit-paid.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { getSettings, getZone } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { closeAccount } from './close-account.ts';
import { returnOverpaid } from './return-overpaid.ts';
import { lockVisit } from './visit-rows.ts';

/**
 * The accounts that are due, found by state: visits some days past are closed (setting `account_close_days`), closed ones that owe nothing
 * any more are settled, and what was paid too much and could not go back yet (a dispute) goes. May run anywhere, again and side by side.
 */
export async function workAccounts(ctx: Ctx): Promise<{ accountsClosed: number; settled: number }> {
  const today = dateAt(ctx.now, (await getZone(ctx.db)) ?? 'UTC');
  const { account_close_days: days } = await getSettings(ctx.db, today);
  const open = await ctx.db.execute<{ id: string; isClosed: boolean }>(sql`
    select v.id, v.account_closed_at is not null as "isClosed" from group_visit v
     where v.state in ('completed','evaluated','no_show') and case when v.account_closed_at is null
       then (select max(t.ends_at) from sub_group g join timeslot t on t.id = g.timeslot_id where g.plan_id = v.plan_id) < now() - make_interval(days => ${days})
       else (select billed <= received from visit_account(v.id)) end
     order by v.id limit 50`);
  const done = { accountsClosed: 0, settled: 0 };
  for (const { id, isClosed } of open.rows) {
    if (isClosed) {
      const isSettled = await inTransaction(ctx, async (tx) => {
        const visit = await lockVisit(tx.db, id);
        if (visit) await returnOverpaid(tx, visit, 'changed');
        return noteVisitPaid(tx, id);
      });
      done.settled += isSettled ? 1 : 0;
      continue;
    }
    const closed = await closeAccount(ctx, { visitId: id });
    if (!closed.ok) continue;
    done.accountsClosed += 1;
    done.settled += closed.isSettled ? 1 : 0;
  }
  return done;
}
