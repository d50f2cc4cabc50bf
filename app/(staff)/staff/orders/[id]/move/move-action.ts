'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { moveOrder } from '#lib/booking/move-order.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';

/**
 * The button under the sum, or that of one time where moving costs nothing. A move that is to be paid goes on on the order's page.
 * Whatever is sent instead of our form is answered like an unknown page.
 */
export async function moveTo(form: FormData): Promise<void> {
  const orderId = form.get('orderId');
  const toTimeslotId = form.get('timeslotId');
  const requestKey = form.get('requestKey') ?? undefined;
  const expectedMinor = Number(form.get('expectedMinor') ?? 0);
  if (!isUuid(orderId) || !isUuid(toTimeslotId) || !Number.isSafeInteger(expectedMinor)) notFound();
  if (requestKey !== undefined && !isUuid(requestKey)) notFound();
  const ctx = await requireStaff('orders.change', paths.staffMove(orderId));
  const moved = await moveOrder(ctx, { orderId, toTimeslotId, expectedMinor, requestKey });
  if (moved.ok && moved.dueMinor > 0) redirect(paths.staffOrder(orderId, { change: 'held' }));
  if (moved.ok) redirect(paths.staffMove(orderId, { done: '1' }));
  // The new sum is shown beside the reason.
  const time = moved.code === 'price_differs' ? toTimeslotId : undefined;
  redirect(paths.staffMove(orderId, { time, refused: moved.code }));
}
