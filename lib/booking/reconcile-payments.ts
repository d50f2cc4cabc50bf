import { sql } from 'drizzle-orm';
import { leaseAttempts } from '#lib/payments/attempts.ts';
import { gatewayOf } from '#lib/payments/gateways.ts';
import { gateways, isGateway, type Provider } from '#lib/payments/values.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { importRecent } from './import-recent.ts';
import { processProviderEvent } from './process-provider-event.ts';
import { settlePayment } from './settle-payment.ts';
import { submitRefund } from './submit-refund.ts';
import { drain } from './until-unreachable.ts';

export type ReconcileResult = {
  settled: number;
  stillOpen: number;
  unreachable: number;
  events: number;
  refunds: number;
  /** Refunds and disputes that no message had told of. */
  found: number;
};

const batch = 50;

/**
 * Finds by state what no webhook, return page or job has brought to its end: attempts older than a minute and a half (run once a
 * minute, that keeps the promise of three), events nobody has worked off, refunds under way, and what began at the provider
 * without a word. So a lost message delays and never loses (22, 23, 42, 46).
 */
export async function reconcilePayments(ctx: Ctx, options: { budgetMs?: number } = {}): Promise<ReconcileResult> {
  const result: ReconcileResult = { settled: 0, stillOpen: 0, unreachable: 0, events: 0, refunds: 0, found: 0 };
  const pace: Pace = { until: performance.now() + (options.budgetMs ?? 40_000), full: batch };
  // What one part finds broken holds up no other: it is told when all are done.
  const errors: unknown[] = [];
  const part = (work: Promise<void>): Promise<void> => work.catch((error) => void errors.push(error));
  await part(settleAllOverdue(ctx, result, pace));
  crashPoint('reconcile.after_attempts');
  await part(workOffEvents(ctx, result, pace));
  crashPoint('reconcile.after_events');
  await part(findRecent(ctx, result));
  await part(sendRefunds(ctx, result, pace));
  if (errors.length > 0) throw errors[0];
  return result;
}

type Pace = { until: number; full: number };

async function settleAllOverdue(ctx: Ctx, result: ReconcileResult, pace: Pace): Promise<void> {
  const overdue = sql`p.state <> 'created' and p.created_at < now() - interval '90 seconds'`;
  await drain(
    async () => {
      const attempts = await leaseAttempts(ctx, overdue, 50);
      crashPoint('reconcile.after_lease');
      return attempts;
    },
    (paymentId) => settleOverdue(ctx, paymentId, result),
    pace,
  );
}

async function workOffEvents(ctx: Ctx, result: ReconcileResult, pace: Pace): Promise<void> {
  const { done } = await drain<WaitingEvent>(
    (last) => waitingEvents(ctx, last),
    async ({ id }) => (await processProviderEvent(ctx, { eventId: id })).ok,
    pace,
  );
  result.events = done;
}

async function findRecent(ctx: Ctx, result: ReconcileResult): Promise<void> {
  const { found, unreachable } = await importRecent(ctx);
  result.found = found;
  result.unreachable += unreachable;
}

async function sendRefunds(ctx: Ctx, result: ReconcileResult, pace: Pace): Promise<void> {
  const { done } = await drain(
    () => leaseRefunds(ctx),
    async (refundId) => (await submitRefund(ctx, { refundId })).ok,
    pace,
  );
  result.refunds = done;
}

async function settleOverdue(ctx: Ctx, paymentId: string, result: ReconcileResult): Promise<boolean> {
  const settled = await settlePayment(ctx, { paymentId });
  if (!settled.ok) result.unreachable += 1;
  else if (settled.state === 'open') {
    result.stillOpen += 1;
    await closeNeedless(ctx, paymentId);
  } else result.settled += 1;
  return settled.ok;
}

/** A page that is still open for an order that needs no money any more is closed, so that nobody pays twice. */
async function closeNeedless(ctx: Ctx, paymentId: string): Promise<void> {
  const { rows } = await ctx.db.execute<{ sessionId: string; provider: Provider }>(sql`
    select p.session_id as "sessionId", p.provider from payment p join orders o on o.id = p.order_id
     where p.id = ${paymentId} and p.session_id is not null and o.state not in ('held','awaiting_payment','expiring')
       and not exists (select 1 from order_change c where c.id = p.change_id and c.state = 'open')
       and (p.document_id is null or document_left(p.document_id) < p.amount_minor)`);
  if (!rows[0] || !isGateway(rows[0].provider)) return;
  await gatewayOf(rows[0].provider).expireCheckout(rows[0].sessionId);
  await settlePayment(ctx, { paymentId });
}

type WaitingEvent = { id: string; receivedAt: string };

/** Oldest first, on from the last one: an event that can only be tried again does not stand in the way of the others. */
async function waitingEvents(ctx: Ctx, last: WaitingEvent | null): Promise<WaitingEvent[]> {
  const { rows } = await ctx.db.execute<WaitingEvent>(sql`
    select id, received_at::text as "receivedAt" from provider_event
     where processed_at is null and received_at < now() - interval '1 minute' and received_at > now() - interval '72 hours'
       and (${last?.id ?? null}::text is null or (received_at, id) > (${last?.receivedAt ?? null}::timestamptz, ${last?.id ?? null}))
     order by received_at, id limit ${batch}`);
  return rows;
}

/** Refunds that wait for the provider; those of a cancelled time have a worker of their own until it has asked once. */
async function leaseRefunds(ctx: Ctx): Promise<string[]> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<{ id: string }>(sql`
      update refund set updated_at = now() where id in (
        select r.id from refund r where r.state in ('requested','submitting','pending','requires_action')
           and r.updated_at < now() - case when r.state in ('requested','submitting') then interval '50 seconds' else interval '10 minutes' end
           and exists (select 1 from payment p where p.id = r.payment_id and p.provider = any (${sql.param([...gateways])}::text[]))
           and not exists (select 1 from slot_cancellation_item i where i.order_id = r.order_id and i.state in ('listed','offered','refunding'))
         order by r.updated_at limit ${batch} for update of r skip locked)
      returning id`);
    return rows.map((row) => row.id);
  });
}
