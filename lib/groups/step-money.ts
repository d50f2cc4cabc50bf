import type { TxCtx } from '#lib/platform/transaction.ts';
import { invoiceAtStep } from './issue-invoice.ts';
import { remindPayment } from './remind-payment.ts';
import type { GroupVisit } from './visit-rows.ts';

/** The timeline's steps about money: the invoice, and the reminders of what is not paid. False where nothing was to be done. */
export async function stepMoney(
  tx: TxCtx,
  visit: GroupVisit,
  step: 'invoice' | 'payment_first' | 'payment_second',
): Promise<boolean> {
  const { id: visitId } = visit;
  const done = step === 'invoice' ? await invoiceAtStep(tx, { visitId }) : await remindPayment(tx, { visitId, step });
  return done === 'done';
}
