'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { dropChange } from '#lib/booking/drop-change.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';

/** The button that leaves an order as it is. Whatever is sent instead of our form is answered like an unknown page. */
export async function leaveAsItIs(form: FormData): Promise<void> {
  const orderId = form.get('orderId');
  if (!isUuid(orderId)) notFound();
  const ctx = await requireStaff('orders.change', paths.staffOrder(orderId));
  const dropped = await dropChange(ctx, { orderId });
  redirect(paths.staffOrder(orderId, { change: dropped.ok ? 'dropped' : dropped.code }));
}
