'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { enterTransfer } from '#lib/groups/enter-transfer.ts';
import { matchTransfer } from '#lib/groups/match-transfer.ts';
import { setAsideTransfer } from '#lib/groups/set-aside-transfer.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.slice(0, 600) : '';
};

async function open(form: FormData) {
  const transferId = form.get('transferId');
  if (!isUuid(transferId)) notFound();
  return { ctx: await requireStaff('payments.transfer', paths.staffTransfers()), transferId };
}

/** "Match": the paper that was suggested, or another one that was chosen, which goes first. */
export async function match(form: FormData): Promise<void> {
  const { ctx, transferId } = await open(form);
  const documentId = textOf(form, 'otherId') || textOf(form, 'documentId');
  const matched = await matchTransfer(ctx, { transferId, documentId });
  if (!matched.ok) redirect(paths.staffTransfers({ refused: matched.code }));
  redirect(paths.staffTransfers({ done: 'matched', back: matched.backMinor ? String(matched.backMinor) : undefined }));
}

/** "Set aside", with the reason. */
export async function setAside(form: FormData): Promise<void> {
  const { ctx, transferId } = await open(form);
  const reason = textOf(form, 'reason');
  const done = await setAsideTransfer(ctx, { transferId, reason });
  if (done.ok) redirect(paths.staffTransfers({ done: 'set_aside' }));
  const typed = done.code === 'reason_missing' ? { id: transferId, reason: reason || ' ' } : {};
  redirect(paths.staffTransfers({ refused: done.code, ...typed }));
}

/** "Take up again". */
export async function takeUp(form: FormData): Promise<void> {
  const { ctx, transferId } = await open(form);
  const done = await setAsideTransfer(ctx, { transferId, reason: null });
  redirect(paths.staffTransfers(done.ok ? { done: 'taken_up' } : { stand: 'set_aside', refused: done.code }));
}

/** "Enter": a line of the statement by hand; what was typed and refused stands in the address. */
export async function enter(form: FormData): Promise<void> {
  const ctx = await requireStaff('payments.transfer', paths.staffTransfers());
  const typed = {
    reference: textOf(form, 'reference'),
    valueDate: textOf(form, 'valueDate'),
    amount: textOf(form, 'amount'),
    payer: textOf(form, 'payer'),
    words: textOf(form, 'words'),
  };
  const entered = await enterTransfer(ctx, typed);
  if (entered.ok) redirect(paths.staffTransfers({ done: 'entered' }));
  if (entered.code === 'forbidden') notFound();
  redirect(`${paths.staffTransfers({ ...typed, fault: entered.fault, column: entered.column })}#errors`);
}
