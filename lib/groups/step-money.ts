import type { TxCtx } from '#lib/platform/transaction.ts';
import type { GroupVisit } from './visit-rows.ts';

/** The timeline's steps about money: the invoice, and the reminders of what is not paid. False where nothing was to be done. */
export async function stepMoney(
  _tx: TxCtx,
  _visit: GroupVisit,
  _step: 'invoice' | 'payment_first' | 'payment_second',
): Promise<boolean> {
  return false;
}
