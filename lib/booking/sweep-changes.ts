import { sql } from 'drizzle-orm';
import { endAttempt, findAttempt, leaseAttempts } from '#lib/payments/attempts.ts';
import { gatewayOf } from '#lib/payments/gateways.ts';
import { isGateway } from '#lib/payments/values.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { lockOrder } from './lock-order.ts';
import { openAttempt } from './open-attempt.ts';
import { settlePayment } from './settle-payment.ts';
import { untilUnreachable } from './until-unreachable.ts';

export type SweepChangesResult = { changesRunOut: number; changePagesClosed: number };

/**
 * The same for changes of paid orders as sweep-holds.ts does for holds: one whose time is over gives its places back, after its
 * payment page is closed for certain; a page that nobody needs is closed, also one for a group's paper that was paid otherwise; an attempt that a crash left half begun is taken up again.
 */
export async function sweepChanges(ctx: Ctx): Promise<SweepChangesResult> {
  let changesRunOut = await releaseAll(ctx);
  crashPoint('change.after_run_out');
  const needless = await leaseAttempts(
    ctx,
    sql`case when p.change_id is not null then not exists (
              select 1 from order_change c where c.id = p.change_id and c.state = 'open' and c.expires_at > now())
            when p.document_id is not null then document_left(p.document_id) < p.amount_minor else false end`,
    20,
  );
  const closings = await untilUnreachable(needless, (paymentId) => closeNeedless(ctx, paymentId));
  const halfBegun = await leaseAttempts(
    ctx,
    sql`(p.change_id is not null or p.document_id is not null) and p.state = 'created'`,
    45,
  );
  await untilUnreachable(halfBegun, (paymentId) => recover(ctx, paymentId));
  changesRunOut += await releaseAll(ctx);
  return { changesRunOut, changePagesClosed: closings.filter((isClosed) => isClosed).length };
}

async function releaseAll(ctx: Ctx): Promise<number> {
  for (let total = 0; ; ) {
    const released = await inTransaction(
      ctx,
      async (tx) => {
        const { rows } = await tx.db.execute<{ released: number }>(sql`select release_run_out_changes(50) as released`);
        return rows[0]?.released ?? 0;
      },
      'change run out',
    );
    total += released;
    if (released < 50) return total;
  }
}

async function closeNeedless(ctx: Ctx, paymentId: string): Promise<boolean> {
  const attempt = await findAttempt(ctx.db, paymentId);
  if (!attempt) return true;
  if (attempt.state === 'created') {
    // Nobody was ever given a page.
    return inTransaction(ctx, async (tx) => {
      await lockOrder(tx, attempt.orderId);
      return endAttempt(tx, attempt.id, 'canceled', 'run_out');
    });
  }
  if (!attempt.sessionId || !isGateway(attempt.provider)) return false;
  const closed = await gatewayOf(attempt.provider).expireCheckout(attempt.sessionId);
  if (!closed.ok) return false;
  const settled = await settlePayment(ctx, { paymentId });
  return settled.ok && settled.state !== 'open';
}

async function recover(ctx: Ctx, paymentId: string): Promise<boolean> {
  const attempt = await findAttempt(ctx.db, paymentId);
  return attempt?.state === 'created' && (await openAttempt(ctx, attempt)).ok;
}
