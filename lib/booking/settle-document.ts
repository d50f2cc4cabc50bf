import { sql } from 'drizzle-orm';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import type { GroupMessageKind } from '#lib/notifications/values.ts';
import { findLiveAttempt, insertAttempt } from '#lib/payments/attempts.ts';
import { writeLedger } from '#lib/payments/ledger.ts';
import { requestRefund } from '#lib/payments/request-refund.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { DecidedMoney } from './decide-money.ts';
import { lockOrder } from './lock-order.ts';
import { noteVisitPaid } from './note-visit-paid.ts';
import type { ArrivedMoney } from './settle-money.ts';

type PaidVisit = { id: string; email: string | null; locale: Locale; left: number };

/**
 * What becomes of money for a paper of a group's visit, under the visit's lock: it pays what the paper is still owed, also late. A
 * payment by card that the paper does not need any more, in whole, goes back by itself; of a transfer, which is with the museum
 * already, what is too much. Cash and cards over the counter are refused while nobody has taken them. The order stays on account, the
 * ticket as it is (requirements 5.1, 5.4).
 */
export async function decideDocumentMoney(
  tx: TxCtx,
  money: ArrivedMoney & { documentId: string },
): Promise<DecidedMoney> {
  const visit = await lockPaidVisit(tx, money.documentId);
  const order = visit && (await lockOrder(tx, money.orderId));
  if (!visit || !order) return { ok: false, code: 'unknown_order' };
  const left = await leftOf(tx, money.documentId);
  if (money.isNew) {
    if (await findLiveAttempt(tx.db, order.id)) return { ok: false, code: 'payment_open' };
    if (money.provider !== 'transfer' && money.amountMinor > left)
      return { ok: false, code: left === 0 ? 'already_paid' : 'sum_changed' };
    await insertAttempt(tx, money);
  }
  const { rowCount } = await tx.db.execute(sql`
    update payment set state = 'succeeded', captured_minor = amount_minor, session_id = ${money.sessionId},
           payment_intent_id = ${money.paymentIntentId}, failure_code = null, settled_at = now(), updated_at = now()
     where id = ${money.paymentId} and state in ('created','open','processing','failed','expired','canceled')`);
  if (rowCount === 0) return { ok: true, state: await whatItBecame(tx, money.paymentId) };
  crashPoint('settle.document_paid');
  await writeLedger(tx, { kind: 'charge', ...money });
  const kept =
    money.provider === 'transfer'
      ? Math.min(left, money.amountMinor)
      : left >= money.amountMinor
        ? money.amountMinor
        : 0;
  const backMinor = money.amountMinor - kept;
  if (backMinor > 0) {
    const { refundId } = await requestRefund(tx, {
      paymentId: money.paymentId,
      orderId: order.id,
      amountMinor: backMinor,
      currency: money.currency,
      reason: kept > 0 ? 'overpaid' : order.state === 'cancelled' ? 'late_payment' : 'paid_twice',
      requestedBy: null,
    });
    await tellVisitOfMoney(tx, visit, 'group_refunded', refundId);
  }
  await writeAudit(tx, {
    action: kept > 0 ? 'payment_settled' : 'payment_sent_back',
    objectKind: 'order',
    objectId: order.id,
    after: {
      paymentId: money.paymentId,
      documentId: money.documentId,
      amountMinor: money.amountMinor,
      backMinor,
      currency: money.currency,
    },
  });
  if (kept > 0) {
    await noteVisitPaid(tx, visit.id);
    await tellVisitOfMoney(tx, visit, 'group_paid', money.paymentId);
  }
  crashPoint('settle.document_decided');
  return { ok: true, state: kept > 0 ? 'paid' : 'refunding' };
}

/** The visit of a paper, locked: it comes first in the order of locks. */
async function lockPaidVisit(tx: TxCtx, documentId: string): Promise<Omit<PaidVisit, 'left'> | null> {
  const { rows } = await tx.db.execute<PaidVisit>(sql`
    select v.id, v.email, v.locale from group_visit v
     where v.id = (select visit_id from account_document where id = ${documentId}) for update`);
  return rows[0] ?? null;
}

async function leftOf(tx: TxCtx, documentId: string): Promise<number> {
  const { rows } = await tx.db.execute<{ left: number }>(sql`select document_left(${documentId}) as left`);
  return rows[0]?.left ?? 0;
}

async function whatItBecame(tx: TxCtx, paymentId: string): Promise<'paid' | 'refunding'> {
  const { rows } = await tx.db.execute<{ back: boolean }>(sql`
    select captured_minor = refund_reserved_minor and captured_minor > 0 as back from payment where id = ${paymentId}`);
  return rows[0]?.back ? 'refunding' : 'paid';
}

/** Queues a mail about a visit's money to whoever booked it. */
export async function tellVisitOfMoney(
  tx: TxCtx,
  visit: { id: string; email: string | null; locale: Locale },
  kind: GroupMessageKind,
  about: string,
): Promise<void> {
  if (!visit.email) return;
  await queueMessage(tx, {
    kind,
    orderId: null,
    visitId: visit.id,
    locale: visit.locale,
    recipient: visit.email,
    dedupeKey: `${kind}:${visit.id}:${about}`,
  });
}
