import { sql } from 'drizzle-orm';
import type { MoneyTaskKind } from '#lib/payments/values.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { isIsoDate } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { fillMoneyInbox } from './fill-money-inbox.ts';
import { reconcileMoney } from './reconcile-money.ts';
import { retryRefund } from './retry-refund.ts';
import { submitRefund } from './submit-refund.ts';

export const moneyTaskRefusals = [
  'forbidden',
  'unknown_task',
  'already_done',
  'reason_missing',
  'still_open',
  'provider_unavailable',
] as const;
export type MoneyTaskResult = { ok: true; by: 'itself' | 'person' } | Refusal<(typeof moneyTaskRefusals)[number]>;

type Task = {
  kind: MoneyTaskKind;
  state: 'open' | 'done';
  orderId: string | null;
  facts: { refundId?: string; date?: string };
};

/**
 * The one safe button of a task in the money inbox. It does what can be done again without harm (asks the provider anew, sends a
 * refund under its own key), and the task is done when nothing is left of it. Otherwise, and where there is nothing to press,
 * a person says in `reason` how it was settled; the reason is kept. Needs `money.change`; a refund that failed is sent anew only
 * by those who may also refund.
 */
export async function actOnMoneyTask(ctx: Ctx, input: { taskId: string; reason: string }): Promise<MoneyTaskResult> {
  if (!can(ctx.actor, 'money.change')) return { ok: false, code: 'forbidden' };
  const task = isUuid(input.taskId) ? await findTask(ctx, input.taskId) : null;
  if (!task) return { ok: false, code: 'unknown_task' };
  if (task.state === 'done') return { ok: false, code: 'already_done' };
  const reason = input.reason
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 500);
  const isAnswered = await press(ctx, task);
  if (isAnswered && (await findTask(ctx, input.taskId))?.state === 'done') return { ok: true, by: 'itself' };
  if (!reason) {
    if (!isAnswered) return { ok: false, code: 'provider_unavailable' };
    return { ok: false, code: hasButton(task) ? 'still_open' : 'reason_missing' };
  }
  return inTransaction(
    ctx,
    async (tx): Promise<MoneyTaskResult> => {
      const { rowCount } = await tx.db.execute(sql`
        update money_task set state = 'done', done_at = now(), reason = ${reason},
               done_by = ${ctx.actor.kind === 'staff' ? ctx.actor.staffId : null}
         where id = ${input.taskId} and state = 'open'`);
      if (rowCount === 0) return { ok: false, code: 'already_done' };
      await writeAudit(tx, {
        action: 'money_task_done',
        objectKind: 'money_task',
        objectId: input.taskId,
        before: { kind: task.kind, state: 'open' },
        after: { state: 'done', orderId: task.orderId, reason },
      });
      return { ok: true, by: 'person' };
    },
    'money task',
  );
}

async function findTask(ctx: Ctx, taskId: string): Promise<Task | null> {
  const { rows } = await ctx.db.execute<Task>(sql`
    select kind, state, order_id as "orderId", facts from money_task where id = ${taskId}`);
  return rows[0] ?? null;
}

/** Whether pressing does something by itself; the other kinds only take note. */
function hasButton(task: Pick<Task, 'kind' | 'facts'>): boolean {
  return task.facts.date !== undefined || task.kind === 'paid_but_expired' || task.kind === 'refund_failed';
}

/** False when the provider could not be asked. */
async function press(ctx: Ctx, task: Task): Promise<boolean> {
  if (isIsoDate(task.facts.date)) {
    const again = await reconcileMoney(ctx, { fromDate: task.facts.date, toDate: task.facts.date });
    return again.ok;
  }
  let isAnswered = true;
  if (task.kind === 'refund_failed' && task.facts.refundId) await retryRefund(ctx, { refundId: task.facts.refundId });
  if (task.kind === 'paid_but_expired' && task.orderId) {
    const { rows } = await ctx.db.execute<{ id: string }>(sql`
      select id from refund where order_id = ${task.orderId} and state in ('requested','submitting','pending','requires_action')`);
    for (const { id } of rows) isAnswered = (await submitRefund(ctx, { refundId: id })).ok && isAnswered;
  }
  await fillMoneyInbox(ctx);
  return isAnswered;
}
