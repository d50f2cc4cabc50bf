'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { clearNames } from '#lib/groups/clear-names.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';

/** "Clear" and "do not clear": back to the list with what became of it. */
export async function clear(form: FormData): Promise<void> {
  const visitId = form.get('visitId');
  if (!isUuid(visitId)) notFound();
  const ctx = await requireStaff('names.see', paths.staffList(visitId));
  const names = form.getAll('name').filter((one): one is string => typeof one === 'string');
  const isAll = form.get('whom') === 'all';
  const done = await clearNames(ctx, {
    visitId,
    names: isAll ? 'all' : names,
    isCleared: isAll || form.get('as') === 'cleared',
  });
  redirect(paths.staffList(visitId, done.ok ? { done: 'cleared' } : { refused: done.code }));
}
