'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { moveOrder } from '#lib/booking/move-order.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';

/** The button of one time. Whatever is sent instead of our form is answered like an unknown page. */
export async function moveTo(form: FormData): Promise<void> {
  const orderId = form.get('orderId');
  const toTimeslotId = form.get('timeslotId');
  if (!isUuid(orderId) || !isUuid(toTimeslotId)) notFound();
  const ctx = await requireStaff('orders.change', paths.staffMove(orderId));
  const moved = await moveOrder(ctx, { orderId, toTimeslotId });
  redirect(paths.staffMove(orderId, moved.ok ? { done: '1' } : { refused: moved.code }));
}
