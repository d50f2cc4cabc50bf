'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { changeVoucher } from '#lib/booking/change-voucher.ts';
import { makeVouchers } from '#lib/booking/make-vouchers.ts';
import { withdrawVoucher } from '#lib/booking/withdraw-voucher.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';
import { boundsOf, typedVoucher, voucherInputOf } from './voucher-form.ts';

/** "Make the code": to the voucher, or back with everything typed and the reason. */
export async function make(form: FormData): Promise<void> {
  const ctx = await requireStaff('vouchers.change', paths.staffNewVoucher());
  const typed = typedVoucher((name) => form.getAll(name));
  const { currency } = await getMuseum(ctx.db);
  const made = await makeVouchers(ctx, voucherInputOf(typed, currency));
  if (made.ok) redirect(paths.staffVoucher(made.ids[0] ?? '', { done: 'made' }));
  const room = made.code === 'full' ? String(made.room) : undefined;
  redirect(paths.staffNewVoucher({ ...typed, refused: made.code, room }));
}

function idOf(form: FormData): string {
  const id = form.get('id');
  if (!isUuid(id)) notFound();
  return id;
}

/** "Save" under the bounds of a voucher. */
export async function change(form: FormData): Promise<void> {
  const id = idOf(form);
  const ctx = await requireStaff('vouchers.change', paths.staffVoucher(id));
  const typed = typedVoucher((name) => form.getAll(name));
  const changed = await changeVoucher(ctx, { voucherId: id, ...boundsOf(typed) });
  redirect(paths.staffVoucher(id, changed.ok ? { done: 'changed' } : { refused: changed.code }));
}

/** "Withdraw". */
export async function withdraw(form: FormData): Promise<void> {
  const id = idOf(form);
  const ctx = await requireStaff('vouchers.change', paths.staffVoucher(id));
  const answer = await withdrawVoucher(ctx, { voucherId: id });
  redirect(paths.staffVoucher(id, answer.ok ? { done: 'withdrawn' } : { refused: answer.code }));
}
