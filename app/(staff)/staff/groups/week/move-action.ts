'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { moveVisit } from '#lib/groups/move-visit.ts';
import { planByKeys } from '#lib/groups/plan-by-keys.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';
import { isIsoDate } from '#lib/platform/time.ts';

/** A visit laid on another start, by pointer, keyboard or the form: moved if it is still as it was shown, else told why not. */
export async function moveTo(form: FormData): Promise<void> {
  const [visitId, start, seenPlanId] = [form.get('visitId'), form.get('start'), form.get('seenPlan')];
  const week = form.get('week');
  if (!isUuid(visitId) || !isUuid(seenPlanId) || !isIsoDate(week)) notFound();
  const ctx = await requireStaff('groups.change', paths.staffGroupsWeek({ week, visit: visitId }));
  const back = (query: { done?: string; refused?: string }) =>
    redirect(paths.staffGroupsWeek({ week, visit: visitId, ...query }));
  if (typeof start !== 'string') return back({ refused: 'nothing_picked' });
  const picked = await planByKeys(ctx, { visitId, keys: [start], isOne: true });
  if (!picked.ok) return back({ refused: picked.code });
  const [plan] = picked.plans;
  if (!plan) return back({ refused: 'nothing_picked' });
  const moved = await moveVisit(ctx, { visitId, plan, seenPlanId });
  if (!moved.ok) return back({ refused: moved.code });
  redirect(paths.staffGroupsWeek({ week: plan.date, done: 'moved' }));
}
