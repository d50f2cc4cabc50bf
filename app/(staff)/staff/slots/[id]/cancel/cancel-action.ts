'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { cancelTimeslot } from '#lib/booking/cancel-timeslot.ts';
import { cancellationReasons } from '#lib/booking/values.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';

/** The button under the reason. Whatever is sent instead of our form is answered like an unknown page. */
export async function cancelSlot(form: FormData): Promise<void> {
  const timeslotId = form.get('timeslotId');
  const note = form.get('note');
  if (!isUuid(timeslotId) || typeof note !== 'string') notFound();
  const ctx = await requireStaff('schedule.change', paths.staffCancelSlot(timeslotId));
  const reason = cancellationReasons.find((code) => code === form.get('reason'));
  if (!reason) redirect(paths.staffCancelSlot(timeslotId, { refused: 'reason_missing' }));
  const delay = form.get('delayHours');
  const delayHours = typeof delay === 'string' && /^\d{1,3}$/.test(delay) ? Number(delay) : -1;
  const cancelled = await cancelTimeslot(ctx, { timeslotId, reason, note, delayHours });
  if (cancelled.ok) redirect(paths.staffCancellation(timeslotId, { done: '1' }));
  redirect(
    paths.staffCancelSlot(timeslotId, {
      refused: cancelled.code,
      visit: cancelled.code === 'has_group' ? cancelled.visitId : undefined,
    }),
  );
}
