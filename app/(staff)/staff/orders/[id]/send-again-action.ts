'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { sendTicketsAgain } from '#lib/booking/send-tickets-again.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';

/** The button "Send the tickets again". Whatever is sent instead of our form is answered like an unknown page. */
export async function sendAgain(form: FormData): Promise<void> {
  const orderId = form.get('orderId');
  const requestKey = form.get('requestKey');
  if (!isUuid(orderId) || !isUuid(requestKey)) notFound();
  const path = paths.staffOrder(orderId);
  const ctx = await requireStaff('orders.change', path);
  const answer = await sendTicketsAgain(ctx, { orderId, requestKey });
  redirect(`${path}?${answer.ok ? 'sent=1' : `refused=${answer.code}`}`);
}
