import { sql } from 'drizzle-orm';
import { gatewayOf } from '#lib/payments/gateways.ts';
import { writeLedger } from '#lib/payments/ledger.ts';
import type { ProviderFailure, RefundOutcome } from '#lib/payments/provider.ts';
import { isGateway, type Provider } from '#lib/payments/values.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { isUuid, newId } from '#lib/platform/ids.ts';
import { constraintOf, inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { applyRefundOutcome, findRefund } from './apply-refund-outcome.ts';
import { noteGivenBack, revokeTickets } from './give-back-tickets.ts';
import { lockOrder } from './lock-order.ts';

type Paid = { id: string; orderId: string; provider: Provider; capturedMinor: number; currency: string };

/**
 * Brings our refunds of one charge in line with the provider's list: ours get their state; those made in the provider's own
 * dashboard are taken over once (their id is unique). When all of a charge went back from outside, tickets are revoked and
 * the places are free again. `not_yet`: refunds of ours that have not gone out leave no room for one from outside; the provider
 * refuses what is too much of ours, and then there is. One that a dispute holds back goes to nobody who could refuse it: it gives way
 * at once, and is a person's task.
 */
export async function importRefunds(
  ctx: Ctx,
  input: { paymentIntentId: string },
): Promise<{ ok: true } | { ok: false; code: 'unknown_payment' | 'not_yet' } | ProviderFailure> {
  const { rows } = await ctx.db.execute<Paid>(sql`
    select id, order_id as "orderId", provider, captured_minor as "capturedMinor", currency from payment where payment_intent_id = ${input.paymentIntentId}`);
  const payment = rows[0];
  if (!payment || !isGateway(payment.provider)) return { ok: false, code: 'unknown_payment' };
  const list = await gatewayOf(payment.provider).listRefunds(input.paymentIntentId);
  if (!list.ok) return list;
  crashPoint('import_refunds.after_list');
  let isAllTaken = true;
  for (const told of list.refunds) {
    const ours = isUuid(told.refundId)
      ? await findRefund(ctx.db, { refundId: told.refundId })
      : await findRefund(ctx.db, { providerRefundId: told.providerRefundId });
    if (ours) await applyRefundOutcome(ctx, ours.id, told);
    else if (told.state === 'succeeded' || told.state === 'pending')
      isAllTaken = (await takeOverWithRoom(ctx, payment, told)) && isAllTaken;
    else if (told.state === 'failed')
      await inTransaction(ctx, (tx) => writeUndone(tx, payment, told), 'refund from outside');
  }
  return isAllTaken ? { ok: true } : { ok: false, code: 'not_yet' };
}

/** Takes a refund from outside over; where held-back ones of ours stand in its way, they are refused one by one until it fits. */
async function takeOverWithRoom(ctx: Ctx, payment: Paid, told: RefundOutcome): Promise<boolean> {
  if (await takeOverIfRoom(ctx, payment, told)) return true;
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select r.id from refund r join payment p on p.id = r.payment_id
     where p.id = ${payment.id} and p.dispute_state in ('open','lost') and r.state = 'requested' and r.provider_refund_id is null
     order by r.created_at desc`);
  for (const { id } of rows) {
    await applyRefundOutcome(ctx, id, { refusal: 'refunded_outside' });
    if (await takeOverIfRoom(ctx, payment, told)) return true;
  }
  return false;
}

async function takeOverIfRoom(ctx: Ctx, payment: Paid, told: RefundOutcome): Promise<boolean> {
  try {
    await inTransaction(ctx, (tx) => takeOver(tx, payment, told), 'refund from outside');
    return true;
  } catch (error) {
    if (constraintOf(error) === 'payment_refund_room') return false;
    throw error;
  }
}

/** A refund from outside that had failed before we heard of it: there and back, which the provider's account shows too. */
async function writeUndone(tx: TxCtx, payment: Paid, told: RefundOutcome): Promise<void> {
  await lockOrder(tx, payment.orderId);
  const entry = {
    currency: told.currency,
    orderId: payment.orderId,
    paymentId: payment.id,
    provider: payment.provider,
    providerReference: told.providerRefundId,
  };
  await writeLedger(tx, { ...entry, kind: 'refund', amountMinor: -told.amountMinor });
  await writeLedger(tx, { ...entry, kind: 'refund_failed', amountMinor: told.amountMinor });
}

async function takeOver(tx: TxCtx, payment: Paid, told: RefundOutcome): Promise<void> {
  const order = await lockOrder(tx, payment.orderId);
  const refundId = newId();
  const { rowCount } = await tx.db.execute(sql`
    insert into refund (id, payment_id, order_id, amount_minor, currency, state, reason, provider_refund_id)
    select ${refundId}, ${payment.id}, ${payment.orderId}, ${told.amountMinor}, ${told.currency}, ${told.state}, 'outside', ${told.providerRefundId}
     where not exists (select 1 from ledger_entry where kind = 'refund_failed' and provider = ${payment.provider}
                          and provider_reference = ${told.providerRefundId})
    on conflict (provider_refund_id) do nothing`);
  if (rowCount === 0) return;
  if (told.state === 'succeeded') {
    await writeLedger(tx, {
      kind: 'refund',
      amountMinor: -told.amountMinor,
      currency: told.currency,
      orderId: payment.orderId,
      paymentId: payment.id,
      refundId,
      provider: payment.provider,
      providerReference: told.providerRefundId,
    });
  }
  crashPoint('import_refunds.after_insert');
  await writeAudit(tx, {
    action: 'refund_from_outside',
    objectKind: 'order',
    objectId: payment.orderId,
    after: { refundId, amountMinor: told.amountMinor },
  });
  const { rows } = await tx.db.execute<{ left: number }>(sql`
    select coalesce(sum(captured_minor - refund_reserved_minor), 0)::int as left from payment where order_id = ${payment.orderId} and state = 'succeeded'`);
  const isSettled = order?.state === 'paid' || order?.state === 'partially_refunded' || order?.state === 'disputed';
  if (!order || !isSettled || (rows[0]?.left ?? 0) > 0) {
    if (order?.state === 'paid')
      await tx.db.execute(sql`update orders set state = 'partially_refunded' where id = ${order.id}`);
    // Part of the money: which tickets it was for, a person says. An order that is over has none to choose from.
    if (!isSettled) await markHandled(tx, refundId);
    return;
  }
  await markHandled(tx, refundId);
  if (order.state === 'disputed') return;
  const live = await tx.db.execute<{ id: string; timeslotId: string; partySize: number }>(sql`
    select id, timeslot_id as "timeslotId", party_size as "partySize" from ticket where order_id = ${order.id} and state <> 'revoked'`);
  if (live.rows.length > 0) await revokeTickets(tx, order.id, live.rows);
  await noteGivenBack(tx, order.id, told.state !== 'succeeded');
}

async function markHandled(tx: TxCtx, refundId: string): Promise<void> {
  await tx.db.execute(sql`update refund set handled_at = now(), handled_by = 'import' where id = ${refundId}`);
}
