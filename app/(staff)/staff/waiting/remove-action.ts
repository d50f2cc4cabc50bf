'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';
import { isIsoDate } from '#lib/platform/time.ts';
import { removeWaiting } from '#lib/waiting/leave-waiting.ts';

/** "Take off the list": back to the list with what became of it. */
export async function remove(form: FormData): Promise<void> {
  const [id, reason, day] = ['id', 'reason', 'date'].map((name) => form.get(name));
  if (!isUuid(id)) notFound();
  const date = isIsoDate(day) ? day : undefined;
  const ctx = await requireStaff('waiting.change', paths.staffWaiting({ date }));
  const gone = await removeWaiting(ctx, {
    entryId: id,
    reason: typeof reason === 'string' ? reason.slice(0, 2000) : '',
  });
  redirect(paths.staffWaiting({ date, ...(gone.ok ? { done: 'removed' } : { refused: gone.code }) }));
}
