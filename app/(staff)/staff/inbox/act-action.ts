'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { actOnMoneyTask } from '#lib/booking/act-on-money-task.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';

/** The one button of a task. Whatever is sent instead of our form is answered like an unknown page. */
export async function actOnTask(form: FormData): Promise<void> {
  const taskId = form.get('taskId');
  const reason = form.get('reason');
  if (!isUuid(taskId) || typeof reason !== 'string') notFound();
  const ctx = await requireStaff('money.change', paths.staffInbox());
  const answer = await actOnMoneyTask(ctx, { taskId, reason });
  redirect(paths.staffInbox(answer.ok ? { done: answer.by } : { refused: answer.code }));
}
