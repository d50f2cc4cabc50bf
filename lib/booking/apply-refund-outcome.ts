import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { writeLedger } from '#lib/payments/ledger.ts';
import type { RefundOutcome } from '#lib/payments/provider.ts';
import type { RefundReason } from '#lib/payments/request-refund.ts';
import type { Provider, RefundState } from '#lib/payments/values.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { required } from '#lib/platform/result.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';

export type StoredRefund = {
  id: string;
  orderId: string;
  paymentId: string;
  provider: Provider;
  state: RefundState;
  amountMinor: number;
  currency: string;
  reason: RefundReason;
  /** By the database's clock, since it was written down. */
  ageHours: number;
  providerRefundId: string | null;
  paymentIntentId: string | null;
  /** The card holder's bank has the payment in its hands, or has taken it. */
  isFrozen: boolean;
};

export async function findRefund(
  db: Db | Tx,
  by: { refundId: string } | { providerRefundId: string },
): Promise<StoredRefund | null> {
  const where = 'refundId' in by ? sql`r.id = ${by.refundId}` : sql`r.provider_refund_id = ${by.providerRefundId}`;
  const { rows } = await db.execute<StoredRefund>(sql`
    select r.id, r.order_id as "orderId", r.payment_id as "paymentId", p.provider, r.state, r.amount_minor as "amountMinor", r.currency, r.reason,
           (extract(epoch from now() - r.created_at) / 3600)::float8 as "ageHours", r.provider_refund_id as "providerRefundId", p.payment_intent_id as "paymentIntentId",
           coalesce(p.dispute_state in ('open','lost'), false) as "isFrozen"
      from refund r join payment p on p.id = r.payment_id where ${where}`);
  return rows[0] ?? null;
}

type Told = RefundOutcome['state'];

/**
 * Lets a refund become what the provider says of it (2.5), with its line in the ledger. Refused or failed, it is a person's
 * task, and the amount may be refunded anew. Returns the state it has now.
 */
export async function applyRefundOutcome(
  ctx: Ctx,
  refundId: string,
  told: RefundOutcome | { refusal: string },
): Promise<Told | 'manual'> {
  return inTransaction(
    ctx,
    async (tx) => {
      const before = required(await findRefund(tx.db, { refundId }), 'a refund');
      await tx.db.execute(sql`select 1 from orders where id = ${before.orderId} for no key update`);
      const refund = required(await findRefund(tx.db, { refundId }), 'a refund');
      const state: Told = 'refusal' in told ? 'failed' : told.state;
      const providerRefundId = 'refusal' in told ? null : told.providerRefundId;
      const isStep = state !== 'pending' || refund.state === 'requested' || refund.state === 'submitting';
      // A person has taken it over, or sent the sum anew: what the provider says of it once more changes nothing.
      const isAPersons = refund.state === 'manual' || refund.state === 'canceled';
      if (refund.state === state || isAPersons || !isStep) return refund.state as Told | 'manual';
      if (refund.state === 'requested')
        await tx.db.execute(sql`update refund set state = 'submitting' where id = ${refundId}`);
      await tx.db.execute(sql`
        update refund set state = ${state}, provider_refund_id = coalesce(${providerRefundId}, provider_refund_id), updated_at = now()
         where id = ${refundId}`);
      await writeAudit(tx, {
        action: `refund.${state}`,
        objectKind: 'order',
        objectId: refund.orderId,
        before: { state: refund.state },
        after: { refundId, ...('refusal' in told ? told : {}) },
      });
      crashPoint('refund.answering');
      if (state === 'succeeded') await succeeded(tx, refund, providerRefundId ?? refundId);
      if (state === 'failed' || state === 'canceled') return failed(tx, refund, providerRefundId ?? refundId, state);
      return state;
    },
    'refund answered',
  );
}

async function succeeded(tx: TxCtx, refund: StoredRefund, reference: string): Promise<void> {
  await writeLedger(tx, {
    kind: 'refund',
    amountMinor: -refund.amountMinor,
    currency: refund.currency,
    orderId: refund.orderId,
    paymentId: refund.paymentId,
    refundId: refund.id,
    provider: refund.provider,
    providerReference: reference,
  });
  // By the ladder less than all may go back: over is what has no refund left that is under way or needs a person.
  await tx.db.execute(sql`
    update orders set state = 'refunded' where id = ${refund.orderId} and state = 'refund_pending'
       and not exists (select 1 from refund r where r.order_id = orders.id and r.state <> 'succeeded'
                          and (r.state <> 'canceled' or r.handled_at is null))`);
}

async function failed(tx: TxCtx, refund: StoredRefund, reference: string, state: Told): Promise<Told | 'manual'> {
  if (refund.state === 'succeeded') {
    await writeLedger(tx, {
      kind: 'refund_failed',
      amountMinor: refund.amountMinor,
      currency: refund.currency,
      orderId: refund.orderId,
      paymentId: refund.paymentId,
      refundId: refund.id,
      provider: refund.provider,
      providerReference: reference,
    });
  }
  await tx.db.execute(
    sql`update orders set state = 'refund_pending' where id = ${refund.orderId} and state = 'refunded'`,
  );
  if (state === 'canceled') return state;
  await tx.db.execute(sql`update refund set state = 'manual', updated_at = now() where id = ${refund.id}`);
  return 'manual';
}
