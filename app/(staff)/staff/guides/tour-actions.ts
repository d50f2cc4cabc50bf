'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { nextPath } from '#app/(staff)/own-url.ts';
import { answerCall } from '#lib/groups/answer-call.ts';
import { changeGuide } from '#lib/groups/change-guide.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';

function idOf(form: FormData, name: string): string {
  const id = form.get(name);
  if (!isUuid(id)) notFound();
  return id;
}

/** Back to the page on which it was pressed, with what became of it. */
function back(form: FormData, told: { done?: string; refused?: string }): never {
  if (form.get('back') === null) redirect(paths.staffGuides(told));
  const path = nextPath(form.get('back'));
  redirect(`${path}${path.includes('?') ? '&' : '?'}guide=${told.done ?? told.refused}#guides`);
}

/** "Search by itself". */
export async function seek(form: FormData): Promise<void> {
  const timeslotId = idOf(form, 'tour');
  const ctx = await requireStaff('groups.change', paths.staffGuides());
  const changed = await changeGuide(ctx, { timeslotId, guideId: null });
  back(form, changed.ok ? { done: changed.done } : { refused: changed.code });
}

/** "Change": another guide for a tour; none chosen lets the search choose. */
export async function change(form: FormData): Promise<void> {
  const timeslotId = idOf(form, 'tour');
  const ctx = await requireStaff('groups.change', paths.staffGuides());
  const guideId = form.get('guide');
  const changed = await changeGuide(ctx, { timeslotId, guideId: isUuid(guideId) ? guideId : null });
  back(form, changed.ok ? { done: changed.done } : { refused: changed.code });
}

/** "Said yes by telephone". */
export async function acceptByPhone(form: FormData): Promise<void> {
  const [timeslotId, guideId] = [idOf(form, 'tour'), idOf(form, 'guide')];
  const ctx = await requireStaff('groups.change', paths.staffGuides());
  const answered = await answerCall(ctx, { timeslotId, guideId, answer: 'accept' });
  back(form, answered.ok ? { done: 'accepted' } : { refused: answered.code });
}
