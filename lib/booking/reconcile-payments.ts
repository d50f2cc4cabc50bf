import { sql } from 'drizzle-orm';
import { leaseAttempts } from '#lib/payments/attempts.ts';
import { gatewayOf } from '#lib/payments/gateways.ts';
import { gateways, isGateway, type Provider } from '#lib/payments/values.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { processProviderEvent } from './process-provider-event.ts';
import { settlePayment } from './settle-payment.ts';
import { submitRefund } from './submit-refund.ts';
import { untilUnreachable } from './until-unreachable.ts';

export type ReconcileResult = {
  settled: number;
  stillOpen: number;
  unreachable: number;
  events: number;
  refunds: number;
};

/**
 * Finds by state what no webhook, return page or job has brought to its end: attempts older than two minutes, events nobody has
 * worked off, refunds under way. So a lost message delays and never loses (22, 23, 46).
 */
export async function reconcilePayments(ctx: Ctx): Promise<ReconcileResult> {
  const result: ReconcileResult = { settled: 0, stillOpen: 0, unreachable: 0, events: 0, refunds: 0 };
  const attempts = await leaseAttempts(
    ctx,
    sql`p.state <> 'created' and p.created_at < now() - interval '2 minutes'`,
    50,
  );
  crashPoint('reconcile.after_lease');
  await untilUnreachable(attempts, async (paymentId) => {
    const settled = await settlePayment(ctx, { paymentId });
    if (!settled.ok) result.unreachable += 1;
    else if (settled.state === 'open') {
      result.stillOpen += 1;
      await closeNeedless(ctx, paymentId);
    } else result.settled += 1;
    return settled.ok;
  });
  crashPoint('reconcile.after_attempts');
  const events = await untilUnreachable(
    await waitingEvents(ctx),
    async (eventId) => (await processProviderEvent(ctx, { eventId })).ok,
  );
  crashPoint('reconcile.after_events');
  const refunds = await untilUnreachable(
    await leaseRefunds(ctx),
    async (refundId) => (await submitRefund(ctx, { refundId })).ok,
  );
  result.events = events.filter((isDone) => isDone).length;
  result.refunds = refunds.filter((isDone) => isDone).length;
  return result;
}

/** A page that is still open for an order that needs no money any more is closed, so that nobody pays twice. */
async function closeNeedless(ctx: Ctx, paymentId: string): Promise<void> {
  const { rows } = await ctx.db.execute<{ sessionId: string; provider: Provider }>(sql`
    select p.session_id as "sessionId", p.provider from payment p join orders o on o.id = p.order_id
     where p.id = ${paymentId} and p.session_id is not null and o.state not in ('held','awaiting_payment','expiring')`);
  if (!rows[0] || !isGateway(rows[0].provider)) return;
  await gatewayOf(rows[0].provider).expireCheckout(rows[0].sessionId);
  await settlePayment(ctx, { paymentId });
}

async function waitingEvents(ctx: Ctx): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select id from provider_event where processed_at is null and received_at < now() - interval '1 minute'
       and received_at > now() - interval '72 hours' order by received_at limit 50`);
  return rows.map((row) => row.id);
}

async function leaseRefunds(ctx: Ctx): Promise<string[]> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<{ id: string }>(sql`
      update refund set updated_at = now() where id in (
        select id from refund where state in ('requested','submitting','pending','requires_action')
           and exists (select 1 from payment p where p.id = refund.payment_id and p.provider = any (${sql.param([...gateways])}::text[]))
           and updated_at < now() - case when state in ('requested','submitting') then interval '50 seconds' else interval '10 minutes' end
         order by updated_at limit 50 for update skip locked)
      returning id`);
    return rows.map((row) => row.id);
  });
}
