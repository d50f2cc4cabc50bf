import { sql } from 'drizzle-orm';
import { findLiveAttempt } from '#lib/payments/attempts.ts';
import { writeLedger } from '#lib/payments/ledger.ts';
import type { Provider } from '#lib/payments/values.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { fulfilOrder } from './fulfil-order.ts';
import { lockPayableOrder, type PayableOrder } from './lock-payable-order.ts';

/** Money that is there: on a gateway's page, over the counter, or none at all for an order of 0. */
export type ArrivedMoney = {
  paymentId: string;
  orderId: string;
  provider: Provider;
  amountMinor: number;
  currency: string;
  /** What the ledger calls the movement. */
  providerReference: string;
  sessionId: string | null;
  paymentIntentId: string | null;
  /** An attempt that is not written down yet: written and settled in one step (free, cash, terminal, transfer). */
  isNew: boolean;
};

export const settleMoneyRefusals = [
  'unknown_order',
  'already_paid',
  'no_longer_open',
  'hold_run_out',
  'payment_open',
  'not_on_sale',
  'sum_changed',
] as const;
export type SettleMoneyResult =
  | { ok: true; state: 'paid' | 'refunding' }
  | Refusal<(typeof settleMoneyRefusals)[number]>;

/**
 * Takes money for an order, in one transaction: the payment, what follows from it (places, tickets, mail, or the way back), the
 * ledger and the audit. Money on a page is a fact and is taken whatever became of the order; new money is refused, and nothing
 * written, when the order cannot be paid with it.
 */
export async function settleMoney(ctx: Ctx, money: ArrivedMoney): Promise<SettleMoneyResult> {
  return inTransaction(ctx, (tx) => settle(tx, money), 'payment settled');
}

async function settle(tx: TxCtx, money: ArrivedMoney): Promise<SettleMoneyResult> {
  const order = await lockPayableOrder(tx, money.orderId);
  if (!order) return { ok: false, code: 'unknown_order' };
  const refusal = money.isNew ? await refusalOf(tx, order, money) : null;
  if (refusal) return { ok: false, code: refusal };
  const { rowCount } = await tx.db.execute(
    money.isNew
      ? sql`insert into payment (id, order_id, provider, state, amount_minor, currency, captured_minor, settled_at)
            values (${money.paymentId}, ${money.orderId}, ${money.provider}, 'succeeded', ${money.amountMinor}, ${money.currency},
                    ${money.amountMinor}, now())`
      : sql`update payment set state = 'succeeded', captured_minor = amount_minor, session_id = ${money.sessionId},
                   payment_intent_id = ${money.paymentIntentId}, failure_code = null, settled_at = now(), updated_at = now()
             where id = ${money.paymentId} and state in ('created','open','processing','failed','expired','canceled')`,
  );
  // Somebody else settled it meanwhile.
  if (rowCount === 0) return { ok: true, state: order.state === 'paid' ? 'paid' : 'refunding' };
  const fulfilment = await fulfilOrder(tx, order, { ...money, id: money.paymentId });
  if (money.isNew && fulfilment !== 'paid') throw new Error(`order ${money.orderId} is held and has no places`);
  await writeLedger(tx, { ...money, kind: 'charge' });
  await writeAudit(tx, {
    action: fulfilment === 'paid' ? 'payment_settled' : 'payment_sent_back',
    objectKind: 'order',
    objectId: money.orderId,
    after: {
      paymentId: money.paymentId,
      provider: money.provider,
      amountMinor: money.amountMinor,
      currency: money.currency,
      was: order.state,
    },
  });
  return { ok: true, state: fulfilment };
}

async function refusalOf(
  tx: TxCtx,
  order: PayableOrder,
  money: ArrivedMoney,
): Promise<(typeof settleMoneyRefusals)[number] | null> {
  if (order.state === 'cancelled') return 'no_longer_open';
  if (order.state === 'expired' || order.state === 'expiring') return 'hold_run_out';
  if (order.state !== 'held' && order.state !== 'awaiting_payment') return 'already_paid';
  if (order.isRunOut) return 'hold_run_out';
  if (await findLiveAttempt(tx.db, order.id)) return 'payment_open';
  if (!order.takesPlace) return 'not_on_sale';
  return money.amountMinor === order.totalMinor && money.currency === order.currency ? null : 'sum_changed';
}
