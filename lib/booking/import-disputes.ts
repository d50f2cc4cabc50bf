import { sql } from 'drizzle-orm';
import { disputeStand } from '#lib/payments/dispute-stand.ts';
import { gatewayOf } from '#lib/payments/gateways.ts';
import { writeLedger } from '#lib/payments/ledger.ts';
import type { DisputeOutcome, ProviderFailure } from '#lib/payments/provider.ts';
import { type DisputeState, isGateway, type Provider } from '#lib/payments/values.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { enqueue } from '#lib/platform/jobs/enqueue.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { revokeTickets } from './give-back-tickets.ts';
import { lockOrder } from './lock-order.ts';

type Disputed = {
  id: string;
  orderId: string;
  provider: Provider;
  currency: string;
  disputeState: DisputeState | null;
};

/**
 * Brings an order in line with what card holders' banks say of its payment, as the provider lists it (43). Open: the tickets are
 * suspended and refunds wait. Won: they are valid again and waiting refunds go out. Lost: they are revoked, the places free.
 */
export async function importDisputes(
  ctx: Ctx,
  input: { paymentIntentId: string },
): Promise<{ ok: true } | { ok: false; code: 'unknown_payment' } | ProviderFailure> {
  const { rows } = await ctx.db.execute<Disputed>(sql`
    select id, order_id as "orderId", provider, currency, dispute_state as "disputeState" from payment where payment_intent_id = ${input.paymentIntentId}`);
  const payment = rows[0];
  if (!payment || !isGateway(payment.provider)) return { ok: false, code: 'unknown_payment' };
  const list = await gatewayOf(payment.provider).listDisputes(input.paymentIntentId);
  if (!list.ok) return list;
  crashPoint('import_disputes.after_list');
  const stand = disputeStand(list.disputes);
  if (stand) await inTransaction(ctx, (tx) => apply(tx, payment, stand, list.disputes), `dispute ${stand}`);
  return { ok: true };
}

async function apply(tx: TxCtx, seen: Disputed, stand: DisputeState, disputes: DisputeOutcome[]): Promise<void> {
  const order = await lockOrder(tx, seen.orderId);
  const { rows } = await tx.db.execute<Disputed>(sql`
    select id, order_id as "orderId", provider, currency, dispute_state as "disputeState" from payment where id = ${seen.id} for no key update`);
  const payment = rows[0];
  if (!order || !payment) return;
  for (const dispute of disputes) await writeMoves(tx, payment, dispute);
  // An answer that was asked for before a later one, and comes after it, turns nothing back: what is lost stays lost.
  if (payment.disputeState === stand || payment.disputeState === 'lost') return;
  await tx.db.execute(sql`update payment set dispute_state = ${stand}, updated_at = now() where id = ${payment.id}`);
  await writeAudit(tx, {
    action: `dispute_${stand}`,
    objectKind: 'order',
    objectId: order.id,
    before: { state: payment.disputeState },
    after: { paymentId: payment.id },
  });
  if (stand !== 'won' && (order.state === 'paid' || order.state === 'partially_refunded')) {
    await tx.db.execute(sql`update ticket set state = 'suspended' where order_id = ${order.id} and state = 'valid'`);
    await tx.db.execute(sql`update orders set state = 'disputed' where id = ${order.id}`);
  }
  crashPoint('import_disputes.after_mark');
  if (stand === 'won') await won(tx, order.id, payment.id);
  if (stand === 'lost') await lost(tx, order.id, payment.id);
}

async function writeMoves(tx: TxCtx, payment: Disputed, dispute: DisputeOutcome): Promise<void> {
  const entry = {
    currency: payment.currency,
    orderId: payment.orderId,
    paymentId: payment.id,
    provider: payment.provider,
    providerReference: dispute.providerDisputeId,
  } as const;
  if (dispute.takenMinor > 0) await writeLedger(tx, { ...entry, kind: 'dispute', amountMinor: -dispute.takenMinor });
  if (dispute.reinstatedMinor > 0)
    await writeLedger(tx, { ...entry, kind: 'dispute_won', amountMinor: dispute.reinstatedMinor });
}

async function won(tx: TxCtx, orderId: string, paymentId: string): Promise<void> {
  const { rows } = await tx.db.execute<{ isOver: boolean }>(sql`
    select not exists (select 1 from payment where order_id = ${orderId} and dispute_state in ('open','lost')) as "isOver"`);
  if (rows[0]?.isOver) {
    await tx.db.execute(sql`
      update orders set state = case when exists (select 1 from ticket where order_id = orders.id and state = 'revoked')
                                       or exists (select 1 from refund where order_id = orders.id and reason = 'outside'
                                                   and state not in ('failed','canceled'))
                                     then 'partially_refunded' else 'paid' end
       where id = ${orderId} and state = 'disputed'`);
    await tx.db.execute(sql`update ticket set state = 'valid' where order_id = ${orderId} and state = 'suspended'`);
  }
  const waiting = await tx.db.execute<{ id: string }>(
    sql`select id from refund where payment_id = ${paymentId} and state in ('requested','submitting')`,
  );
  for (const { id } of waiting.rows) await enqueue(tx, 'submit_refund', { refundId: id });
}

async function lost(tx: TxCtx, orderId: string, paymentId: string): Promise<void> {
  // The bank has given the money back; what had not gone out yet never will.
  await tx.db.execute(sql`
    update refund set state = 'canceled', handled_at = now(), handled_by = 'dispute_lost', updated_at = now()
     where payment_id = ${paymentId} and state in ('requested','manual')`);
  const { rows } = await tx.db.execute<{ id: string; timeslotId: string; partySize: number }>(sql`
    select k.id, k.timeslot_id as "timeslotId", k.party_size as "partySize" from ticket k join orders o on o.id = k.order_id
     where k.order_id = ${orderId} and k.state <> 'revoked' and o.state = 'disputed'`);
  if (rows.length > 0) await revokeTickets(tx, orderId, rows);
  await tx.db.execute(sql`update orders set state = 'lost' where id = ${orderId} and state = 'disputed'`);
}
