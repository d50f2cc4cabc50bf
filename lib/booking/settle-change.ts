import { sql } from 'drizzle-orm';
import { insertAttempt } from '#lib/payments/attempts.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import { applyChange } from './apply-change.ts';
import { findOpenChange } from './find-open-change.ts';
import { type CapturedPayment, type Fulfilment, sendBack } from './fulfil-order.ts';
import type { PayableOrder } from './lock-payable-order.ts';
import type { PaymentRefusal } from './payment-refusal.ts';
import type { ArrivedMoney } from './settle-money.ts';

/** The change that an attempt is to pay for; null for an attempt that pays for its order. */
export async function changePaidBy(tx: TxCtx, money: ArrivedMoney): Promise<string | null> {
  if (money.isNew) return money.changeId ?? null;
  const { rows } = await tx.db.execute<{ changeId: string | null }>(
    sql`select change_id as "changeId" from payment where id = ${money.paymentId}`,
  );
  return rows[0]?.changeId ?? null;
}

/** Money that is about to be taken by hand for a change: the attempt is written down, or refused while nobody has given anything. */
export async function beginChangeMoney(
  tx: TxCtx,
  order: PayableOrder,
  money: ArrivedMoney & { changeId: string },
): Promise<PaymentRefusal | null> {
  const open = await findOpenChange(tx.db, order.id);
  if (open?.id !== money.changeId) return 'already_paid';
  if (open.isRunOut) return 'hold_run_out';
  if (open.payment !== 'none') return 'payment_open';
  if (!order.takesPlace) return 'not_on_sale';
  if (open.dueMinor !== money.amountMinor || open.currency !== money.currency) return 'sum_changed';
  await insertAttempt(tx, money);
  return null;
}

/**
 * What follows from money that has arrived for a change, in the transaction that marked it succeeded: the change is done with it, also
 * late if the places are still free. Where that cannot be any more (run out and taken, given up, the order changed otherwise, its time
 * cancelled by the museum, paid twice), the whole sum goes back by itself and the order stays as it was.
 */
export async function fulfilChange(
  tx: TxCtx,
  order: PayableOrder,
  payment: CapturedPayment,
  changeId: string,
): Promise<Fulfilment> {
  const other = await findOpenChange(tx.db, order.id);
  const isSuperseded = other !== null && other.id !== changeId;
  // From a time that the museum has cancelled one moves free of charge.
  const applied = isSuperseded || !order.takesPlace ? null : await applyChange(tx, changeId);
  if (applied?.ok) return 'paid';
  const { rows } = await tx.db.execute<{ state: string }>(
    sql`update order_change set state = case state when 'open' then 'dropped' else state end where id = ${changeId} returning state`,
  );
  return sendBack(tx, order, payment, rows[0]?.state === 'applied' ? 'paid_twice' : 'change_undone', changeId);
}
