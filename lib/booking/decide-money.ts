import { sql } from 'drizzle-orm';
import { insertAttempt } from '#lib/payments/attempts.ts';
import { writeLedger } from '#lib/payments/ledger.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { fulfilOrder } from './fulfil-order.ts';
import { lockPayableOrder } from './lock-payable-order.ts';
import { type PaymentRefusal, refusalOf } from './payment-refusal.ts';
import { beginChangeMoney, changePaidBy, fulfilChange } from './settle-change.ts';
import { decideDocumentMoney } from './settle-document.ts';
import type { ArrivedMoney } from './settle-money.ts';

export type DecidedMoney = { ok: true; state: 'paid' | 'refunding' } | Refusal<PaymentRefusal>;

/**
 * What becomes of money in one order, under its lock: settled as usual, sent back in full because it came too late or twice, or
 * found to be settled already. Money for a change of a paid order does that change (settle-change.ts), money for a paper of a
 * group's visit pays it (settle-document.ts). An attempt made in this step is refused when the order cannot be paid: no money was taken yet.
 */
export async function decideMoney(ctx: Ctx, money: ArrivedMoney): Promise<DecidedMoney> {
  try {
    return await inTransaction(
      ctx,
      // A savepoint where somebody's transaction runs: money by hand that is not taken leaves nothing behind.
      (tx) =>
        money.documentId
          ? decideDocumentMoney(tx, { ...money, documentId: money.documentId })
          : money.changeId
            ? tx.db.transaction((savepoint) => decide({ ...tx, db: savepoint }, money))
            : decide(tx, money),
      'payment settled',
    );
  } catch (error) {
    if (error instanceof NotTaken) return { ok: false, code: 'not_on_sale' };
    throw error;
  }
}

class NotTaken extends Error {}

async function decide(tx: TxCtx, money: ArrivedMoney): Promise<DecidedMoney> {
  const order = await lockPayableOrder(tx, money.orderId);
  if (!order) return { ok: false, code: 'unknown_order' };
  const changeId = await changePaidBy(tx, money);
  if (money.isNew && changeId) {
    const refusal = await beginChangeMoney(tx, order, { ...money, changeId });
    if (refusal) return { ok: false, code: refusal };
  } else if (money.isNew) {
    const refusal = await refusalOf(tx, order);
    if (refusal) return { ok: false, code: refusal };
    const isOpen = await tx.db.execute(sql`
      select 1 from payment where order_id = ${order.id} and state in ('created','open','processing')`);
    if (isOpen.rowCount) return { ok: false, code: 'payment_open' };
    if (money.amountMinor !== order.totalMinor || money.currency !== order.currency)
      return { ok: false, code: 'sum_changed' };
    await insertAttempt(tx, money);
  }
  const { rowCount } = await tx.db.execute(sql`
    update payment set state = 'succeeded', captured_minor = amount_minor, session_id = ${money.sessionId},
           payment_intent_id = ${money.paymentIntentId}, failure_code = null, settled_at = now(), updated_at = now()
     where id = ${money.paymentId} and state in ('created','open','processing','failed','expired','canceled')`);
  // Somebody else settled it while we asked.
  if (rowCount === 0) return { ok: true, state: order.state === 'paid' ? 'paid' : 'refunding' };
  crashPoint('settle.after_payment');
  const payment = { id: money.paymentId, amountMinor: money.amountMinor, currency: money.currency };
  const state = changeId ? await fulfilChange(tx, order, payment, changeId) : await fulfilOrder(tx, order, payment);
  // What a person has in hand is given back by hand, and not written down.
  if (changeId && money.isNew && state !== 'paid') throw new NotTaken();
  await writeLedger(tx, { kind: 'charge', ...money });
  await writeAudit(tx, {
    action: state === 'paid' ? 'payment_settled' : 'payment_sent_back',
    objectKind: 'order',
    objectId: money.orderId,
    after: { paymentId: money.paymentId, amountMinor: money.amountMinor, currency: money.currency, was: order.state },
  });
  crashPoint('settle.decided');
  return { ok: true, state };
}
