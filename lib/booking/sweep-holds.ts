import { sql } from 'drizzle-orm';
import { type Attempt, endAttempt, findAttempt, leaseAttempts } from '#lib/payments/attempts.ts';
import { gatewayOf } from '#lib/payments/gateways.ts';
import { isGateway } from '#lib/payments/values.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { lockOrder } from './lock-order.ts';
import { openAttempt } from './open-attempt.ts';
import { settlePayment } from './settle-payment.ts';
import { untilUnreachable } from './until-unreachable.ts';

export type SweepResult = { released: number; closed: number; recovered: number; unreachable: number };

/**
 * Tidies what has run out, by state and by the database's clock; may run anywhere, at any time, side by side. A hold whose
 * payment page is still open keeps its places until the page is closed for certain (2.1): closed first, released after;
 * was it paid, it is settled; cannot the provider be reached, it stays. Attempts that a crash left half begun are taken up again.
 */
export async function sweepHolds(ctx: Ctx): Promise<SweepResult> {
  const result: SweepResult = { released: await releaseAll(ctx), closed: 0, recovered: 0, unreachable: 0 };
  crashPoint('sweep.after_release');
  const runOut = await leaseAttempts(
    ctx,
    sql`o.state in ('awaiting_payment','expiring','held') and o.expires_at < now()`,
    20,
  );
  crashPoint('sweep.after_lease');
  const closings = await untilUnreachable(runOut, (paymentId) => closeRunOut(ctx, paymentId));
  const halfBegun = await leaseAttempts(
    ctx,
    sql`p.state = 'created' and p.change_id is null and o.expires_at > now()`,
    45,
  );
  const recoveries = await untilUnreachable(halfBegun, (paymentId) => recover(ctx, paymentId));
  result.closed = closings.filter((isClosed) => isClosed).length;
  result.recovered = recoveries.filter((isOpen) => isOpen).length;
  result.unreachable = closings.length - result.closed;
  result.released += await releaseAll(ctx);
  return result;
}

async function releaseAll(ctx: Ctx): Promise<number> {
  for (let total = 0; ; ) {
    const released = await inTransaction(
      ctx,
      async (tx) => {
        const { rows } = await tx.db.execute<{ released: number }>(sql`select release_run_out(50) as released`);
        return rows[0]?.released ?? 0;
      },
      'hold run out',
    );
    total += released;
    if (released < 50) return total;
  }
}

async function recover(ctx: Ctx, paymentId: string): Promise<boolean> {
  const attempt = await findAttempt(ctx.db, paymentId);
  return attempt?.state === 'created' && (await openAttempt(ctx, attempt)).ok;
}

async function closeRunOut(ctx: Ctx, paymentId: string): Promise<boolean> {
  const attempt = await findAttempt(ctx.db, paymentId);
  if (!attempt) return true;
  if (await beginExpiring(ctx, attempt)) return true;
  crashPoint('sweep.after_expiring');
  if (!attempt.sessionId || !isGateway(attempt.provider)) return false;
  const closed = await gatewayOf(attempt.provider).expireCheckout(attempt.sessionId);
  if (!closed.ok) return false;
  crashPoint('sweep.after_close');
  const settled = await settlePayment(ctx, { paymentId });
  return settled.ok && settled.state !== 'open';
}

/** Marks the order as running out; true when that is all, for nobody was ever given a page. */
async function beginExpiring(ctx: Ctx, attempt: Attempt): Promise<boolean> {
  return inTransaction(
    ctx,
    async (tx) => {
      const order = await lockOrder(tx, attempt.orderId);
      if (!order?.isRunOut) return true;
      if (order.state === 'held' || order.state === 'awaiting_payment') {
        await tx.db.execute(sql`update orders set state = 'expiring' where id = ${order.id}`);
      }
      return attempt.state === 'created' && (await endAttempt(tx, attempt.id, 'canceled', 'run_out'));
    },
    'hold run out',
  );
}
