'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { refundTickets } from '#lib/booking/refund-tickets.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';
import { readChoice } from './refund-choice.ts';

/** The button under the sum. Whatever is sent instead of our form is answered like an unknown page. */
export async function confirmRefund(form: FormData): Promise<void> {
  const orderId = form.get('orderId');
  const note = form.get('note');
  const expectedMinor = Number(form.get('expectedMinor'));
  if (!isUuid(orderId) || typeof note !== 'string' || !Number.isSafeInteger(expectedMinor)) notFound();
  const ctx = await requireStaff('orders.refund', paths.staffRefund(orderId));
  const choice = readChoice({ tickets: form.getAll('ticket'), cause: form.get('cause'), waive: form.get('waive') });
  const answer = await refundTickets(ctx, { orderId, ...choice, note, expectedMinor });
  if (answer.ok) redirect(paths.staffRefund(orderId, { done: answer.kind }));
  redirect(paths.staffRefund(orderId, { ...choice, refused: answer.code }));
}
