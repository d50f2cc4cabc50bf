import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { listCancelledOrders } from './list-cancelled-orders.ts';
import { untilUnreachable } from './until-unreachable.ts';
import { workCancellationItem } from './work-cancellation-item.ts';

export type WorkCancellationsResult = { listed: number; worked: number; unreachable: number; finished: number };

const atATime = 50;

/**
 * Brings cancelled times to their end (2.7): lists their orders, does each order's next step, and calls a time cancelled when
 * every order of it has come to its end. Found by state, shared by any number of workers (SKIP LOCKED), each order taken for a
 * minute; so a worker that is killed at any line only delays. Goes on until nothing is due or `budgetMs` is used.
 */
export async function workCancellations(
  ctx: Ctx,
  options: { budgetMs?: number } = {},
): Promise<WorkCancellationsResult> {
  const until = performance.now() + (options.budgetMs ?? 45_000);
  const result: WorkCancellationsResult = {
    listed: await listCancelledOrders(ctx),
    worked: 0,
    unreachable: 0,
    finished: 0,
  };
  await noticeFailedRefunds(ctx);
  for (let isMore = true; isMore && performance.now() < until; ) {
    const items = await leaseItems(ctx);
    crashPoint('cancel.after_lease');
    const answers = await untilUnreachable(items, (itemId) => workCancellationItem(ctx, itemId));
    const failed = answers.filter((isDone) => !isDone).length;
    result.worked += answers.length - failed;
    result.unreachable += failed;
    isMore = items.length > 0 && answers.length === items.length && failed < answers.length;
    if (result.worked > 0) result.finished += await finish(ctx);
  }
  result.finished += await finish(ctx);
  return result;
}

async function leaseItems(ctx: Ctx): Promise<string[]> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<{ id: string }>(sql`
      update slot_cancellation_item set look_at = now() + interval '1 minute' where id in (
        select id from slot_cancellation_item where state in ('listed','offered','refunding','needs_person') and look_at <= now()
         order by look_at, id limit ${atATime} for no key update skip locked)
      returning id`);
    return rows.map((row) => row.id);
  });
}

/** A bank may send a refund back days after it had succeeded: the order is a person's again. */
async function noticeFailedRefunds(ctx: Ctx): Promise<void> {
  await inTransaction(
    ctx,
    (tx) =>
      tx.db.execute(sql`
        update slot_cancellation_item set state = 'needs_person', why = 'refund_failed', look_at = now() + interval '1 minute', updated_at = now()
         where state = 'refunded' and order_id in (
           select order_id from refund where handled_at is null and state = 'manual' and reason = 'cancelled_by_museum')`),
    'refund failed',
  );
}

async function finish(ctx: Ctx): Promise<number> {
  const { rows } = await ctx.db.execute<{ timeslotId: string }>(sql`
    select c.timeslot_id as "timeslotId" from slot_cancellation c
     where c.finished_at is null and c.listed_at is not null and not exists (
       select 1 from slot_cancellation_item i where i.timeslot_id = c.timeslot_id and i.state in ('listed','offered','refunding'))
     order by c.requested_at limit 50`);
  let finished = 0;
  for (const { timeslotId } of rows) {
    finished += await inTransaction(
      ctx,
      async (tx) => {
        const { rowCount } = await tx.db.execute(
          sql`update timeslot set state = 'cancelled' where id = ${timeslotId} and state = 'cancelling'`,
        );
        if (rowCount !== 1) return 0;
        await tx.db.execute(sql`update slot_cancellation set finished_at = now() where timeslot_id = ${timeslotId}`);
        await writeAudit(tx, {
          action: 'timeslot_cancellation_finished',
          objectKind: 'timeslot',
          objectId: timeslotId,
        });
        crashPoint('cancel.before_finished');
        return 1;
      },
      'time cancelled',
    );
  }
  return finished;
}
